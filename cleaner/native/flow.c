/* What is done to every character of a text before rules and scores: the twin of
 * `stages/blocks.py` (lines, folded copy, blank lines, seams) and of `scoring/cuts.py` (prose).
 *
 * The Python says what is meant; here is only said the same, in one sweep over the text.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "characters.h"

enum { UPPER = 1, LOWER = 2, STOP = 4, OTHER = 8, SPACE = 16, BREAK = 32, FOLDS = 64 };
enum { LETTER = UPPER | LOWER, SHAPE = UPPER | LOWER | STOP | OTHER };
enum { BLANK = 0, LINE = 1 };
enum { LEFT_ARROW = 0xab, RIGHT_ARROW = 0xbb, ARROW = 0x203a };
enum { MAX_WORD_CHARS = 50 };

static unsigned char LATIN[256]; /* flags of the first characters, filled once */

/* The character that stands for one in the folded text; see `folding.fold`. */
static Py_UCS4
folded_of(Py_UCS4 c)
{
    switch (c) {
    case '`': case 0xb4: case 0x2bc: case 0x2c8:
    case 0x2018: case 0x2019: case 0x201b: case 0x2032:
        return '\'';
    case 0x201c: case 0x201d: case 0x201e: case 0x201f: case 0x2033:
    case 0x301d: case 0x301e: case 0xff02:
        return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015:
    case 0x2212: case 0xff0d:
        return '-';
    case '\t': case 0xa0: case 0x2002: case 0x2003: case 0x2004: case 0x2005: case 0x2006:
    case 0x2007: case 0x2008: case 0x2009: case 0x200a: case 0x202f: case 0x205f: case 0x3000:
        return ' ';
    default:
        return c;
    }
}

/* Flags of any character: those of shape are of the character that it is folded to. */
static unsigned
flags_of(Py_UCS4 c)
{
    Py_UCS4 shape = folded_of(c);
    unsigned flags = shape == c ? 0 : FOLDS;
    if (Py_UNICODE_ISSPACE(c))
        flags |= SPACE;
    if (Py_UNICODE_ISLINEBREAK(c))
        flags |= BREAK;
    if (shape > 0xff || shape == '.' || shape == '!' || shape == '?')
        return flags | STOP;
    if (Py_UNICODE_ISUPPER(shape))
        return flags | UPPER;
    return flags | (Py_UNICODE_ISLOWER(shape) ? LOWER : OTHER);
}

INLINE unsigned
quick_flags(Py_UCS4 c)
{
    if (c < 256)
        return LATIN[c];
    if ((c > 0x3020 && c < 0xff00) || c > 0xffff) /* neither folded nor blank */
        return STOP;
    return flags_of(c);
}

static Py_UCS4
read_at(PyObject *text, Py_ssize_t at)
{
    return PyUnicode_READ_CHAR(text, at);
}

/* ---- numbers that grow ------------------------------------------------------------------- */

typedef struct {
    Py_ssize_t *at;
    Py_ssize_t n, room;
} Numbers;

static int
append(Numbers *numbers, Py_ssize_t value)
{
    if (numbers->n == numbers->room) {
        Py_ssize_t room = numbers->room ? 2 * numbers->room : 256;
        Py_ssize_t *at = PyMem_Realloc(numbers->at, (size_t)room * sizeof(Py_ssize_t));
        if (at == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        numbers->at = at;
        numbers->room = room;
    }
    numbers->at[numbers->n++] = value;
    return 0;
}

static PyObject *
as_list(const Numbers *numbers)
{
    PyObject *list = PyList_New(numbers->n);
    for (Py_ssize_t i = 0; list != NULL && i < numbers->n; i++) {
        PyObject *value = PyLong_FromSsize_t(numbers->at[i]);
        if (value == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, i, value);
    }
    return list;
}

/* Where lines start, given where they end: nought, then the same numbers but the last. */
static PyObject *
starts_of(PyObject *ends)
{
    Py_ssize_t n = PyList_GET_SIZE(ends);
    PyObject *starts = PyList_New(n);
    for (Py_ssize_t i = 0; starts != NULL && i < n; i++) {
        PyObject *value = i ? Py_NewRef(PyList_GET_ITEM(ends, i - 1)) : PyLong_FromLong(0);
        if (value == NULL)
            Py_CLEAR(starts);
        else
            PyList_SET_ITEM(starts, i, value);
    }
    return starts;
}

/* ---- the sweep --------------------------------------------------------------------------- */

typedef struct {
    Numbers ends;       /* of lines, terminators included */
    Numbers seams;      /* where a capital might begin a sentence right behind another */
    Py_ssize_t longest; /* characters of the longest line */
    Py_ssize_t wider;   /* characters on lines that are wider than a column */
    Py_UCS4 mask;       /* all bits of the folded characters */
    int is_arrow;       /* a closing guillemet without any opening one is an arrow */
    int is_folded;      /* the folded text is another one */
} Sweep;

INLINE int
sweep(Sweep *found, int kind, const void *text, Py_ssize_t n)
{
    unsigned shapes = 0;    /* of the last four characters, a byte each */
    unsigned all_space = SPACE;
    Py_UCS4 mask = 0;
    unsigned folds = 0;

    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, text, i);
        unsigned flags = quick_flags(c);
        if (flags & FOLDS) {
            folds = 1;
            c = folded_of(c);
        }
        else if (c == RIGHT_ARROW && found->is_arrow) {
            folds = 1;
            c = ARROW;
            flags = STOP;
        }
        mask |= c;
        all_space &= flags;
        shapes = shapes << 8 | (flags & SHAPE);
        if ((shapes & 0xffff) == (UPPER << 8 | LOWER)
            && ((shapes >> 16 & 0xff) == LOWER || shapes >> 16 == (LOWER << 8 | STOP))
            && append(&found->seams, i - 1) < 0)
            return -1;
        if (flags & BREAK) {
            if (c == '\r' && i + 1 < n && PyUnicode_READ(kind, text, i + 1) == '\n')
                continue;
            /* the kind of the line travels in the lowest bit until all lines are known */
            if (append(&found->ends, (i + 1) << 1 | (all_space ? BLANK : LINE)) < 0)
                return -1;
            all_space = SPACE;
        }
    }
    if (n && (!found->ends.n || found->ends.at[found->ends.n - 1] >> 1 < n)
        && append(&found->ends, n << 1 | (all_space ? BLANK : LINE)) < 0)
        return -1;
    found->mask = mask;
    found->is_folded = (int)folds;
    return 0;
}

static int
sweep_text(Sweep *found, PyObject *text)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    const void *data = PyUnicode_DATA(text);
    if (!PyUnicode_IS_ASCII(text)) {
        Py_ssize_t closing = PyUnicode_FindChar(text, RIGHT_ARROW, 0, n, 1);
        Py_ssize_t opening = closing < 0 ? closing : PyUnicode_FindChar(text, LEFT_ARROW, 0, n, 1);
        if (closing == -2 || opening == -2)
            return -1;
        found->is_arrow = closing >= 0 && opening < 0;
    }
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND:
        return sweep(found, PyUnicode_1BYTE_KIND, data, n);
    case PyUnicode_2BYTE_KIND:
        return sweep(found, PyUnicode_2BYTE_KIND, data, n);
    default:
        return sweep(found, PyUnicode_4BYTE_KIND, data, n);
    }
}

/* Take the kinds out of the ends and return them as bytes; measure the lines. */
static PyObject *
kinds_of(Sweep *found, Py_ssize_t column)
{
    Numbers *ends = &found->ends;
    PyObject *kinds = PyBytes_FromStringAndSize(NULL, ends->n);
    Py_ssize_t start = 0;
    for (Py_ssize_t i = 0; kinds != NULL && i < ends->n; i++) {
        PyBytes_AS_STRING(kinds)[i] = (char)(ends->at[i] & 1);
        ends->at[i] >>= 1;
        Py_ssize_t size = ends->at[i] - start;
        start = ends->at[i];
        if (size > column)
            found->wider += size;
        if (size > found->longest)
            found->longest = size;
    }
    return kinds;
}

INLINE void
write_folded(const Sweep *found, int from, const void *text, int to, void *out, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(from, text, i);
        if (quick_flags(c) & FOLDS)
            c = folded_of(c);
        else if (c == RIGHT_ARROW && found->is_arrow)
            c = ARROW;
        PyUnicode_WRITE(to, out, i, c);
    }
}

static PyObject *
folded_text(const Sweep *found, PyObject *text)
{
    if (!found->is_folded)
        return Py_NewRef(text);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    PyObject *folded = PyUnicode_New(n, found->mask > 0x10ffff ? 0x10ffff : found->mask);
    if (folded == NULL)
        return NULL;
    int from = PyUnicode_KIND(text), to = PyUnicode_KIND(folded);
    const void *data = PyUnicode_DATA(text);
    void *out = PyUnicode_DATA(folded);
    if (from == PyUnicode_1BYTE_KIND && to == PyUnicode_1BYTE_KIND)
        write_folded(found, PyUnicode_1BYTE_KIND, data, PyUnicode_1BYTE_KIND, out, n);
    else if (from == PyUnicode_2BYTE_KIND && to == PyUnicode_1BYTE_KIND)
        write_folded(found, PyUnicode_2BYTE_KIND, data, PyUnicode_1BYTE_KIND, out, n);
    else if (from == PyUnicode_2BYTE_KIND && to == PyUnicode_2BYTE_KIND)
        write_folded(found, PyUnicode_2BYTE_KIND, data, PyUnicode_2BYTE_KIND, out, n);
    else
        write_folded(found, from, data, to, out, n);
    return folded;
}

/* ---- seams ------------------------------------------------------------------------------- */

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

/* ---- for Python -------------------------------------------------------------------------- */

PyDoc_STRVAR(sweep_doc,
"sweep(text, column) -> (folded, starts, ends, kinds, seams, longest, wider)\n\n"
"See `stages.blocks.Swept`.");

static PyObject *
flow_sweep(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text;
    Py_ssize_t column;
    if (!PyArg_ParseTuple(args, "Un", &text, &column))
        return NULL;
    Sweep found = {0};
    PyObject *folded = NULL, *starts = NULL, *ends = NULL, *kinds = NULL, *seams = NULL;
    PyObject *all = NULL;
    if (sweep_text(&found, text) == 0
        && (folded = folded_text(&found, text)) != NULL
        && (kinds = kinds_of(&found, column)) != NULL
        && (ends = as_list(&found.ends)) != NULL
        && (starts = starts_of(ends)) != NULL) {
        keep_seams(&found.seams, folded);
        if ((seams = as_list(&found.seams)) != NULL)
            all = Py_BuildValue("OOOOOnn", folded, starts, ends, kinds, seams, found.longest,
                                found.wider);
    }
    PyMem_Free(found.ends.at);
    PyMem_Free(found.seams.at);
    Py_XDECREF(folded);
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    Py_XDECREF(kinds);
    Py_XDECREF(seams);
    return all;
}

static PyMethodDef methods[] = {
    {"sweep", flow_sweep, METH_VARARGS, sweep_doc},
    {NULL, NULL, 0, NULL},
};

static int
fill(PyObject *module)
{
    for (Py_UCS4 c = 0; c < 256; c++)
        LATIN[c] = (unsigned char)flags_of(c);
    return fill_characters(module);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)fill},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "cleaner.native._flow", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__flow(void)
{
    return PyModuleDef_Init(&module);
}
