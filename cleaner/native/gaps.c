/* Which blank lines go with removed pieces: the twin of `deciding/gaps.py`. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "characters.h"

enum { BYTE_ORDER_MARK = 0xfeff };

typedef struct {
    PyObject *folded, *starts; /* text, tuple */
    Py_ssize_t n;
    const char *kinds;
    char *keeps;          /* changed */
    char *is_blank_line;
} Pieces;

/* What lies between the last kept piece and the next one. */
typedef struct {
    Py_ssize_t begin;           /* its first row */
    Py_ssize_t best, best_size; /* the longest run of blank lines */
    Py_ssize_t run, size;       /* the run that goes on, if it does */
    int is_cut;                 /* something was removed */
    int has_kept;               /* it does not lie at the beginning of the text */
    int is_line_kept;           /* some piece of the line that goes on stays */
    Py_ssize_t line_end;        /* of a kept line, if nothing behind it was removed; else 0 */
} Gap;

/* Where a piece starts; -1, with an exception, if it lies outside. */
static Py_ssize_t
start_of(const Pieces *pieces, Py_ssize_t row)
{
    Py_ssize_t start = PyLong_AsSsize_t(PyTuple_GET_ITEM(pieces->starts, row));
    if (start >= 0 && start <= PyUnicode_GET_LENGTH(pieces->folded))
        return start;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "blocks must lie in their text");
    return -1;
}

static int
begins_with_mark(PyObject *folded)
{
    return PyUnicode_GET_LENGTH(folded) && PyUnicode_READ_CHAR(folded, 0) == BYTE_ORDER_MARK;
}

static int
begins_line(PyObject *folded, Py_ssize_t start)
{
    if (start == 0 || (start == 1 && begins_with_mark(folded)))
        return 1;
    return is_break(PyUnicode_READ_CHAR(folded, start - 1));
}

/* True if the first piece is a byte order mark and nothing else. */
static int
is_mark_apart(const Pieces *pieces)
{
    if (!begins_with_mark(pieces->folded))
        return 0;
    Py_ssize_t size = PyUnicode_GET_LENGTH(pieces->folded);
    return (pieces->n > 1 ? start_of(pieces, 1) : size) == 1;
}

static void
end_run(Gap *gap)
{
    if (gap->size > gap->best_size) {
        gap->best = gap->run;
        gap->best_size = gap->size;
    }
    gap->size = 0;
}

/* Clear the flags of the blank lines in a gap that ends at a row; the longest run may be spared. */
static void
thin(const Pieces *pieces, const Gap *gap, Py_ssize_t end, int is_best_spared)
{
    for (Py_ssize_t row = gap->begin; row < end; row++) {
        int is_best = row >= gap->best && row < gap->best + gap->best_size;
        if (pieces->is_blank_line[row] && !(is_best && is_best_spared))
            pieces->keeps[row] = 0;
    }
}

/* Take in the next piece. */
static void
go_on(const Pieces *pieces, Gap *gap, Py_ssize_t row, int is_begin)
{
    int is_blank = !pieces->kinds[row];
    if (is_begin)
        gap->is_line_kept = 0;
    if (is_blank && is_begin) {
        pieces->is_blank_line[row] = 1;
        if (!gap->size)
            gap->run = row;
        gap->size++;
    }
    else if (is_blank && gap->is_line_kept) {
        gap->line_end = row; /* or a blank inside */
    }
    else if (!is_blank && pieces->keeps[row]) {
        end_run(gap);
        if (gap->is_cut)
            thin(pieces, gap, row, gap->has_kept);
        *gap = (Gap){.begin = row, .has_kept = 1, .is_line_kept = 1};
    }
    else {
        pieces->keeps[row] = 0;
        end_run(gap);
        gap->is_cut = 1;
        gap->line_end = 0;
    }
}

static int
close_all(const Pieces *pieces)
{
    Gap gap = {0};
    Py_ssize_t first = is_mark_apart(pieces);
    for (Py_ssize_t row = first; row < pieces->n; row++) {
        Py_ssize_t start = start_of(pieces, row);
        if (start < 0)
            return -1;
        go_on(pieces, &gap, row, begins_line(pieces->folded, start));
    }
    if (gap.is_cut)
        thin(pieces, &gap, gap.line_end ? gap.line_end : pieces->n, 0);
    return PyErr_Occurred() ? -1 : 0;
}

PyDoc_STRVAR(close_gaps_doc,
"close_gaps(folded, starts, kinds, keeps)\n\n"
"See `gaps.close_gaps`; `keeps` is a bytearray, changed in place.");

static PyObject *
gaps_close_gaps(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *starts;
    Py_buffer kinds, keeps;
    Pieces pieces;
    int status = -1;
    if (!PyArg_ParseTuple(args, "UOy*w*", &pieces.folded, &starts, &kinds, &keeps))
        return NULL;
    pieces.starts = PySequence_Tuple(starts); /* of our own: reading may run other code */
    pieces.n = kinds.len;
    pieces.kinds = kinds.buf;
    pieces.keeps = keeps.buf;
    pieces.is_blank_line = PyMem_Calloc((size_t)pieces.n + 1, 1);
    if (pieces.is_blank_line == NULL)
        PyErr_NoMemory();
    else if (pieces.starts != NULL
             && (keeps.len != pieces.n || PyTuple_GET_SIZE(pieces.starts) != pieces.n))
        PyErr_SetString(PyExc_ValueError, "columns must be of one length");
    else if (pieces.starts != NULL)
        status = close_all(&pieces);
    PyMem_Free(pieces.is_blank_line);
    Py_XDECREF(pieces.starts);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&keeps);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef methods[] = {
    {"close_gaps", gaps_close_gaps, METH_VARARGS, close_gaps_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)fill_characters},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "cleaner.native._gaps", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__gaps(void)
{
    return PyModuleDef_Init(&module);
}
