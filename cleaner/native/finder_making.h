/* Making a Basis, and a Finder from the tables of a part (see `packs/finding/part.py`). */

#ifndef FINDER_MAKING_H
#define FINDER_MAKING_H

#include "finder_spots.h"

/* Making a Basis. */

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

/* Making a Finder from the tables of a part. */

static int
check_tuple(PyObject *owners)
{
    if (!PyTuple_Check(owners)) {
        PyErr_SetString(PyExc_TypeError, "entries and rules are named in tuples");
        return -1;
    }
    return 0;
}

static Need
need_of(const Py_UCS4 *letters, uint32_t at, Py_ssize_t n)
{
    if (n == 1) {
        return (Need){at, 1, gram_byte(letters[0]), gram_byte(letters[0])};
    }
    return (Need){at, (uint32_t)n, (uint16_t)pair_bit(letters[0], letters[1]),
                  (uint16_t)pair_bit(letters[n - 2], letters[n - 1])};
}

static int
add_need(Finder *self, PyObject *text)
{
    Py_ssize_t n = PyUnicode_Check(text) ? PyUnicode_GET_LENGTH(text) : 0;
    if (n == 0) {
        PyErr_SetString(PyExc_ValueError, "texts that are needed are not empty");
        return -1;
    }
    if (MAKE_ROOM(self->letters, self->letters_room, self->n_letters, n) < 0
        || MAKE_ROOM(self->needs, self->needs_room, self->n_needs, 1) < 0) {
        return -1;
    }
    Py_UCS4 *letters = self->letters + self->n_letters;
    if (PyUnicode_AsUCS4(text, letters, n, 0) == NULL) {
        return -1;
    }
    self->needs[self->n_needs++] = need_of(letters, (uint32_t)self->n_letters, n);
    self->n_letters += n;
    return 0;
}

/* Adds the texts of all sets behind those of other entries, an empty one behind each set. */
static int
fill_needs(Finder *self, Entry *entry, PyObject *sets)
{
    entry->need = (uint32_t)self->n_needs;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sets); i++) {
        PyObject *texts = PyTuple_GET_ITEM(sets, i);
        if (!PyTuple_Check(texts)) {
            PyErr_SetString(PyExc_TypeError, "needs are tuples of texts");
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(texts); k++) {
            if (add_need(self, PyTuple_GET_ITEM(texts, k)) < 0) {
                return -1;
            }
        }
        if (MAKE_ROOM(self->needs, self->needs_room, self->n_needs, 1) < 0) {
            return -1;
        }
        self->needs[self->n_needs++] = (Need){0};
    }
    entry->n_needs = (uint32_t)self->n_needs - entry->need;
    if (self->n_needs > UINT32_MAX || self->n_letters > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "there are too many texts that are needed");
        return -1;
    }
    return 0;
}

static int
fill_entry(Finder *self, Entry *entry, PyObject *row)
{
    PyObject *source, *needs, *anchor;
    int mode;
    if (!PyTuple_Check(row)
        || !PyArg_ParseTuple(row, "iiOiOU", &mode, &entry->rule, &source, &entry->limit, &needs, &anchor)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "entries are tuples");
        }
        return -1;
    }
    if (mode < PHRASE || mode > NEAR) {
        PyErr_SetString(PyExc_ValueError, "there is no such mode");
        return -1;
    }
    entry->mode = (char)mode;
    entry->is_text = mode == PHRASE || mode == FLOW_LINE || mode == FINGERPRINT
        || (mode == NEAR && PyUnicode_Check(source));
    entry->text = entry->is_text ? Py_NewRef(source) : NULL;
    entry->anchor = PyUnicode_GET_LENGTH(anchor) ? (char)PyUnicode_READ_CHAR(anchor, 0) : 'n';
    if (!PyTuple_Check(needs)) {
        PyErr_SetString(PyExc_TypeError, "needs are a tuple");
        return -1;
    }
    return fill_needs(self, entry, needs);
}

/* Entries come one by one, so that no more than one row is unpacked at a time. */
static int
fill_entries(Finder *self, PyObject *entries)
{
    PyObject *rows = PyObject_GetIter(entries), *row = NULL;
    Py_ssize_t room = 0;
    int status = rows == NULL ? -1 : 0;
    while (status == 0 && (row = PyIter_Next(rows)) != NULL) {
        status = MAKE_ROOM(self->rows, room, self->n_entries, 1);
        if (status == 0) {
            Entry *entry = &self->rows[self->n_entries++];
            memset(entry, 0, sizeof(*entry));
            status = fill_entry(self, entry, row);
        }
        Py_DECREF(row);
    }
    Py_XDECREF(rows);
    FIT(self->rows, self->n_entries);
    FIT(self->needs, self->n_needs);
    FIT(self->letters, self->n_letters);
    return PyErr_Occurred() ? -1 : status;
}

/* Entries are numbers of rows; a text that is looked for must be what its entry says. */
static int
check_owner(const Finder *self, Py_ssize_t owner, PyObject *text)
{
    if (owner < 0 || owner >= self->n_entries) {
        PyErr_SetString(PyExc_ValueError, "there is no such entry");
        return -1;
    }
    const Entry *entry = &self->rows[owner];
    if (text == NULL || !entry->is_text) {
        return 0;
    }
    int is_same = PyObject_RichCompareBool(entry->text, text, Py_EQ);
    if (is_same == 0 || entry->n_needs) {
        PyErr_SetString(PyExc_ValueError, "a text is looked for under another name");
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* The texts of entries were wanted to check the tables, which have them too. */
static void
forget_texts(Finder *self)
{
    for (Py_ssize_t i = 0; i < self->n_entries; i++) {
        Py_CLEAR(self->rows[i].text);
    }
}

/* Literals of one file: owners are pairs of an entry and a limit. */
static int
add_literals(const Finder *self, Table *table, PyObject *literals)
{
    PyObject *text, *owners;
    Py_ssize_t position = 0, at;
    if (!PyDict_Check(literals)) {
        PyErr_SetString(PyExc_TypeError, "a file of literals is a dictionary");
        return -1;
    }
    while (PyDict_Next(literals, &position, &text, &owners)) {
        if (check_tuple(owners) < 0 || add_text(table, text, &at) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(owners); i++) {
            Py_ssize_t entry, limit;
            if (!PyArg_ParseTuple(PyTuple_GET_ITEM(owners, i), "nn", &entry, &limit)
                || check_owner(self, entry, text) < 0
                || add_row(table, at, PyUnicode_GET_LENGTH(text), entry, limit) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Takes all of an iterable, one after the other. */
static int
fill_table(const Finder *self, Table *table, PyObject *all,
           int (*add)(const Finder *, Table *, PyObject *))
{
    PyObject *some = PyObject_GetIter(all), *one = NULL;
    int status = some == NULL ? -1 : 0;
    while (status == 0 && (one = PyIter_Next(some)) != NULL) {
        status = add(self, table, one);
        Py_DECREF(one);
    }
    Py_XDECREF(some);
    return status < 0 || PyErr_Occurred() ? -1 : file_rows(table);
}

/* Whole lines: owners are rules. */
static int
add_lines(const Finder *Py_UNUSED(self), Table *table, PyObject *lines)
{
    PyObject *text, *rules;
    Py_ssize_t position = 0, at;
    if (!PyDict_Check(lines)) {
        PyErr_SetString(PyExc_TypeError, "whole lines are a dictionary");
        return -1;
    }
    while (PyDict_Next(lines, &position, &text, &rules)) {
        if (check_tuple(rules) < 0 || add_text(table, text, &at) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(rules); i++) {
            Py_ssize_t rule = PyLong_AsSsize_t(PyTuple_GET_ITEM(rules, i));
            if (PyErr_Occurred() || add_row(table, at, PyUnicode_GET_LENGTH(text), rule, 0) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Beginnings: of each entry its whole beginnings and the limit. */
static int
add_heads(const Finder *self, Table *table, PyObject *owners)
{
    PyObject *begins;
    Py_ssize_t at, entry, limit;
    for (Py_ssize_t i = 0; PyTuple_Check(owners) && i < PyTuple_GET_SIZE(owners); i++) {
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(owners, i), "nO!n", &entry, &PyTuple_Type, &begins, &limit)
            || check_owner(self, entry, NULL) < 0) {
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(begins); k++) {
            PyObject *text = PyTuple_GET_ITEM(begins, k);
            if (add_text(table, text, &at) < 0
                || add_row(table, at, PyUnicode_GET_LENGTH(text), entry, limit) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int
add_short_line(Finder *self, PyObject *number, int is_as_before)
{
    Py_ssize_t entry = PyLong_AsSsize_t(number);
    if (PyErr_Occurred() || check_owner(self, entry, NULL) < 0) {
        return -1;
    }
    if (self->rows[entry].mode == PATTERN) {
        PyErr_SetString(PyExc_ValueError, "a pattern is no template for short lines");
        return -1;
    }
    self->rows[entry].is_as_before = (char)is_as_before;
    return push(&self->short_lines, entry);
}

/* Entries in groups of those that look for the same. */
static int
fill_short_lines(Finder *self, PyObject *groups)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(groups); i++) {
        PyObject *group = PyTuple_GET_ITEM(groups, i);
        if (check_tuple(group) < 0) {
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(group); k++) {
            if (add_short_line(self, PyTuple_GET_ITEM(group, k), k > 0) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static void
finder_dealloc(Finder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; i < self->n_entries; i++) {
        free_template(self->rows[i].template);
    }
    forget_texts(self);
    PyMem_Free(self->rows);
    PyMem_Free(self->needs);
    PyMem_Free(self->letters);
    PyMem_Free(self->short_lines.items);
    free_table(&self->lines);
    free_table(&self->literals);
    free_table(&self->flow_literals);
    free_table(&self->heads);
    Py_XDECREF(self->basis);
    Py_XDECREF(self->tree_of);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_finder(Finder *self, PyObject *arguments)
{
    PyObject *basis, *tree_of, *entries, *lines, *literals, *flow_literals, *heads, *short_lines;
    if (!PyArg_ParseTuple(arguments, "OOOOOOOO!n", &basis, &tree_of, &entries, &lines,
                          &literals, &flow_literals, &heads, &PyTuple_Type, &short_lines,
                          &self->short_line)) {
        return -1;
    }
    if (Py_TYPE(basis)->tp_dealloc != (destructor)basis_dealloc) {
        PyErr_SetString(PyExc_TypeError, "a finder stands on a Basis");
        return -1;
    }
    self->basis = (Basis *)Py_NewRef(basis);
    self->tree_of = Py_NewRef(tree_of);
    if (fill_entries(self, entries) < 0 || fill_table(self, &self->lines, lines, add_lines) < 0
        || fill_table(self, &self->literals, literals, add_literals) < 0
        || fill_table(self, &self->flow_literals, flow_literals, add_literals) < 0
        || fill_table(self, &self->heads, heads, add_heads) < 0
        || fill_short_lines(self, short_lines) < 0) {
        return -1;
    }
    forget_texts(self);
    return 0;
}

static PyObject *
finder_new(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    Finder *self = (Finder *)type->tp_alloc(type, 0);
    if (self != NULL && fill_finder(self, arguments) < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "these are no tables of a part");
        }
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

#endif
