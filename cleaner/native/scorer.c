/* The core scorer, compiled: the twin of scoring/columns.py, equal to it to the byte.

   Model(...) prepares tables and weights once; score() takes documents one after the other through
   both stages. A document's numbers depend on nothing but the document and the model. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scorer_names.h"
#include "scorer_model.h"
#include "scorer_text.h"
#include "scorer_windows.h"
#include "scorer_net.h"
#include "scorer_prepare.h"

/* What one document needs, kept for the next one. */
typedef struct {
    uint16_t *codes;
    size_t *ends;
    int64_t *evidence;
    Row *rows;
    int16_t *values;
    HashOfRow *hashes;
    int64_t *sums;
    double *units;
    size_t n_codes, n_blocks, n_rows; /* of each there is room for so many */
} Scratch;

static void drop_scratch(Scratch *scratch)
{
    PyMem_Free(scratch->codes);
    PyMem_Free(scratch->ends);
    PyMem_Free(scratch->evidence);
    PyMem_Free(scratch->rows);
    PyMem_Free(scratch->values);
    PyMem_Free(scratch->hashes);
    PyMem_Free(scratch->sums);
    PyMem_Free(scratch->units);
}

static int grow(void *place, size_t n, size_t size)
{
    void *old, *new;
    memcpy(&old, place, sizeof old);
    new = n > (size_t)PY_SSIZE_T_MAX / size ? NULL : PyMem_Realloc(old, n * size);
    if (new == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(place, &new, sizeof new);
    return 0;
}

static int room_for_text(Scratch *scratch, size_t n_codes, size_t n_blocks)
{
    if (n_codes > scratch->n_codes) {
        if (grow(&scratch->codes, n_codes, sizeof(uint16_t)) < 0)
            return -1;
        scratch->n_codes = n_codes;
    }
    if (n_blocks > scratch->n_blocks) {
        if (grow(&scratch->ends, n_blocks, sizeof(size_t)) < 0 ||
            grow(&scratch->evidence, n_blocks, sizeof(int64_t)) < 0)
            return -1;
        scratch->n_blocks = n_blocks;
    }
    return 0;
}

static int room_for_rows(Scratch *scratch, size_t n_rows)
{
    if (n_rows <= scratch->n_rows)
        return 0;
    if (grow(&scratch->rows, n_rows, sizeof(Row)) < 0 ||
        grow(&scratch->values, n_rows, N_FEATURES * sizeof(int16_t)) < 0 ||
        grow(&scratch->hashes, n_rows, sizeof(HashOfRow)) < 0 ||
        grow(&scratch->sums, n_rows + 1, N_SUMS * sizeof(int64_t)) < 0)
        return -1;
    scratch->n_rows = n_rows;
    return 0;
}

static void read_codes(PyObject *text, uint16_t *codes)
{
    size_t n = (size_t)PyUnicode_GET_LENGTH(text);
    const void *data = PyUnicode_DATA(text);
    if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
        const Py_UCS1 *from = data;
        for (size_t i = 0; i < n; i++)
            codes[i] = from[i];
    } else if (PyUnicode_KIND(text) == PyUnicode_2BYTE_KIND) {
        memcpy(codes, data, n * sizeof(uint16_t));
    } else {
        const Py_UCS4 *from = data;
        for (size_t i = 0; i < n; i++)
            codes[i] = (uint16_t)(from[i] < N_CODES ? from[i] : from[i] < 0x20000 ? 0xFFFF : 0x4E00);
    }
}

static int refuse(const char *message)
{
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, message);
    return -1;
}

/* Return an integer as C has it; -1 with an exception where it is none or too large. */
static int64_t whole(PyObject *given)
{
    if (PyLong_CheckExact(given))
        return PyLong_AsLongLong(given);
    PyObject *index = PyNumber_Index(given);
    int64_t number = index == NULL ? -1 : PyLong_AsLongLong(index);
    Py_XDECREF(index);
    return number;
}

static int read_evidence(PyObject *given, size_t n, int64_t *evidence)
{
    PyObject *codes = PySequence_Tuple(given); /* of our own: reading may run the caller's code */
    int done = codes == NULL ? -1 : 0;
    if (done == 0 && (size_t)PyTuple_GET_SIZE(codes) != n)
        done = refuse("evidence needs one code for each block; give 0 where there is none");
    for (size_t i = 0; done == 0 && i < n; i++) {
        evidence[i] = whole(PyTuple_GET_ITEM(codes, (Py_ssize_t)i));
        if (evidence[i] == -1 && PyErr_Occurred())
            done = -1;
    }
    Py_XDECREF(codes);
    return done;
}

/* Read the ends of blocks; they must tile the text. */
static int read_ends(PyObject *starts, PyObject *ends, size_t size, size_t *found)
{
    static const char problem[] = "blocks must tile their text, in order and without gaps";
    int64_t edge = 0;
    Py_ssize_t n = PyTuple_GET_SIZE(ends);
    for (Py_ssize_t i = 0; i < n; i++) {
        int64_t start = whole(PyTuple_GET_ITEM(starts, i)), end = whole(PyTuple_GET_ITEM(ends, i));
        if (PyErr_Occurred())
            return -1;
        if (start != edge || end < start)
            return refuse(problem);
        found[i] = (size_t)(edge = end);
    }
    return edge == (int64_t)size ? 0 : refuse(problem);
}

static int read_blocks(Scratch *scratch, size_t size, PyObject *bounds, PyObject *evidence,
                       size_t *n_blocks)
{
    PyObject *starts = PySequence_Tuple(PyTuple_GET_ITEM(bounds, 0));
    PyObject *ends = starts == NULL ? NULL : PySequence_Tuple(PyTuple_GET_ITEM(bounds, 1));
    int done = -1;
    if (ends != NULL && PyTuple_GET_SIZE(starts) != PyTuple_GET_SIZE(ends))
        refuse("blocks need as many starts as ends");
    else if (ends != NULL) {
        *n_blocks = (size_t)PyTuple_GET_SIZE(ends);
        if (room_for_text(scratch, size, *n_blocks) == 0 &&
            read_evidence(evidence, *n_blocks, scratch->evidence) == 0)
            done = read_ends(starts, ends, size, scratch->ends);
    }
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    return done;
}

/* Read text, blocks and evidence into the scratch, and make room for the rows. */
static int read_document(const Model *model, Scratch *scratch, PyObject *const *given,
                         Document *document)
{
    PyObject *text = given[0], *bounds = given[1];
    if (!PyUnicode_Check(text) || !PyTuple_Check(bounds) || PyTuple_GET_SIZE(bounds) != 2) {
        PyErr_SetString(PyExc_TypeError, "score() takes texts and tuples (starts, ends)");
        return -1;
    }
    size_t size = (size_t)PyUnicode_GET_LENGTH(text), n_blocks = 0, n_rows = 0, at = 0;
    if (read_blocks(scratch, size, bounds, given[2], &n_blocks) < 0)
        return -1;
    read_codes(text, scratch->codes);
    for (size_t block = 0; block < n_blocks; block++) {
        while (at < scratch->ends[block] && UNSEEN >> model->classes[scratch->codes[at]] & 1)
            at++;
        n_rows += at < scratch->ends[block];
        at = scratch->ends[block];
    }
    if (n_blocks > INT32_MAX || room_for_rows(scratch, n_rows) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    *document = (Document){.codes = scratch->codes, .n_blocks = n_blocks, .ends = scratch->ends,
                           .evidence = scratch->evidence, .rows = scratch->rows,
                           .values = scratch->values};
    return 0;
}

/* Return (final, first, rows, values): logits or None for each block, as tuples; the number of each
   block's row, -1 where it is blank, as 32-bit integers; and the rows' features. */
static PyObject *told(const Model *model, Scratch *scratch, const Document *document)
{
    Py_ssize_t n = (Py_ssize_t)document->n_blocks;
    PyObject *final = PyTuple_New(n), *first = PyTuple_New(n);
    PyObject *rows = PyBytes_FromStringAndSize(NULL, n * (Py_ssize_t)sizeof(int32_t));
    PyObject *values = PyBytes_FromStringAndSize(
        (const char *)document->values,
        (Py_ssize_t)(document->n_rows * N_FEATURES * sizeof(int16_t)));
    if (final == NULL || first == NULL || rows == NULL || values == NULL)
        goto failed;
    int32_t row = 0;
    for (Py_ssize_t block = 0; block < n; block++) {
        PyObject *one = Py_None, *other = Py_None;
        int is_blank = (size_t)row >= document->n_rows ||
                       document->rows[row].block != (size_t)block;
        int32_t number = is_blank ? -1 : row;
        memcpy(PyBytes_AS_STRING(rows) + block * (Py_ssize_t)sizeof number, &number, sizeof number);
        if (is_blank) {
            Py_INCREF(one);
            Py_INCREF(other);
        } else {
            const int16_t *x = document->values + (size_t)row * N_FEATURES;
            one = PyLong_FromLong(final_logit(model, x, scratch->units));
            other = PyLong_FromLong((long)document->rows[row].logit);
            row++;
        }
        PyTuple_SET_ITEM(final, block, one);
        PyTuple_SET_ITEM(first, block, other);
        if (one == NULL || other == NULL)
            goto failed;
    }
    PyObject *found = PyTuple_Pack(4, final, first, rows, values);
    Py_DECREF(final);
    Py_DECREF(first);
    Py_DECREF(rows);
    Py_DECREF(values);
    return found;
failed:
    Py_XDECREF(final);
    Py_XDECREF(first);
    Py_XDECREF(rows);
    Py_XDECREF(values);
    return NULL;
}

static PyObject *score_one(const Model *model, Scratch *scratch, PyObject *const *given)
{
    Document document = {0};
    if (read_document(model, scratch, given, &document) < 0)
        return NULL;
    read_rows(model, &document);
    read_surroundings(model, &document, scratch->hashes);
    first_logits(model, &document);
    read_windows(model, &document, scratch->sums);
    return told(model, scratch, &document);
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
"score(texts, bounds, evidence) -> [(final, first, rows, values), ...]\n"
"\n"
"For each document the logits of its blocks (hundredths, None where blank) of both stages, the\n"
"number of each block's row (32 bits, -1 where blank) and the rows' features (16 bits).");

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
    if (!has_failed && grow(&scratch.units, model->width, sizeof(double)) == 0)
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
    Py_ssize_t row, size = N_FEATURES * (Py_ssize_t)sizeof(int16_t);
    if (!PyArg_ParseTuple(args, "y*n", &values, &row))
        return NULL;
    PyObject *found = NULL;
    double *sums = PyMem_Malloc(model->width * sizeof(double));
    if (sums == NULL)
        PyErr_NoMemory();
    else if (row < 0 || row >= values.len / size)
        PyErr_SetString(PyExc_IndexError, "no such row");
    else if ((found = PyTuple_New(N_FEATURES)) != NULL) {
        int16_t x[N_FEATURES];
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
