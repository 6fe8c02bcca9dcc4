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
    Py_XDECREF(self->load);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_basis(Basis *self, PyObject *arguments)
{
    PyObject *lowered, *twins, *decoration, *invisible, *combining, *marks, *rows, *months, *hit, *load;
    Py_ssize_t long_line;
    if (!PyArg_ParseTuple(arguments, "UUUUUUO!nO!O!O", &lowered, &twins, &decoration, &invisible,
                          &combining, &marks, &PyTuple_Type, &rows, &long_line, &PyFrozenSet_Type,
                          &months, &PyType_Type, &hit, &load)) {
        return -1;
    }
    if (!PyType_IsSubtype((PyTypeObject *)hit, &PyTuple_Type)) {
        PyErr_SetString(PyExc_TypeError, "hits are tuples");
        return -1;
    }
    self->slots.long_line = long_line;
    self->slots.months.names = Py_NewRef(months);
    self->hit = (PyTypeObject *)Py_NewRef(hit);
    self->load = Py_NewRef(load);
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

static Need
need_of(const Py_UCS4 *letters, Py_ssize_t n)
{
    if (n == 1) {
        return (Need){letters, 1, gram_byte(letters[0]), gram_byte(letters[0])};
    }
    return (Need){letters, (uint32_t)n, (uint16_t)pair_bit(letters[0], letters[1]),
                  (uint16_t)pair_bit(letters[n - 2], letters[n - 1])};
}

/* Counts the texts of all sets, an empty one behind each set, and their letters. */
static int
measure_needs(PyObject *sets, Py_ssize_t *n, Py_ssize_t *n_letters)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sets); i++) {
        PyObject *texts = PyTuple_GET_ITEM(sets, i);
        if (!PyTuple_Check(texts)) {
            PyErr_SetString(PyExc_TypeError, "needs are tuples of texts");
            return -1;
        }
        *n += PyTuple_GET_SIZE(texts) + 1;
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(texts); k++) {
            PyObject *text = PyTuple_GET_ITEM(texts, k);
            if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) == 0) {
                PyErr_SetString(PyExc_ValueError, "texts that are needed are not empty");
                return -1;
            }
            *n_letters += PyUnicode_GET_LENGTH(text);
        }
    }
    return 0;
}

static int
fill_needs(Entry *entry, PyObject *sets)
{
    Py_ssize_t n = 0, n_letters = 0;
    if (measure_needs(sets, &n, &n_letters) < 0) {
        return -1;
    }
    entry->needs = PyMem_Calloc((size_t)n + 1, sizeof(Need));
    entry->letters = PyMem_Calloc((size_t)n_letters + 1, sizeof(Py_UCS4));
    if (entry->needs == NULL || entry->letters == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Py_UCS4 *letters = entry->letters;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sets); i++) {
        PyObject *texts = PyTuple_GET_ITEM(sets, i);
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(texts); k++) {
            PyObject *text = PyTuple_GET_ITEM(texts, k);
            Py_ssize_t size = PyUnicode_GET_LENGTH(text);
            if (PyUnicode_AsUCS4(text, letters, size, 0) == NULL) {
                return -1;
            }
            entry->needs[entry->n_needs++] = need_of(letters, size);
            letters += size;
        }
        entry->n_needs++; /* an empty one */
    }
    return 0;
}

static int
fill_entry(Entry *entry, PyObject *row)
{
    PyObject *source, *needs, *anchor;
    if (!PyTuple_Check(row)
        || !PyArg_ParseTuple(row, "nnOnOU", &entry->mode, &entry->rule, &source, &entry->limit, &needs,
                             &anchor)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "entries are tuples");
        }
        return -1;
    }
    entry->source = Py_NewRef(source);
    entry->is_text = entry->mode == PHRASE || entry->mode == FLOW_LINE || entry->mode == FINGERPRINT
        || (entry->mode == NEAR && PyUnicode_Check(source));
    entry->anchor = PyUnicode_GET_LENGTH(anchor) ? (char)PyUnicode_READ_CHAR(anchor, 0) : 'n';
    if (!PyTuple_Check(needs)) {
        PyErr_SetString(PyExc_TypeError, "needs are a tuple");
        return -1;
    }
    return fill_needs(entry, needs);
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
            status = fill_entry(entry, row);
        }
        Py_DECREF(row);
    }
    Py_XDECREF(rows);
    Entry *moved = PyMem_Realloc(self->rows, (size_t)(self->n_entries + 1) * sizeof(Entry));
    self->rows = moved != NULL ? moved : self->rows; /* no more room than they need */
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
    int is_same = PyObject_RichCompareBool(entry->source, text, Py_EQ);
    if (is_same == 0 || entry->n_needs) {
        PyErr_SetString(PyExc_ValueError, "a text is looked for under another name");
    }
    return PyErr_Occurred() ? -1 : 0;
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
        if (add_text(table, text, &at) < 0 || !PyTuple_Check(owners)) {
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
fill_lines(Table *table, PyObject *lines)
{
    PyObject *text, *rules;
    Py_ssize_t position = 0, at;
    while (PyDict_Next(lines, &position, &text, &rules)) {
        if (add_text(table, text, &at) < 0 || !PyTuple_Check(rules)) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(rules); i++) {
            Py_ssize_t rule = PyLong_AsSsize_t(PyTuple_GET_ITEM(rules, i));
            if (PyErr_Occurred() || add_row(table, at, PyUnicode_GET_LENGTH(text), rule, 0) < 0) {
                return -1;
            }
        }
    }
    return file_rows(table);
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

/* Whether two entries look for the same: their sources, limits, needs and anchors are equal. */
static int
are_alike(const Entry *one, const Entry *other)
{
    if (one->limit != other->limit || one->anchor != other->anchor || one->n_needs != other->n_needs) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < one->n_needs; i++) {
        const Need *a = &one->needs[i], *b = &other->needs[i];
        if (a->n != b->n || (a->n && memcmp(a->letters, b->letters, a->n * sizeof(Py_UCS4)) != 0)) {
            return 0;
        }
    }
    return PyObject_RichCompareBool(one->source, other->source, Py_EQ);
}

static int
fill_short_lines(Finder *self, PyObject *short_lines)
{
    Py_ssize_t n = PyTuple_GET_SIZE(short_lines);
    self->short_lines = PyMem_Calloc((size_t)n + 1, sizeof(Py_ssize_t));
    if (self->short_lines == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t entry = PyLong_AsSsize_t(PyTuple_GET_ITEM(short_lines, i));
        if (PyErr_Occurred() || check_owner(self, entry, NULL) < 0) {
            return -1;
        }
        if (self->rows[entry].mode == PATTERN) {
            PyErr_SetString(PyExc_ValueError, "a pattern is no template for short lines");
            return -1;
        }
        if (i > 0) {
            const Entry *before = &self->rows[self->short_lines[i - 1]];
            int are_equal = are_alike(before, &self->rows[entry]);
            if (are_equal < 0) {
                return -1;
            }
            self->rows[entry].is_as_before = (char)are_equal;
        }
        self->short_lines[self->n_short_lines++] = entry;
    }
    return 0;
}

static void
finder_dealloc(Finder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; i < self->n_entries; i++) {
        Entry *entry = &self->rows[i];
        free_template(entry->template);
        PyMem_Free(entry->letters);
        PyMem_Free(entry->needs);
        Py_XDECREF(entry->source);
    }
    PyMem_Free(self->rows);
    PyMem_Free(self->short_lines);
    free_table(&self->lines);
    free_table(&self->literals);
    free_table(&self->flow_literals);
    free_table(&self->heads);
    Py_XDECREF(self->basis);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_finder(Finder *self, PyObject *arguments)
{
    PyObject *basis, *entries, *lines, *literals, *flow_literals, *heads, *short_lines;
    if (!PyArg_ParseTuple(arguments, "OOO!OOOO!n", &basis, &entries, &PyDict_Type, &lines, &literals,
                          &flow_literals, &heads, &PyTuple_Type, &short_lines, &self->short_line)) {
        return -1;
    }
    if (Py_TYPE(basis)->tp_dealloc != (destructor)basis_dealloc) {
        PyErr_SetString(PyExc_TypeError, "a finder stands on a Basis");
        return -1;
    }
    self->basis = (Basis *)Py_NewRef(basis);
    if (fill_entries(self, entries) < 0 || fill_lines(&self->lines, lines) < 0
        || fill_table(self, &self->literals, literals, add_literals) < 0
        || fill_table(self, &self->flow_literals, flow_literals, add_literals) < 0
        || fill_table(self, &self->heads, heads, add_heads) < 0
        || fill_short_lines(self, short_lines) < 0) {
        return -1;
    }
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
