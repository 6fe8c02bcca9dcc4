/* Instances of frozen dataclasses with slots, filled without a call for each field. */

#ifndef FINDER_VALUES_H
#define FINDER_VALUES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#define MOST_FIELDS 16

/* Where in its instances a type keeps a field; -1 and an exception if it is no slot of its own. */
static Py_ssize_t
place_of_field(PyTypeObject *type, PyObject *name)
{
    PyObject *found = PyObject_GetAttr((PyObject *)type, name);
    Py_ssize_t place = -1;
    if (found == NULL) {
        return -1;
    }
    if (Py_IS_TYPE(found, &PyMemberDescr_Type) && PyDescr_TYPE(found) == type
        && ((PyMemberDescrObject *)found)->d_member->type == T_OBJECT_EX) {
        place = ((PyMemberDescrObject *)found)->d_member->offset;
    }
    else {
        PyErr_Format(PyExc_TypeError, "%R is no slot", name);
    }
    Py_DECREF(found);
    return place;
}

static PyObject *
filled(PyTypeObject *type, const Py_ssize_t *places, Py_ssize_t n, PyObject *row)
{
    if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) != n) {
        PyErr_SetString(PyExc_TypeError, "a row is a tuple of a value for each field");
        return NULL;
    }
    PyObject *one = PyType_GenericAlloc(type, 0);
    for (Py_ssize_t i = 0; one != NULL && i < n; i++) {
        *(PyObject **)((char *)one + places[i]) = Py_NewRef(PyTuple_GET_ITEM(row, i));
    }
    return one;
}

PyDoc_STRVAR(instances_doc,
"instances(type, fields, rows)\n--\n\n"
"Return an instance for each row of values; the fields are slots of the type, all of them.");

static PyObject *
instances(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *type, *fields, *rows;
    Py_ssize_t places[MOST_FIELDS];
    if (!PyArg_ParseTuple(arguments, "O!O!O!", &PyType_Type, &type, &PyTuple_Type, &fields, &PyList_Type,
                          &rows)) {
        return NULL;
    }
    Py_ssize_t n = PyTuple_GET_SIZE(fields);
    if (n > MOST_FIELDS || ((PyTypeObject *)type)->tp_new != PyBaseObject_Type.tp_new) {
        PyErr_SetString(PyExc_TypeError, "this is no plain type of few fields");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        places[i] = place_of_field((PyTypeObject *)type, PyTuple_GET_ITEM(fields, i));
        if (places[i] < 0) {
            return NULL;
        }
    }
    PyObject *all = PyList_New(PyList_GET_SIZE(rows));
    for (Py_ssize_t i = 0; all != NULL && i < PyList_GET_SIZE(all) && i < PyList_GET_SIZE(rows); i++) {
        PyObject *one = filled((PyTypeObject *)type, places, n, PyList_GET_ITEM(rows, i));
        if (one == NULL) {
            Py_CLEAR(all);
        }
        else {
            PyList_SET_ITEM(all, i, one);
        }
    }
    return all;
}

#endif
