/* The non-blank blocks of a document, and its prose: the twin of `packs/finding/units.py`, which gives the
   bounds and says what is meant. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "words.h"

typedef struct {
    Py_ssize_t words, chars, looked_at;
    PyObject *ends, *closing;
} Prose;

static PyObject *
stripped(PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    int kind = PyUnicode_KIND(text);
    const void *letters = PyUnicode_DATA(text);
    while (start < end && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, start)))
        start++;
    while (end > start && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, end - 1)))
        end--;
    return PyUnicode_Substring(text, start, end);
}

static int
append_new(PyObject *list, PyObject *item)
{
    int status = item ? PyList_Append(list, item) : -1;
    Py_XDECREF(item);
    return status;
}

/* Adds a block to the columns of units. */
static int
add_unit(PyObject *columns, PyObject *folded, Py_ssize_t row, PyObject *start, PyObject *end)
{
    Py_ssize_t first = PyLong_AsSsize_t(start), last = PyLong_AsSsize_t(end);
    if (PyErr_Occurred())
        return -1;
    if (first < 0 || last < first || last > PyUnicode_GET_LENGTH(folded)) {
        PyErr_SetString(PyExc_ValueError, "a block lies outside the text");
        return -1;
    }
    if (append_new(PyTuple_GET_ITEM(columns, 0), PyLong_FromSsize_t(row)) < 0
        || PyList_Append(PyTuple_GET_ITEM(columns, 1), start) < 0
        || PyList_Append(PyTuple_GET_ITEM(columns, 2), end) < 0)
        return -1;
    return append_new(PyTuple_GET_ITEM(columns, 3), stripped(folded, first, last));
}

static PyObject *
new_columns(void)
{
    PyObject *columns = PyTuple_New(4);
    for (Py_ssize_t i = 0; columns != NULL && i < 4; i++) {
        PyObject *column = PyList_New(0);
        if (column == NULL)
            Py_CLEAR(columns);
        else
            PyTuple_SET_ITEM(columns, i, column);
    }
    return columns;
}

static PyObject *
units_of(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *folded, *starts, *ends;
    Py_buffer kinds;
    int blank;
    if (!PyArg_ParseTuple(arguments, "UO!O!y*i", &folded, &PyList_Type, &starts, &PyList_Type, &ends,
                          &kinds, &blank))
        return NULL;
    PyObject *columns = new_columns();
    for (Py_ssize_t row = 0; columns != NULL && row < kinds.len; row++) {
        if (((const unsigned char *)kinds.buf)[row] == blank)
            continue;
        if (row >= PyList_GET_SIZE(starts) || row >= PyList_GET_SIZE(ends)) {
            PyErr_SetString(PyExc_ValueError, "each block has a start, an end and a kind");
            Py_CLEAR(columns);
        }
        else if (add_unit(columns, folded, row, PyList_GET_ITEM(starts, row),
                          PyList_GET_ITEM(ends, row)) < 0)
            Py_CLEAR(columns);
    }
    PyBuffer_Release(&kinds);
    return columns;
}

static int
is_among(PyObject *letters, Py_UCS4 letter)
{
    return PyUnicode_FindChar(letters, letter, 0, PyUnicode_GET_LENGTH(letters), 1) >= 0;
}

static int
is_prose(PyObject *text, const Prose *prose)
{
    Py_ssize_t end = PyUnicode_GET_LENGTH(text);
    if (end < prose->chars)
        return 0;
    while (end > 0 && is_among(prose->closing, PyUnicode_READ_CHAR(text, end - 1)))
        end--;
    Py_UCS4 last = end > 0 ? PyUnicode_READ_CHAR(text, end - 1) : 0;
    int is_unstopped = last >= 0x0e00 && last <= 0x0eff; /* Thai and Lao */
    Py_ssize_t words = is_unstopped ? prose->words * 4 / 3 : prose->words;
    return end > 0 && (is_unstopped || is_among(prose->ends, last))
        && count_words(text, words, prose->looked_at) >= words;
}

static PyObject *
prose_units(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *texts, *found = NULL;
    Prose prose;
    if (!PyArg_ParseTuple(arguments, "O!nnnUU", &PyList_Type, &texts, &prose.words, &prose.chars,
                          &prose.looked_at, &prose.ends, &prose.closing))
        return NULL;
    found = PyList_New(0);
    for (Py_ssize_t i = 0; found != NULL && i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = PyList_GET_ITEM(texts, i);
        if (!PyUnicode_Check(text)) {
            PyErr_SetString(PyExc_TypeError, "texts are strings");
            Py_CLEAR(found);
        }
        else if (is_prose(text, &prose) && append_new(found, PyLong_FromSsize_t(i)) < 0)
            Py_CLEAR(found);
    }
    return found;
}

static PyMethodDef methods[] = {
    {"units_of", units_of, METH_VARARGS,
     "units_of(folded, starts, ends, kinds, blank) -> (rows, starts, ends, texts) of the units."},
    {"prose_units", prose_units, METH_VARARGS,
     "prose_units(texts, words, chars, looked_at, ends, closing) -> the numbers of those that are prose."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_units",
    .m_doc = "The non-blank blocks of a document: see `packs/finding/units.py`.",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit__units(void)
{
    return PyModuleDef_Init(&module);
}
