/* The compiled twin of `packs/finding/finder.py`: what stands where, line by line.

   A Basis holds what all parts of a pack share: letters and slots. A Finder searches the tables of one
   part, which lie in an image. Both are fixed once made but for templates, which are compiled when
   first needed. All else that changes in a call belongs to that call, so that a thread that comes in
   while Python is asked finds nothing half done. */

#include "finder_conditions.h"
#include "finder_making.h"
#include "finder_reading.h"
#include "finder_search.h"
#include "finder_values.h"

/* Where the text of a unit begins in its document, white space before it passed over. */
static Py_ssize_t
place_of_unit(Search *search, Py_ssize_t unit)
{
    PyObject *start = unit < PyList_GET_SIZE(search->starts) ? PyList_GET_ITEM(search->starts, unit) : NULL;
    Py_ssize_t place = start ? PyLong_AsSsize_t(start) : -1;
    int kind = PyUnicode_KIND(search->folded);
    const void *letters = PyUnicode_DATA(search->folded);
    if (place < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_IndexError, "there is no such unit");
        }
        return -1;
    }
    while (place < PyUnicode_GET_LENGTH(search->folded)
           && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, place))) {
        place++;
    }
    return place;
}

/* Notes that a unit holds what a condition asks for. */
static int
note_near(Search *search, Py_ssize_t number, Py_ssize_t unit)
{
    PyObject *key = PyLong_FromSsize_t(number), *one = PyLong_FromSsize_t(unit);
    PyObject *units = key ? Py_XNewRef(PyDict_GetItemWithError(search->near, key)) : NULL;
    int status = -1;
    if (units == NULL && !PyErr_Occurred()) {
        units = PyList_New(0);
        if (units != NULL && PyDict_SetItem(search->near, key, units) < 0) {
            Py_CLEAR(units);
        }
    }
    if (units != NULL && one != NULL) {
        status = PyList_Append(units, one);
    }
    Py_XDECREF(units);
    Py_XDECREF(one);
    Py_XDECREF(key);
    return status;
}

/* Adds the spots of a unit's text as hits in the document. */
static int
add_hits(Search *search, Py_ssize_t unit, PyObject *spots, PyObject *hits)
{
    Py_ssize_t place = place_of_unit(search, unit), n = PyBytes_GET_SIZE(spots);
    if (place < 0) {
        return -1;
    }
    for (Py_ssize_t at = 0; at + (Py_ssize_t)sizeof(Spot) <= n; at += (Py_ssize_t)sizeof(Spot)) {
        Spot spot;
        memcpy(&spot, PyBytes_AS_STRING(spots) + at, sizeof(spot));
        if (spot.mode == NEAR) {
            if (note_near(search, spot.rule, unit) < 0) {
                return -1;
            }
            continue;
        }
        Py_ssize_t numbers[] = {spot.mode, spot.rule, unit, place + spot.start, place + spot.end};
        PyObject *hit = named_tuple(search->finder->basis->hit, numbers, 5);
        int status = hit ? PyList_Append(hits, hit) : -1;
        Py_XDECREF(hit);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

static Py_ssize_t
unit_at(PyObject *units, Py_ssize_t i)
{
    if (units == Py_None) {
        return i;
    }
    if (!PyList_Check(units) || i >= PyList_GET_SIZE(units)) {
        PyErr_SetString(PyExc_IndexError, "each text belongs to a unit");
        return -1;
    }
    return PyLong_AsSsize_t(PyList_GET_ITEM(units, i));
}

static int
search_texts(Search *search, PyObject *texts, PyObject *units, int is_running, PyObject *hits)
{
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = Py_NewRef(PyList_GET_ITEM(texts, i));
        PyObject *spots = NULL;
        if (PyUnicode_Check(text)) {
            spots = spots_of_text(search, text, is_running);
        }
        else {
            PyErr_SetString(PyExc_TypeError, "texts are strings");
        }
        status = spots == NULL ? -1 : 0;
        if (spots != NULL && PyBytes_Check(spots) && PyBytes_GET_SIZE(spots)) {
            Py_ssize_t unit = unit_at(units, i);
            status = unit < 0 ? -1 : add_hits(search, unit, spots, hits);
        }
        Py_XDECREF(spots);
        Py_DECREF(text);
    }
    return status;
}

/* A search that has found nothing yet; to be freed. */
static Search
begun(Finder *finder)
{
    Search search = {.finder = finder};
    search.walk.slots = &finder->basis->slots;
    search.walk.line.letters = finder->basis->letters;
    return search;
}

static void
free_search(Search *search)
{
    Py_CLEAR(search->origin);
    Py_CLEAR(search->lowered);
    free_walk(&search->walk);
    PyMem_Free(search->found.rows.items);
    PyMem_Free(search->found.starts.items);
    PyMem_Free(search->todo.items);
    PyMem_Free(search->spans.items);
    PyMem_Free(search->spots);
}

PyDoc_STRVAR(look_doc,
"look(texts, units, starts, folded, known, near, is_running, line_of, pattern_spans)\n--\n\n"
"Return what stands in the texts of some units (None: of all), as hits in the document.\n\n"
"`starts` are those of all units in `folded`; `known` holds spots by text and is added to, `near`\n"
"by the number of what is near to something the units that hold it, likewise, and as TIMED those\n"
"that are short and hold a date or a time. Python\n"
"is asked for the compact line of a text with combining marks, and where in a line, compact and in\n"
"lower case, with so many words, the regular expression of an entry stands.");

static PyObject *
look(Finder *self, PyObject *arguments)
{
    PyObject *texts, *units, *hits = PyList_New(0);
    int is_running, status = -1;
    Search search = begun(self);
    if (hits == NULL) {
        return NULL;
    }
    if (PyArg_ParseTuple(arguments, "O!OO!UO!O!pOO", &PyList_Type, &texts, &units, &PyList_Type,
                         &search.starts, &search.folded, &PyDict_Type, &search.known,
                         &PyDict_Type, &search.near, &is_running,
                         &search.line_of, &search.pattern_spans)) {
        status = search_texts(&search, texts, units, is_running, hits);
    }
    free_search(&search);
    if (status < 0) {
        Py_CLEAR(hits);
    }
    return hits;
}

PyDoc_STRVAR(try_doc,
"try_entry(entry, texts, units, starts, folded, line_of, pattern_spans)\n--\n\n"
"Return where one entry stands in the texts of some units, as hits in the document.");

static PyObject *
try_one(Finder *self, PyObject *arguments)
{
    PyObject *texts, *units, *hits = PyList_New(0);
    Py_ssize_t number;
    int status = -1;
    Search search = begun(self);
    if (hits == NULL) {
        return NULL;
    }
    if (PyArg_ParseTuple(arguments, "nO!O!O!UOO", &number, &PyList_Type, &texts, &PyList_Type, &units,
                         &PyList_Type, &search.starts, &search.folded, &search.line_of,
                         &search.pattern_spans)) {
        status = number >= 0 && number < self->n_entries ? 0 : -1;
        if (status < 0) {
            PyErr_SetString(PyExc_ValueError, "there is no such entry");
        }
    }
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = Py_NewRef(PyList_GET_ITEM(texts, i)), *spots = NULL;
        if (!PyUnicode_Check(text)) {
            PyErr_SetString(PyExc_TypeError, "texts are strings");
        }
        else if (begin_line(&search, text) == 0) {
            search.n_spots = 0;
            forget(&search.walk.memory);
            spots = try_entry(&search, number) < 0 ? NULL : spots_as_bytes(&search);
        }
        Py_ssize_t unit = spots ? unit_at(units, i) : -1;
        status = unit < 0 ? -1 : add_hits(&search, unit, spots, hits);
        Py_XDECREF(spots);
        Py_DECREF(text);
    }
    free_search(&search);
    if (status < 0) {
        Py_CLEAR(hits);
    }
    return hits;
}

PyDoc_STRVAR(stands_in_doc,
"stands_in(text, line_of)\n--\n\nTrue if one of the templates stands anywhere in a text.");

static PyObject *
stands_in_text(Finder *self, PyObject *arguments)
{
    PyObject *text;
    Search search = begun(self);
    int is_there = 0;
    if (!PyArg_ParseTuple(arguments, "UO", &text, &search.line_of)) {
        return NULL;
    }
    if (begin_line(&search, text) < 0) {
        is_there = -1;
    }
    forget(&search.walk.memory);
    for (Py_ssize_t i = 0; is_there == 0 && i < self->n_entries; i++) {
        search.n_spots = 0;
        is_there = try_entry(&search, i) < 0 ? -1 : search.n_spots > 0;
    }
    free_search(&search);
    return is_there < 0 ? NULL : PyBool_FromLong(is_there);
}

static PyMethodDef basis_methods[] = {
    {"told", (PyCFunction)told, METH_VARARGS, told_doc},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef finder_methods[] = {
    {"look", (PyCFunction)look, METH_VARARGS, look_doc},
    {"try_entry", (PyCFunction)try_one, METH_VARARGS, try_doc},
    {"stands_in", (PyCFunction)stands_in_text, METH_VARARGS, stands_in_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(basis_doc,
"Basis(lowered, twins, decoration, invisible, combining, slots, long_line, months, hit)\n--\n\nWhat all parts share: letters and slots; see `packs/finding/compiled.py`.");

static PyType_Slot basis_slots[] = {
    {Py_tp_doc, (void *)basis_doc},
    {Py_tp_new, basis_new},
    {Py_tp_dealloc, basis_dealloc},
    {Py_tp_methods, basis_methods},
    {0, NULL},
};

static PyType_Spec basis_spec = {
    "cleaner.native._finder.Basis", sizeof(Basis), 0, Py_TPFLAGS_DEFAULT, basis_slots,
};

PyDoc_STRVAR(finder_doc,
"Finder(basis, tree_of, image, short_line)\n--\n\n"
"The tables of one part, as `image` gives them, ready to be looked up. `tree_of` gives the tree of an\n"
"entry when it is first needed; `short_line`: how long a line with a date or a time may be.\n"
"ValueError: the bytes are no image made on this kind of machine.");

static PyType_Slot finder_slots[] = {
    {Py_tp_doc, (void *)finder_doc},
    {Py_tp_new, finder_new},
    {Py_tp_dealloc, finder_dealloc},
    {Py_tp_methods, finder_methods},
    {0, NULL},
};

static PyType_Spec finder_spec = {
    "cleaner.native._finder.Finder", sizeof(Finder), 0, Py_TPFLAGS_DEFAULT, finder_slots,
};

static int
fill_module(PyObject *module)
{
    PyType_Spec *specs[] = {&basis_spec, &finder_spec};
    for (int i = 0; i < 2; i++) {
        PyObject *type = PyType_FromSpec(specs[i]);
        if (type == NULL) {
            return -1;
        }
        int status = PyModule_AddType(module, (PyTypeObject *)type);
        Py_DECREF(type);
        if (status < 0) {
            return -1;
        }
    }
    return PyModule_AddIntConstant(module, "LOWERED", LOWERED) < 0
        || PyModule_AddIntConstant(module, "TIMED", TIMED) < 0 ? -1 : 0;
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static PyMethodDef module_methods[] = {
    {"image", image, METH_VARARGS, image_doc},
    {"instances", instances, METH_VARARGS, instances_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_finder", "What stands where, line by line: see `packs/finding/finder.py`.", 0,
    module_methods, module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__finder(void)
{
    return PyModuleDef_Init(&module);
}
