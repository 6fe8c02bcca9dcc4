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

/* ---- titles -------------------------------------------------------------------------------- */

static Py_ssize_t
word_end(const Range *range, Py_ssize_t place)
{
    while (place < range->end && at(range, place) != ' ')
        place++;
    return place;
}

/* As `str.istitle`. */
static int
is_title(const Range *range, Py_ssize_t start, Py_ssize_t end)
{
    int is_cased = 0, is_inside = 0;
    for (; start < end; start++) {
        unsigned c = character(at(range, start));
        if (c & (IS_UPPER | IS_TITLE)) {
            if (is_inside)
                return 0;
            is_inside = is_cased = 1;
        }
        else if (c & IS_LOWER) {
            if (!is_inside)
                return 0;
            is_cased = 1;
        }
        else
            is_inside = 0;
    }
    return is_cased;
}

static int
has_titles(const Range *range, Py_ssize_t least_blanks, Py_ssize_t least)
{
    Py_ssize_t n_blanks = 0, n_titles = 0;
    for (Py_ssize_t i = range->start; i < range->end && n_blanks < least_blanks; i++)
        n_blanks += at(range, i) == ' ';
    if (n_blanks < least_blanks)
        return 0;
    for (Py_ssize_t i = range->start; i <= range->end && n_titles < least;) {
        Py_ssize_t end = word_end(range, i);
        n_titles += is_title(range, i, end);
        i = end + 1;
    }
    return n_titles >= least;
}

typedef struct {
    Py_ssize_t begin; /* of the word */
    char kind;        /* of its first letter: l small, U capital, - a dash, . none of them */
} Word;

/* How little is a title, and how far a dateline reaches; the Python says it. */
typedef struct {
    Py_ssize_t least_words, least_titles, dateline_words;
} Sizes;

static int
is_dash(const Range *range, Py_ssize_t start, Py_ssize_t end)
{
    Py_UCS4 c = at(range, start);
    if (end - start == 2)
        return c == '-' && at(range, start + 1) == '-';
    return end - start == 1 && (c == '-' || c == 0x2013 || c == 0x2014);
}

/* Note the words that hold more than signs that open; return how many there are. */
static Py_ssize_t
words_of(const Range *range, Word *words)
{
    Py_ssize_t n = 0;
    for (Py_ssize_t i = range->start, end; i <= range->end; i = end + 1) {
        Py_ssize_t first = i;
        end = word_end(range, i);
        while (first < end && is_opener(at(range, first)))
            first++;
        if (first == end)
            continue;
        Py_UCS4 c = at(range, first);
        char kind = is_lower(c) ? 'l' : is_upper(c) ? 'U' : is_dash(range, i, end) ? '-' : '.';
        words[n++] = (Word){i, kind};
    }
    return n;
}

static int
find_titles(PyObject *cuts, const Word *words, Py_ssize_t n, Py_ssize_t most, const Sizes *sizes)
{
    Py_ssize_t last = 0, n_small = n && words[0].kind == 'l'; /* since the last cut */
    Py_ssize_t dash = n && words[0].kind == '-' ? 0 : -1;
    for (Py_ssize_t i = 1; i < n; i++) {
        Py_ssize_t n_words = i - last;
        int is_beginning = words[i].kind == 'U' && words[i - 1].kind != 'l';
        int is_over = (i + 1 < n && words[i + 1].kind == 'l') || (most >= 0 && n_words >= most);
        int has_dash = dash >= last && i - dash <= sizes->dateline_words;
        if (is_beginning && is_over && n_words >= sizes->least_words && 2 * n_small < n_words
            && !has_dash) {
            if (add(cuts, words[i].begin) < 0)
                return -1;
            last = i;
            n_small = 0;
        }
        n_small += words[i].kind == 'l';
        dash = words[i].kind == '-' ? i : dash;
    }
    return 0;
}

static int
add_title_cuts(PyObject *cuts, const Range *range, Py_ssize_t most, const Sizes *sizes)
{
    if (!has_titles(range, most > 0 ? most : sizes->least_words, sizes->least_titles))
        return 0;
    Word *words = PyMem_Calloc((size_t)(range->end - range->start) / 2 + 2, sizeof(Word));
    if (words == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    int done = find_titles(cuts, words, words_of(range, words), most, sizes);
    PyMem_Free(words);
    return done;
}

PyDoc_STRVAR(title_cuts_doc,
"title_cuts(folded, edges, most, (least_words, least_titles, dateline_words)) -> list\n\n"
"See `sentences.title_cuts`; `most` is -1 for None.");

static PyObject *
sentences_title_cuts(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *edges;
    Py_ssize_t most;
    Sizes sizes;
    if (!PyArg_ParseTuple(args, "UO!n(nnn)", &text, &PyList_Type, &edges, &most,
                          &sizes.least_words, &sizes.least_titles, &sizes.dateline_words))
        return NULL;
    PyObject *cuts = PyList_New(0);
    for (Py_ssize_t i = 1; cuts != NULL && i < PyList_GET_SIZE(edges); i++) {
        Py_ssize_t start = PyLong_AsSsize_t(PyList_GET_ITEM(edges, i - 1));
        Py_ssize_t end = PyLong_AsSsize_t(PyList_GET_ITEM(edges, i));
        Range range;
        if (PyErr_Occurred() || !take(&range, text, start, end)
            || add_title_cuts(cuts, &range, most, &sizes) < 0)
            Py_CLEAR(cuts);
    }
    return cuts;
}

static PyMethodDef methods[] = {
    {"sentence_cuts", sentences_sentence_cuts, METH_VARARGS, sentence_cuts_doc},
    {"title_cuts", sentences_title_cuts, METH_VARARGS, title_cuts_doc},
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
