/* What is done to every character of a text before rules and scores: the twin of
 * `lines.py` (lines, folded copy, blank lines, seams).
 *
 * The Python says what is meant; here is only said the same, in one sweep over the text.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "flow_seams.h"

enum { BLANK = 0, LINE = 1 };

/* ---- the sweep --------------------------------------------------------------------------- */

typedef struct {
    Numbers ends;       /* of lines, terminators included */
    Numbers seams;      /* where a capital might begin a sentence right behind another */
    Py_ssize_t longest; /* characters of the longest line */
    Py_ssize_t wider;   /* characters on lines that are wider than a column */
    Py_UCS4 mask;       /* all bits of the folded characters */
    int is_arrow;       /* a closing guillemet without any opening one is an arrow */
    Numbers folds;      /* where another character stands in the folded text */
} Sweep;

/* What stands for a character in the folded text. */
static Py_UCS4
shape_of(const Sweep *found, Py_UCS4 c)
{
    return c == RIGHT_ARROW && found->is_arrow ? ARROW : folded_of(c);
}

INLINE int
sweep(Sweep *found, int kind, const void *text, Py_ssize_t n)
{
    unsigned before = 0, last = 0; /* the shapes of the last two characters */
    unsigned all_space = SPACE;
    Py_UCS4 mask = 0;

    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, text, i);
        unsigned flags = quick_flags(c);
        if (flags == LOWER) { /* most are: nothing happens inside a word */
            before = last;
            last = LOWER;
            all_space = 0;
            mask |= c;
            while (i + 1 < n && quick_flags(c = PyUnicode_READ(kind, text, i + 1)) == LOWER) {
                before = LOWER;
                mask |= c;
                i++;
            }
            continue;
        }
        if ((flags & FOLDS) || (c == RIGHT_ARROW && found->is_arrow)) {
            if (append(&found->folds, i) < 0)
                return -1;
            flags = c == RIGHT_ARROW ? STOP : flags;
            c = shape_of(found, c);
        }
        mask |= c;
        all_space &= flags;
        if ((flags & UPPER) && (last == LOWER || (last == STOP && before == LOWER)) && i + 1 < n
            && (quick_flags(PyUnicode_READ(kind, text, i + 1)) & LOWER)
            && append(&found->seams, i) < 0)
            return -1;
        before = last;
        last = flags & SHAPE;
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

/* Copy characters that fit, from wide ones to narrower ones or their like. */
INLINE void
copy_characters(int from, const void *text, int to, void *out, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++)
        PyUnicode_WRITE(to, out, i, PyUnicode_READ(from, text, i));
}

static PyObject *
folded_text(const Sweep *found, PyObject *text)
{
    if (!found->folds.n)
        return Py_NewRef(text);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    PyObject *folded = PyUnicode_New(n, found->mask > 0x10ffff ? 0x10ffff : found->mask);
    if (folded == NULL)
        return NULL;
    int from = PyUnicode_KIND(text), to = PyUnicode_KIND(folded);
    const void *data = PyUnicode_DATA(text);
    void *out = PyUnicode_DATA(folded);
    if (from == to)
        memcpy(out, data, (size_t)n * (size_t)to);
    else if (from == PyUnicode_2BYTE_KIND && to == PyUnicode_1BYTE_KIND)
        copy_characters(PyUnicode_2BYTE_KIND, data, PyUnicode_1BYTE_KIND, out, n);
    else
        copy_characters(from, data, to, out, n);
    for (Py_ssize_t i = 0; i < found->folds.n; i++) {
        Py_ssize_t at = found->folds.at[i];
        PyUnicode_WRITE(to, out, at, shape_of(found, PyUnicode_READ(from, data, at)));
    }
    return folded;
}

/* ---- for Python -------------------------------------------------------------------------- */

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

PyDoc_STRVAR(sweep_doc,
"sweep(text, column) -> (folded, starts, ends, kinds, seams, longest, wider)\n\n"
"See `lines.Swept`.");

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
    PyMem_Free(found.folds.at);
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
    for (Py_UCS4 c = 0; c < TABLED; c++)
        FLAGS[c] = (unsigned char)flags_of(c);
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
