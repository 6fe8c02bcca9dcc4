/* A Finder of an image: nothing is copied. What does not fit is refused here, so that a search need not
   look. */

#ifndef FINDER_READING_H
#define FINDER_READING_H

#include "finder_basis.h"
#include "finder_image.h"

static int
take_table(Image *image, Table *table, const Py_UCS4 *letters, Py_ssize_t n_letters, Py_ssize_t n_owners)
{
    Py_ssize_t n_buckets, n_marks, n_wholes, n_shorts, n_pairs, n_free = 0;
    int width = 0;
    table->letters = letters;
    if (TAKE(image, table->rows, &table->n) < 0 || TAKE(image, table->buckets, &n_buckets) < 0
        || TAKE(image, table->marks, &n_marks) < 0
        || TAKE(image, table->wholes, &n_wholes) < 0 || TAKE(image, table->shorts, &n_shorts) < 0
        || TAKE(image, table->pairs, &n_pairs) < 0) {
        return -1;
    }
    if (table->n == 0) {
        return 0; /* nothing is looked up in it */
    }
    while (width < 32 && ((Py_ssize_t)1 << width) < n_buckets) {
        width++;
    }
    table->bucket_shift = 64 - width;
    table->mark_shift = 64 - (width + MARKS);
    for (Py_ssize_t i = 0; i < n_buckets; i++) {
        n_free += table->buckets[i].gram == 0;
        if (table->buckets[i].first > table->buckets[i].last || table->buckets[i].last > table->n) {
            return is_broken();
        }
    }
    for (Py_ssize_t i = 0; i < table->n; i++) {
        const Row *row = &table->rows[i];
        if (row->n == 0 || (uint64_t)row->at + row->n > (uint64_t)n_letters || row->owner < 0
            || row->owner >= n_owners) {
            return is_broken();
        }
    }
    int is_whole = n_free > 0 && width > 0 && n_buckets == (Py_ssize_t)1 << width
        && n_marks == n_buckets << MARKS >> 3 && n_wholes == n_marks && n_shorts == SHORT_BYTES
        && n_pairs == SHORT_BYTES;
    return is_whole ? 0 : is_broken();
}

static int
check_entries(const Finder *self, Py_ssize_t n_needs, Py_ssize_t n_letters)
{
    for (Py_ssize_t i = 0; i < n_needs; i++) {
        const Need *need = &self->needs[i];
        int most = need->n == 1 ? 256 : PAIRS;
        if ((uint64_t)need->at + need->n > (uint64_t)n_letters || need->first >= most || need->last >= most) {
            return is_broken();
        }
    }
    for (Py_ssize_t i = 0; i < self->n_entries; i++) {
        const Entry *entry = &self->rows[i];
        uint64_t end = (uint64_t)entry->need + entry->n_needs;
        if (end > (uint64_t)n_needs || (entry->n_needs && self->needs[end - 1].n) || entry->mode < PHRASE
            || entry->mode > NEAR) {
            return is_broken();
        }
    }
    for (Py_ssize_t i = 0; i < self->n_short_lines; i++) {
        if (self->short_lines[i] >= self->n_entries || self->rows[self->short_lines[i]].mode == PATTERN) {
            return is_broken();
        }
    }
    return 0;
}

static int
read_image(Finder *self)
{
    Image image = {self->image.buf, self->image.len, 0};
    const Layout *found, expected = LAYOUT;
    Py_ssize_t n, n_needs, n_letters;
    if ((uintptr_t)self->image.buf % ALIGNED || TAKE(&image, found, &n) < 0 || n != 1
        || memcmp(found, &expected, sizeof(expected)) != 0) {
        return PyErr_Occurred() ? -1 : is_broken();
    }
    if (TAKE(&image, self->rows, &self->n_entries) < 0 || TAKE(&image, self->needs, &n_needs) < 0
        || TAKE(&image, self->letters, &n_letters) < 0
        || TAKE(&image, self->short_lines, &self->n_short_lines) < 0) {
        return -1;
    }
    Table *tables[] = {&self->lines, &self->literals, &self->flow_literals, &self->heads};
    for (int i = 0; i < 4; i++) {
        Py_ssize_t n_owners = i == 0 ? INT32_MAX : self->n_entries; /* whole lines are of rules */
        if (take_table(&image, tables[i], self->letters, n_letters, n_owners) < 0) {
            return -1;
        }
    }
    return check_entries(self, n_needs, n_letters);
}

static void
finder_dealloc(Finder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; self->templates != NULL && i < self->n_entries; i++) {
        free_template(self->templates[i]);
    }
    PyMem_Free(self->templates);
    PyBuffer_Release(&self->image);
    Py_XDECREF(self->basis);
    Py_XDECREF(self->tree_of);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_finder(Finder *self, PyObject *arguments)
{
    PyObject *basis, *tree_of;
    if (!PyArg_ParseTuple(arguments, "OOy*n", &basis, &tree_of, &self->image, &self->short_line)) {
        return -1;
    }
    if (Py_TYPE(basis)->tp_dealloc != (destructor)basis_dealloc) {
        PyErr_SetString(PyExc_TypeError, "a finder stands on a Basis");
        return -1;
    }
    self->basis = (Basis *)Py_NewRef(basis);
    self->tree_of = Py_NewRef(tree_of);
    if (read_image(self) < 0) {
        self->n_entries = 0;
        return -1;
    }
    self->templates = PyMem_Calloc((size_t)self->n_entries + 1, sizeof(Template *));
    if (self->templates == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static PyObject *
finder_new(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    Finder *self = (Finder *)type->tp_alloc(type, 0);
    if (self != NULL && fill_finder(self, arguments) < 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

#endif
