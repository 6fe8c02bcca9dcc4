/* Where sentences begin in long lines: the twin of `sentences.py`. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "characters.h"

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t start, end;
} Range;

static Py_UCS4
at(const Range *range, Py_ssize_t place)
{
    return PyUnicode_READ(range->kind, range->data, place);
}

/* Take a range of a text; false, with an exception, if it lies outside. */
static int
take(Range *range, PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    if (start < 0 || start > end || end > PyUnicode_GET_LENGTH(text)) {
        PyErr_SetString(PyExc_ValueError, "start..end must lie in the text");
        return 0;
    }
    *range = (Range){PyUnicode_KIND(text), PyUnicode_DATA(text), start, end};
    return 1;
}

static int
add(PyObject *list, Py_ssize_t value)
{
    PyObject *number = PyLong_FromSsize_t(value);
    int done = number == NULL ? -1 : PyList_Append(list, number);
    Py_XDECREF(number);
    return done;
}

/* ---- sentences ----------------------------------------------------------------------------- */

static int
is_stop(Py_UCS4 c)
{
    if (c < 0x80)
        return c == '.' || c == '!' || c == '?';
    return c == 0x2026 || c == 0x964 || c == 0x965 || c == 0x61f || c == 0x6d4 || c == 0x589
           || c == 0x1362 || c == 0x104b || c == 0x17d4;
}

static int
is_wide_stop(Py_UCS4 c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

static int
is_closer(Py_UCS4 c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xab || c == 0xbb;
}

static int
is_wide_closer(Py_UCS4 c)
{
    return c == '"' || c == '\'' || c == ')' || c == 0x300d || c == 0x300f || c == 0xff09;
}

static int
is_opener(Py_UCS4 c)
{
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xbf || c == 0xa1 || c == 0xab
           || c == 0xbb;
}

/* True if a letter or digit stands there, perhaps behind signs that open and one blank. */
static int
begins_word(const Range *range, Py_ssize_t place)
{
    while (place < range->end && (is_opener(at(range, place)) || at(range, place) == '-'))
        place++;
    if (place < range->end && at(range, place) == ' ')
        place++;
    return place < range->end && is_alnum(at(range, place));
}

/* Where a word begins behind signs that close and blanks; -1 if none does. */
static Py_ssize_t
behind_closers(const Range *range, Py_ssize_t end)
{
    Py_ssize_t gap;
    while (end < range->end && is_closer(at(range, end)))
        end++;
    for (gap = end; gap < range->end && is_space(at(range, gap)); gap++)
        ;
    return gap > end && begins_word(range, gap) ? gap : -1;
}

/* The end of what the pattern of `sentences.py` matches at a place; -1 if nothing. */
static Py_ssize_t
boundary(const Range *range, Py_ssize_t place)
{
    Py_UCS4 c = at(range, place);
    Py_ssize_t end = place + 1, gap;
    if (is_wide_stop(c)) {
        while (end < range->end && is_wide_closer(at(range, end)))
            end++;
        while (end < range->end && is_space(at(range, end)))
            end++;
        return end;
    }
    if (is_stop(c)) {
        int is_french = end + 1 < range->end && at(range, end) == ' ' && at(range, end + 1) == 0xbb;
        gap = is_french ? behind_closers(range, end + 2) : -1;
        gap = gap < 0 ? behind_closers(range, end) : gap;
        if (gap >= 0)
            return gap;
    }
    if (end + 1 >= range->end || at(range, end) != ' ' || at(range, end + 1) != ' '
        || is_space(c))
        return -1;
    for (gap = end; gap < range->end && at(range, gap) == ' '; gap++)
        ;
    return begins_word(range, gap) ? gap : -1;
}

/* True if the full stop ends a short form, an initial or an ordinal; -1 on an error. */
static int
is_abbreviation(PyObject *text, const Range *range, Py_ssize_t mark, PyObject *abbreviations)
{
    Py_ssize_t left = mark;
    int is_number = 1;
    while (left > range->start && is_alnum(at(range, left - 1))) {
        left--;
        is_number &= Py_UNICODE_ISDIGIT(at(range, left));
    }
    if (is_number && left < mark)
        return mark - left <= 2;
    if (mark == left)
        return 0; /* behind a bracket or a quotation mark there is no word */
    if (mark - left == 1)
        return left == range->start || at(range, left - 1) != '\'';
    PyObject *word = PyUnicode_Substring(text, left, mark);
    PyObject *lower = word == NULL ? NULL : PyObject_CallMethod(word, "lower", NULL);
    int is_known = lower == NULL ? -1 : PySet_Contains(abbreviations, lower);
    Py_XDECREF(word);
    Py_XDECREF(lower);
    return is_known;
}

PyDoc_STRVAR(sentence_cuts_doc,
"sentence_cuts(folded, start, end, abbreviations) -> list\n\n"
"See `sentences.sentence_cuts`.");

static PyObject *
sentences_sentence_cuts(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *abbreviations;
    Py_ssize_t start, end;
    Range range;
    if (!PyArg_ParseTuple(args, "UnnO", &text, &start, &end, &abbreviations)
        || !take(&range, text, start, end))
        return NULL;
    PyObject *cuts = PyList_New(0);
    Py_ssize_t place = start;
    while (cuts != NULL && place < end) {
        Py_ssize_t cut = boundary(&range, place);
        if (cut < 0) {
            place++;
            continue;
        }
        int is_short = 0;
        if (at(&range, place) == '.')
            is_short = is_abbreviation(text, &range, place, abbreviations);
        if (is_short < 0
            || (!is_short && cut < end && !is_lower(at(&range, cut))
                && add(cuts, cut) < 0))
            Py_CLEAR(cuts);
        place = cut;
    }
    return cuts;
}

static PyMethodDef methods[] = {
    {"sentence_cuts", sentences_sentence_cuts, METH_VARARGS, sentence_cuts_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)fill_characters},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "cleaner.native._sentences", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__sentences(void)
{
    return PyModuleDef_Init(&module);
}
