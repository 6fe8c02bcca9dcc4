/* Lists of numbers that grow. */

#ifndef CLEANER_NUMBERS_H
#define CLEANER_NUMBERS_H

#include <Python.h>

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

#endif
