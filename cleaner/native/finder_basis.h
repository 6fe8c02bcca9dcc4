/* Making a Basis. */

#ifndef FINDER_BASIS_H
#define FINDER_BASIS_H

#include "finder_spots.h"

static int
fill_letters(Letters *letters, PyObject *lowered, PyObject *twins, PyObject *decoration,
             PyObject *invisible, PyObject *combining, PyObject *marks)
{
    if (PyUnicode_GET_LENGTH(lowered) != LOWERED || PyUnicode_GET_LENGTH(twins) % 2) {
        PyErr_SetString(PyExc_ValueError, "the letters in lower case are not complete");
        return -1;
    }
    if (PyUnicode_AsUCS4(lowered, letters->lowered, LOWERED, 0) == NULL) {
        return -1;
    }
    letters->n_late_twins = PyUnicode_GET_LENGTH(twins) / 2;
    letters->late_twins = PyUnicode_AsUCS4Copy(twins);
    PyObject *marked[] = {decoration, invisible, combining, marks};
    const uint8_t flags[] = {IS_DECORATION, IS_INVISIBLE, IS_COMBINING, IS_MARK};
    for (int k = 0; k < 4; k++) {
        for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(marked[k]); i++) {
            Py_UCS4 letter = PyUnicode_READ_CHAR(marked[k], i);
            if (letter >= PLANE) {
                PyErr_SetString(PyExc_ValueError, "a letter to be marked is beyond the first plane");
                return -1;
            }
            letters->flags[letter] |= flags[k];
        }
    }
    return letters->late_twins ? 0 : -1;
}

static int
fill_slot(Slot *slot, PyObject *row)
{
    PyObject *program;
    if (!PyArg_ParseTuple(row, "UnnnpO", &slot->name, &slot->words, &slot->most, &slot->most_in_long,
                          &slot->is_dated, &program)) {
        slot->name = NULL;
        return -1;
    }
    Py_INCREF(slot->name);
    return fill_program(&slot->program, program);
}

static void
basis_dealloc(Basis *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (self->letters != NULL) {
        PyMem_Free(self->letters->late_twins);
        PyMem_Free(self->letters);
    }
    free_slots(&self->slots);
    Py_XDECREF(self->hit);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_basis(Basis *self, PyObject *arguments)
{
    PyObject *lowered, *twins, *decoration, *invisible, *combining, *marks, *rows, *months, *hit;
    Py_ssize_t long_line;
    if (!PyArg_ParseTuple(arguments, "UUUUUUO!nO!O!", &lowered, &twins, &decoration, &invisible,
                          &combining, &marks, &PyTuple_Type, &rows, &long_line, &PyFrozenSet_Type,
                          &months, &PyType_Type, &hit)) {
        return -1;
    }
    if (!PyType_IsSubtype((PyTypeObject *)hit, &PyTuple_Type)) {
        PyErr_SetString(PyExc_TypeError, "hits are tuples");
        return -1;
    }
    self->slots.long_line = long_line;
    self->slots.months.names = Py_NewRef(months);
    self->hit = (PyTypeObject *)Py_NewRef(hit);
    Py_ssize_t n = PyTuple_GET_SIZE(rows);
    self->letters = PyMem_Calloc(1, sizeof(Letters));
    self->slots.slots = PyMem_Calloc((size_t)n + 1, sizeof(Slot));
    if (self->letters == NULL || self->slots.slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    self->slots.months.letters = self->letters;
    self->slots.n = n;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (fill_slot(&self->slots.slots[i], PyTuple_GET_ITEM(rows, i)) < 0) {
            return -1;
        }
    }
    return fill_letters(self->letters, lowered, twins, decoration, invisible, combining,
                        marks);
}

static PyObject *
basis_new(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    Basis *self = (Basis *)type->tp_alloc(type, 0);
    if (self != NULL && fill_basis(self, arguments) < 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

#endif
