/* Searching one line: whole lines, beginnings and literals propose, templates confirm. */

#ifndef FINDER_SEARCH_H
#define FINDER_SEARCH_H

#include "finder_confirm.h"

static int
is_held(const Line *line, const Entry *entry, Py_ssize_t start, Py_ssize_t end)
{
    if ((entry->anchor == 'l' || entry->anchor == 's') && start > line->lead) {
        return 0;
    }
    if (entry->anchor == 'w' && !is_word_start(line, start)) {
        return 0;
    }
    return !((entry->anchor == 'l' || entry->anchor == 'e') && end < line->tail);
}

/* Literals: a text is its own proof, all else is put on the list. */
static int
search_literals(Search *search, const Table *table)
{
    Found *found = &search->found;
    const Line *line = &search->walk.line;
    found->rows.n = found->starts.n = 0;
    if (table->n == 0) {
        return 0;
    }
    if (find_everywhere(table, line, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &table->rows[found->rows.items[i]];
        const Entry *entry = &search->finder->rows[row->owner];
        if (line->n > row->limit) {
            continue;
        }
        if (!entry->is_text) {
            if (push(&search->todo, row->owner) < 0) {
                return -1;
            }
            continue;
        }
        Py_ssize_t start = found->starts.items[i], end = start + row->n;
        if ((entry->anchor == 'a'
             || (may_begin(line, start) && may_end(line, end) && is_held(line, entry, start, end)))
            && add_spot(search, entry, start, end) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Whole lines, and templates whose beginning is known. */
static int
search_beginning(Search *search)
{
    const Finder *finder = search->finder;
    const Line *line = &search->walk.line;
    Found *found = &search->found;
    if (line->lead >= line->tail) {
        return 0; /* nothing but decoration */
    }
    uint64_t window = window_at(line, line->lead);
    found->rows.n = found->starts.n = 0;
    if (finder->lines.n
        && find_at(&finder->lines, line, window, line->lead, line->tail, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &finder->lines.rows[found->rows.items[i]];
        Entry whole = {.mode = PHRASE, .rule = row->owner, .anchor = 'l', .is_text = 1};
        if (row->n == line->tail - line->lead && add_spot(search, &whole, 0, line->n) < 0) {
            return -1;
        }
    }
    found->rows.n = found->starts.n = 0;
    if (finder->heads.n
        && find_at(&finder->heads, line, window, line->lead, line->n, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &finder->heads.rows[found->rows.items[i]];
        if (line->n <= row->limit && push(&search->todo, row->owner) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
search_line(Search *search, int is_running)
{
    Finder *finder = search->finder;
    Line *line = &search->walk.line;
    search->todo.n = search->n_spots = 0;
    forget(&search->walk.memory);
    if (search_beginning(search) < 0 || search_literals(search, &finder->literals) < 0
        || (is_running && search_literals(search, &finder->flow_literals) < 0)) {
        return -1;
    }
    settle(&search->todo, 0, 0);
    for (Py_ssize_t i = 0; i < search->todo.n; i++) {
        if (try_entry(search, search->todo.items[i]) < 0) {
            return -1;
        }
    }
    if (!line->has_digit) {
        return 0;
    }
    int is_timed = is_timed_text(&finder->basis->slots.months, search->text, finder->short_line);
    if (is_timed <= 0) {
        return is_timed;
    }
    const Entry note = {.mode = NEAR, .rule = TIMED};
    return add_spot(search, &note, 0, 0) < 0 ? -1 : try_short_lines(search);
}

/* Reads a text as a line; Python makes the compact one where letters and marks are to be joined. */
static int
begin_line(Search *search, PyObject *text)
{
    Line *line = &search->walk.line;
    search->text = text;
    Py_CLEAR(search->origin);
    Py_CLEAR(search->lowered);
    int shape = read_line(line, text);
    if (shape != COMBINED) {
        return shape == LOOSE ? compact_line(line) : shape;
    }
    PyObject *compact = PyObject_CallOneArg(search->line_of, text);
    if (compact == NULL) {
        return -1;
    }
    PyObject *cased = PyObject_GetAttrString(compact, "cased");
    search->origin = PyObject_GetAttrString(compact, "origin");
    Py_DECREF(compact);
    if (cased != NULL && !PyUnicode_Check(cased)) {
        PyErr_SetString(PyExc_TypeError, "a line's text is a string");
        Py_CLEAR(cased);
    }
    int status = cased != NULL && search->origin != NULL ? read_line(line, cased) : -1;
    Py_XDECREF(cased);
    return status < 0 ? -1 : 0;
}

/* Returns the spots of a text, known or searched for; a new reference. */
static PyObject *
spots_of_text(Search *search, PyObject *text, int is_running)
{
    PyObject *spots = PyDict_GetItemWithError(search->known, text);
    if (spots != NULL || PyErr_Occurred()) {
        return Py_XNewRef(spots);
    }
    if (begin_line(search, text) < 0 || search_line(search, is_running) < 0) {
        return NULL;
    }
    spots = spots_as_bytes(search);
    if (spots != NULL && PyDict_SetItem(search->known, text, spots) < 0) {
        Py_CLEAR(spots);
    }
    return spots;
}

#endif
