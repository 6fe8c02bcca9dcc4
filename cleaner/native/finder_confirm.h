/* Confirming entries: what they need, and where their templates stand. */

#ifndef FINDER_CONFIRM_H
#define FINDER_CONFIRM_H

#include "finder_spots.h"

/* The template of an entry; NULL and an exception if it cannot be made. */
static const Template *
template_of(Finder *finder, Py_ssize_t number)
{
    if (finder->templates[number] != NULL) {
        return finder->templates[number];
    }
    PyObject *tree = PyObject_CallFunction(finder->tree_of, "n", number);
    if (tree == NULL) {
        return NULL;
    }
    Template *template = make_template(&finder->basis->slots, tree);
    Py_DECREF(tree);
    if (template != NULL && finder->templates[number] == NULL) {
        finder->templates[number] = template;
    }
    else {
        free_template(template); /* another thread was quicker */
    }
    return template == NULL ? NULL : finder->templates[number];
}

static int
stands_in(const Line *line, const Need *need, const Py_UCS4 *letters)
{
    Piece piece = {letters, need->n};
    if (need->n == 1) {
        Py_ssize_t place = line->single[need->first] ? 0 : line->n;
        while (place < line->n && line->lower[place] != letters[0]) {
            place = next_place(line, letters[0], place + 1, line->n);
        }
        return place < line->n;
    }
    uint32_t at = line->pairs[need->last] ? line->pairs[need->first] : 0;
    while (at && !stands_at(line, &piece, (Py_ssize_t)at - 1)) {
        at = line->nexts[at];
    }
    return at != 0;
}

/* True if of each set of texts that an entry needs one stands in the line. */
static int
holds_needs(const Finder *finder, Line *line, const Entry *entry)
{
    const Need *needs = finder->needs + entry->need;
    if (entry->n_needs) {
        note_pairs(line);
    }
    for (uint32_t i = 0; i < entry->n_needs; i++) {
        int is_there = 0;
        for (; needs[i].n; i++) {
            if (!is_there) {
                is_there = stands_in(line, &needs[i], finder->letters + needs[i].at);
            }
        }
        if (!is_there) {
            return 0;
        }
    }
    return 1;
}

/* Adds the spots of a regular expression, which Python looks for: in the line as it is compared. */
static int
ask_python(Search *search, const Entry *entry, Py_ssize_t number)
{
    const Line *line = &search->walk.line;
    if (search->lowered == NULL) {
        search->lowered = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, line->lower, line->n);
        search->words = count_words(search->text, PY_SSIZE_T_MAX, LOOKED_AT);
    }
    PyObject *spans = search->lowered == NULL ? NULL
        : PyObject_CallFunction(search->pattern_spans, "nOn", number, search->lowered, search->words);
    PyObject *fast = spans ? PySequence_Fast(spans, "spans are a list") : NULL;
    Py_XDECREF(spans);
    for (Py_ssize_t i = 0; fast != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        Py_ssize_t start, end;
        PyObject *span = PySequence_Fast_GET_ITEM(fast, i);
        if (!PyArg_ParseTuple(span, "nn", &start, &end) || add_spot(search, entry, start, end) < 0) {
            Py_CLEAR(fast);
        }
    }
    Py_XDECREF(fast);
    return fast == NULL ? -1 : 0;
}

/* Notes where the template of an entry stands in the line, nothing if it does not. */
static int
find_spans(Search *search, Py_ssize_t number)
{
    Walk *walk = &search->walk;
    Numbers *spans = &search->spans;
    const Entry *entry = &search->finder->rows[number];
    spans->n = 0;
    if ((entry->limit && walk->line.n > entry->limit) || !holds_needs(search->finder, &walk->line, entry)) {
        return 0;
    }
    const Template *template = template_of(search->finder, number);
    if (template == NULL) {
        return -1;
    }
    if (entry->limit == 0) {
        return find_template(walk, template, entry->anchor, spans);
    }
    int is_filled = fills(walk, template);
    return is_filled > 0 && (push(spans, 0) < 0 || push(spans, walk->line.n) < 0) ? -1 : is_filled;
}

static int
add_spans(Search *search, const Entry *entry)
{
    const Numbers *spans = &search->spans;
    for (Py_ssize_t i = 0; i < spans->n; i += 2) {
        if (add_spot(search, entry, spans->items[i], spans->items[i + 1]) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Adds the spots of an entry. */
static int
try_entry(Search *search, Py_ssize_t number)
{
    const Entry *entry = &search->finder->rows[number];
    if (entry->mode == PATTERN) {
        int may_stand = holds_needs(search->finder, &search->walk.line, entry);
        return may_stand ? ask_python(search, entry, number) : 0;
    }
    return find_spans(search, number) < 0 ? -1 : add_spans(search, entry);
}

/* Adds the spots of the templates that need nothing but a date or a time; equal ones follow each
   other and are walked once. */
static int
try_short_lines(Search *search)
{
    const Finder *finder = search->finder;
    for (Py_ssize_t i = 0; i < finder->n_short_lines; i++) {
        Py_ssize_t number = finder->short_lines[i];
        const Entry *entry = &finder->rows[number];
        if ((!entry->is_as_before && find_spans(search, number) < 0) || add_spans(search, entry) < 0) {
            return -1;
        }
    }
    return 0;
}

#endif
