/* The core scorer, compiled: the twin of scoring/columns.py, equal to it to the byte (a test holds
   them together).

   Model(...) prepares tables and weights once; score() takes documents one after the other through
   all stages. A document's numbers depend on nothing but the document and the model. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scorer_names.h"
#include "scorer_model.h"
#include "scorer_text.h"
#include "scorer_own.h"
#include "scorer_windows.h"
#include "scorer_net.h"
#include "scorer_prepare.h"
#include "scorer_read.h"
#include "scorer_page.h"

/* Return (final, rows, values): logits or None for each block, as a tuple; the number of each
   block's row, -1 where it is blank, as 32-bit integers; and the rows' features, as given. */
static PyObject *told(const Model *model, Scratch *scratch, const Document *document,
                      PyObject *values)
{
    Py_ssize_t n = (Py_ssize_t)document->n_blocks;
    PyObject *final = PyTuple_New(n);
    PyObject *rows = PyBytes_FromStringAndSize(NULL, n * (Py_ssize_t)sizeof(int32_t));
    if (final == NULL || rows == NULL)
        goto failed;
    int32_t row = 0;
    for (Py_ssize_t block = 0; block < n; block++) {
        PyObject *one = Py_None;
        int is_blank = (size_t)row >= document->n_rows ||
                       document->rows[row].block != (size_t)block;
        int32_t number = is_blank ? -1 : row;
        memcpy(PyBytes_AS_STRING(rows) + block * (Py_ssize_t)sizeof number, &number, sizeof number);
        if (is_blank) {
            Py_INCREF(one);
        } else {
            one = PyLong_FromLongLong(final_logit(model, document, (size_t)row, scratch->units));
            row++;
        }
        PyTuple_SET_ITEM(final, block, one);
        if (one == NULL)
            goto failed;
    }
    PyObject *found = PyTuple_Pack(3, final, rows, values);
    Py_DECREF(final);
    Py_DECREF(rows);
    return found;
failed:
    Py_XDECREF(final);
    Py_XDECREF(rows);
    return NULL;
}

static PyObject *score_one(const Model *model, Scratch *scratch, PyObject *const *given)
{
    Document document = {0};
    if (read_document(model, scratch, given, &document) < 0)
        return NULL;
    PyObject *values = PyBytes_FromStringAndSize(
        NULL, (Py_ssize_t)(document.n_rows * N_STAGES * N_FEATURES * sizeof(int16_t)));
    if (values == NULL)
        return NULL;
    document.values = (int16_t *)(void *)PyBytes_AS_STRING(values);
    read_rows(model, &document);
    read_surroundings(model, &document, scratch->hashes);
    first_logits(model, &document);
    read_windows(model, &document, 0, scratch->sums);
    second_logits(model, &document, scratch->units);
    read_windows(model, &document, 1, scratch->sums);
    PyObject *found = told(model, scratch, &document, values);
    Py_DECREF(values);
    return found;
}

static PyObject *score_all(const Model *model, Scratch *scratch, PyObject *const *columns)
{
    Py_ssize_t n = PyTuple_GET_SIZE(columns[0]);
    PyObject *found = PyList_New(n);
    for (Py_ssize_t i = 0; found != NULL && i < n; i++) {
        PyObject *given[3];
        for (int k = 0; k < 3; k++)
            given[k] = PyTuple_GET_ITEM(columns[k], i);
        PyObject *one = score_one(model, scratch, given);
        if (one == NULL)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, one);
    }
    return found;
}

PyDoc_STRVAR(score_doc,
"score(texts, bounds, evidence) -> [(final, rows, values), ...]\n"
"\n"
"For each document the final logits of its blocks (hundredths, None where blank), the number of\n"
"each block's row (32 bits, -1 where blank) and the rows' features (16 bits).");

static PyObject *Model_score(PyObject *self, PyObject *args)
{
    const Model *model = (const Model *)self;
    PyObject *given[3], *columns[3] = {NULL, NULL, NULL}, *found = NULL;
    if (!PyArg_ParseTuple(args, "OOO", &given[0], &given[1], &given[2]))
        return NULL;
    int has_failed = 0;
    for (int i = 0; i < 3 && !has_failed; i++) {
        columns[i] = PySequence_Tuple(given[i]);
        has_failed = columns[i] == NULL;
        if (!has_failed && PyTuple_GET_SIZE(columns[i]) != PyTuple_GET_SIZE(columns[0]))
            has_failed = refuse("each text needs its bounds and its evidence") < 0;
    }
    Scratch scratch = {0};
    if (!has_failed && grow(&scratch.units, most_units(model), sizeof(double)) == 0)
        found = score_all(model, &scratch, columns);
    drop_scratch(&scratch);
    for (int i = 0; i < 3; i++)
        Py_XDECREF(columns[i]);
    return found;
}

PyDoc_STRVAR(points_doc,
"points(values, row) -> what each feature adds to a row's score against the mean block, in\n"
"hundredths; values are those of a document, as score() gives them.");

static PyObject *Model_points(PyObject *self, PyObject *args)
{
    const Model *model = (const Model *)self;
    Py_buffer values;
    Py_ssize_t row, size = N_STAGES * N_FEATURES * (Py_ssize_t)sizeof(int16_t);
    if (!PyArg_ParseTuple(args, "y*n", &values, &row))
        return NULL;
    PyObject *found = NULL;
    double *sums = PyMem_Malloc(most_units(model) * sizeof(double));
    if (sums == NULL)
        PyErr_NoMemory();
    else if (row < 0 || row >= values.len / size)
        PyErr_SetString(PyExc_IndexError, "no such row");
    else if ((found = PyTuple_New(N_FEATURES)) != NULL) {
        int16_t x[N_STAGES * N_FEATURES];
        int64_t worth[N_FEATURES];
        memcpy(x, (const char *)values.buf + row * size, (size_t)size);
        term_points(model, x, sums, worth);
        for (Py_ssize_t i = 0; found != NULL && i < N_FEATURES; i++) {
            PyObject *number = PyLong_FromLongLong(worth[i]);
            if (number == NULL)
                Py_CLEAR(found);
            else
                PyTuple_SET_ITEM(found, i, number);
        }
    }
    PyMem_Free(sums);
    PyBuffer_Release(&values);
    return found;
}

static PyMethodDef Model_methods[] = {
    {"score", Model_score, METH_VARARGS, score_doc},
    {"points", Model_points, METH_VARARGS, points_doc},
    {"around", Model_around, METH_VARARGS, around_doc},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot Model_slots[] = {
    {Py_tp_doc, "Tables and weights, prepared; see cleaner/scoring/compiled.py."},
    {Py_tp_new, Model_new},
    {Py_tp_dealloc, Model_dealloc},
    {Py_tp_methods, Model_methods},
    {0, NULL},
};

static PyType_Spec Model_spec = {
    .name = "cleaner.native._scorer.Model",
    .basicsize = sizeof(Model),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = Model_slots,
};

static int add_names(PyObject *module, const char *name, const char *const *names, Py_ssize_t n)
{
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *text = PyUnicode_FromString(names[i]);
        if (text == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SET_ITEM(tuple, i, text);
    }
    int done = tuple == NULL ? -1 : PyModule_AddObjectRef(module, name, tuple);
    Py_XDECREF(tuple);
    return done;
}

static int fill_module(PyObject *module)
{
    static const char *const features[] = {OWN_FEATURES(AS_TEXT) WINDOW_FEATURES(AS_TEXT)};
    static const char *const kinds[] = {KINDS_OF_WORDS(AS_TEXT)};
    static const char *const classes[] = {KINDS_OF_CHARACTERS(AS_TEXT)};
    PyObject *type = PyType_FromModuleAndSpec(module, &Model_spec, NULL);
    int done = type == NULL ? -1 : PyModule_AddObjectRef(module, "Model", type);
    Py_XDECREF(type);
    if (done < 0 || add_names(module, "FEATURES", features, N_FEATURES) < 0 ||
        add_names(module, "KINDS", kinds, N_KINDS) < 0)
        return -1;
    return add_names(module, "CLASSES", classes, N_CLASSES);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "cleaner.native._scorer",
    .m_doc = "The core scorer, compiled.",
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__scorer(void)
{
    return PyModuleDef_Init(&module_definition);
}
