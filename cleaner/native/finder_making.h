/* Making the image of a finder from the tables of a part (see `packs/finding/part.py`). */

#ifndef FINDER_MAKING_H
#define FINDER_MAKING_H

#include "finder_drafts.h"
#include "finder_spots.h"

/* What is gathered for an image. */
typedef struct {
    Entry *entries;
    PyObject **said; /* of entries that stand wherever their text does, that text; else NULL */
    Py_ssize_t n_entries, entries_room, said_room;
    Need *needs;
    Py_ssize_t n_needs, needs_room;
    Texts texts; /* those that are needed and those of all tables */
    Drafts lines, literals, flow_literals, heads;
    uint32_t *short_lines;
    Py_ssize_t n_short_lines, short_lines_room;
} Gathered;

static void
free_gathered(Gathered *all)
{
    for (Py_ssize_t i = 0; i < all->n_entries; i++) {
        Py_XDECREF(all->said[i]);
    }
    PyMem_Free(all->entries);
    PyMem_Free(all->said);
    PyMem_Free(all->needs);
    PyMem_Free(all->texts.letters);
    Py_XDECREF(all->texts.places);
    PyMem_Free(all->lines.items);
    PyMem_Free(all->literals.items);
    PyMem_Free(all->flow_literals.items);
    PyMem_Free(all->heads.items);
    PyMem_Free(all->short_lines);
}

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
add_need(Gathered *all, PyObject *text)
{
    Py_ssize_t at;
    if (add_text(&all->texts, text, &at) < 0 || MAKE_ROOM(all->needs, all->needs_room, all->n_needs, 1) < 0) {
        return -1;
    }
    all->needs[all->n_needs++] = need_of(all->texts.letters + at, (uint32_t)at, PyUnicode_GET_LENGTH(text));
    return 0;
}

/* Adds the texts of all sets behind those of other entries, an empty one behind each set. */
static int
fill_needs(Gathered *all, Entry *entry, PyObject *sets)
{
    entry->need = (uint32_t)all->n_needs;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sets); i++) {
        PyObject *texts = PyTuple_GET_ITEM(sets, i);
        if (!PyTuple_Check(texts)) {
            PyErr_SetString(PyExc_TypeError, "needs are tuples of texts");
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(texts); k++) {
            if (add_need(all, PyTuple_GET_ITEM(texts, k)) < 0) {
                return -1;
            }
        }
        if (MAKE_ROOM(all->needs, all->needs_room, all->n_needs, 1) < 0) {
            return -1;
        }
        all->needs[all->n_needs++] = (Need){0};
    }
    entry->n_needs = (uint32_t)all->n_needs - entry->need;
    if (all->n_needs > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "there are too many texts that are needed");
        return -1;
    }
    return 0;
}

static int
fill_entry(Gathered *all, PyObject *row)
{
    PyObject *source, *needs, *anchor;
    int mode;
    Entry *entry = &all->entries[all->n_entries];
    memset(entry, 0, sizeof(*entry));
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
    entry->anchor = PyUnicode_GET_LENGTH(anchor) ? (char)PyUnicode_READ_CHAR(anchor, 0) : 'n';
    if (!PyTuple_Check(needs)) {
        PyErr_SetString(PyExc_TypeError, "needs are a tuple");
        return -1;
    }
    all->said[all->n_entries++] = entry->is_text ? Py_NewRef(source) : NULL;
    return fill_needs(all, entry, needs);
}

/* Entries come one by one, so that no more than one row is unpacked at a time. */
static int
fill_entries(Gathered *all, PyObject *entries)
{
    PyObject *rows = PyObject_GetIter(entries), *row = NULL;
    int status = rows == NULL ? -1 : 0;
    while (status == 0 && (row = PyIter_Next(rows)) != NULL) {
        status = MAKE_ROOM(all->entries, all->entries_room, all->n_entries, 1) < 0
            || MAKE_ROOM(all->said, all->said_room, all->n_entries, 1) < 0 ? -1 : fill_entry(all, row);
        Py_DECREF(row);
    }
    Py_XDECREF(rows);
    return PyErr_Occurred() ? -1 : status;
}

/* Entries are numbers of rows; a text that is looked for must be what its entry says. */
static int
check_owner(const Gathered *all, Py_ssize_t owner, PyObject *text)
{
    if (owner < 0 || owner >= all->n_entries) {
        PyErr_SetString(PyExc_ValueError, "there is no such entry");
        return -1;
    }
    if (text == NULL || !all->entries[owner].is_text) {
        return 0;
    }
    int is_same = PyObject_RichCompareBool(all->said[owner], text, Py_EQ);
    if (is_same == 0 || all->entries[owner].n_needs) {
        PyErr_SetString(PyExc_ValueError, "a text is looked for under another name");
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* Literals of one file: owners are pairs of an entry and a limit. */
static int
add_literals(Gathered *all, Drafts *drafts, PyObject *literals)
{
    PyObject *text, *owners;
    Py_ssize_t position = 0, at;
    if (!PyDict_Check(literals)) {
        PyErr_SetString(PyExc_TypeError, "a file of literals is a dictionary");
        return -1;
    }
    while (PyDict_Next(literals, &position, &text, &owners)) {
        if (check_tuple(owners) < 0 || add_text(&all->texts, text, &at) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(owners); i++) {
            Py_ssize_t entry, limit;
            if (!PyArg_ParseTuple(PyTuple_GET_ITEM(owners, i), "nn", &entry, &limit)
                || check_owner(all, entry, text) < 0
                || add_draft(drafts, at, PyUnicode_GET_LENGTH(text), entry, limit) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Whole lines: owners are rules. */
static int
add_lines(Gathered *all, Drafts *drafts, PyObject *lines)
{
    PyObject *text, *rules;
    Py_ssize_t position = 0, at;
    if (!PyDict_Check(lines)) {
        PyErr_SetString(PyExc_TypeError, "whole lines are a dictionary");
        return -1;
    }
    while (PyDict_Next(lines, &position, &text, &rules)) {
        if (check_tuple(rules) < 0 || add_text(&all->texts, text, &at) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(rules); i++) {
            Py_ssize_t rule = PyLong_AsSsize_t(PyTuple_GET_ITEM(rules, i));
            if (PyErr_Occurred() || add_draft(drafts, at, PyUnicode_GET_LENGTH(text), rule, 0) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Beginnings: of each entry its whole beginnings and the limit. */
static int
add_heads(Gathered *all, Drafts *drafts, PyObject *owners)
{
    PyObject *begins;
    Py_ssize_t at, entry, limit;
    for (Py_ssize_t i = 0; PyTuple_Check(owners) && i < PyTuple_GET_SIZE(owners); i++) {
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(owners, i), "nO!n", &entry, &PyTuple_Type, &begins, &limit)
            || check_owner(all, entry, NULL) < 0) {
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(begins); k++) {
            PyObject *text = PyTuple_GET_ITEM(begins, k);
            if (add_text(&all->texts, text, &at) < 0
                || add_draft(drafts, at, PyUnicode_GET_LENGTH(text), entry, limit) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Takes all of an iterable, one after the other. */
static int
fill_drafts(Gathered *all, Drafts *drafts, PyObject *files,
            int (*add)(Gathered *, Drafts *, PyObject *))
{
    PyObject *some = PyObject_GetIter(files), *one = NULL;
    int status = some == NULL ? -1 : 0;
    while (status == 0 && (one = PyIter_Next(some)) != NULL) {
        status = add(all, drafts, one);
        Py_DECREF(one);
    }
    Py_XDECREF(some);
    return PyErr_Occurred() ? -1 : status;
}

static int
add_short_line(Gathered *all, PyObject *number, int is_as_before)
{
    Py_ssize_t entry = PyLong_AsSsize_t(number);
    if (PyErr_Occurred() || check_owner(all, entry, NULL) < 0
        || MAKE_ROOM(all->short_lines, all->short_lines_room, all->n_short_lines, 1) < 0) {
        return -1;
    }
    if (all->entries[entry].mode == PATTERN) {
        PyErr_SetString(PyExc_ValueError, "a pattern is no template for short lines");
        return -1;
    }
    all->entries[entry].is_as_before = (char)is_as_before;
    all->short_lines[all->n_short_lines++] = (uint32_t)entry;
    return 0;
}

/* Entries in groups of those that look for the same. */
static int
fill_short_lines(Gathered *all, PyObject *groups)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(groups); i++) {
        PyObject *group = PyTuple_GET_ITEM(groups, i);
        if (check_tuple(group) < 0) {
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(group); k++) {
            if (add_short_line(all, PyTuple_GET_ITEM(group, k), k > 0) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int
put_gathered(Writer *writer, Gathered *all)
{
    const Layout layout = LAYOUT;
    Drafts *tables[] = {&all->lines, &all->literals, &all->flow_literals, &all->heads};
    int status = PUT(writer, &layout, 1) < 0 || PUT(writer, all->entries, all->n_entries) < 0
        || PUT(writer, all->needs, all->n_needs) < 0 || PUT(writer, all->texts.letters, all->texts.n) < 0
        || PUT(writer, all->short_lines, all->n_short_lines) < 0 ? -1 : 0;
    for (int i = 0; status == 0 && i < 4; i++) {
        status = put_table(writer, tables[i], &all->texts);
    }
    return status;
}

PyDoc_STRVAR(image_doc,
"image(entries, lines, literals, flow_literals, heads, short_lines)\n--\n\n"
"Return the tables of a part as bytes that a Finder searches, on this kind of machine.\n\n"
"`entries`, `lines` and `literals` (files of them, dictionaries) and `heads` (owners) are gone\n"
"through once; `short_lines`: in groups those that look for the same.");

static PyObject *
image(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *entries, *lines, *literals, *flow_literals, *heads, *short_lines, *made = NULL;
    Gathered all = {0};
    Writer writer = {0};
    if (!PyArg_ParseTuple(arguments, "OOOOOO!", &entries, &lines, &literals, &flow_literals, &heads,
                          &PyTuple_Type, &short_lines)) {
        return NULL;
    }
    all.texts.places = PyDict_New();
    if (all.texts.places != NULL && fill_entries(&all, entries) == 0
        && fill_drafts(&all, &all.lines, lines, add_lines) == 0
        && fill_drafts(&all, &all.literals, literals, add_literals) == 0
        && fill_drafts(&all, &all.flow_literals, flow_literals, add_literals) == 0
        && fill_drafts(&all, &all.heads, heads, add_heads) == 0 && fill_short_lines(&all, short_lines) == 0
        && put_gathered(&writer, &all) == 0) {
        made = PyBytes_FromStringAndSize(writer.bytes, writer.n);
    }
    else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "these are no tables of a part");
    }
    free_gathered(&all);
    PyMem_Free(writer.bytes);
    return made;
}

#endif
