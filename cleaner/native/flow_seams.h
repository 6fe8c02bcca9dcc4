/* Where a sentence begins right behind another: which of the places that look so are. */

#ifndef CLEANER_FLOW_SEAMS_H
#define CLEANER_FLOW_SEAMS_H

#include "flow_characters.h"
#include "numbers.h"

enum { MAX_WORD_CHARS = 50 };

static Py_UCS4
read_at(PyObject *text, Py_ssize_t at)
{
    return PyUnicode_READ_CHAR(text, at);
}

static int
is_domain_end(PyObject *folded, Py_ssize_t start, Py_ssize_t end)
{
    static const char *const ends[] = {"Com", "Co", "Org", "Net", "De", "Tv", "Fm"};
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        Py_ssize_t size = (Py_ssize_t)strlen(ends[k]), i = 0;
        while (size == end - start && i < size && read_at(folded, start + i) == (Py_UCS4)ends[k][i])
            i++;
        if (i == size)
            return 1;
    }
    return 0;
}

/* Judge the words on both sides of a seam. */
static int
is_seam(PyObject *folded, Py_ssize_t seam)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(folded), right = seam + 1;
    while (right < n && flags_of(read_at(folded, right)) & LOWER)
        right++;
    Py_UCS4 after = right < n ? read_at(folded, right) : 0;
    if ((after != ' ' && after != ',' && after != '\'') || is_domain_end(folded, seam, right))
        return 0;
    Py_ssize_t at = seam - 1;
    if (!(flags_of(read_at(folded, at)) & LETTER))
        at--; /* a stop stands between */
    Py_ssize_t left = at, least = at > MAX_WORD_CHARS ? at - MAX_WORD_CHARS : 0;
    while (left > least && flags_of(read_at(folded, left - 1)) & LETTER)
        left--;
    if (at - left < 1 || (left == least && least > 0)
        || flags_of(read_at(folded, left)) & UPPER)
        return 0;
    if (left == 0)
        return 1;
    Py_UCS4 before = read_at(folded, left - 1);
    return before == ' ' || before == '(' || before == '"' || before == '-' || before == '\''
           || is_break(before);
}

static void
keep_seams(Numbers *seams, PyObject *folded)
{
    Py_ssize_t kept = 0;
    for (Py_ssize_t i = 0; i < seams->n; i++)
        if (is_seam(folded, seams->at[i]))
            seams->at[kept++] = seams->at[i];
    seams->n = kept;
}

#endif
