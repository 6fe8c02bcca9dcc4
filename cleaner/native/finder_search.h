/* Searching one line: whole lines, beginnings and literals propose, templates confirm. */

#ifndef FINDER_SEARCH_H
#define FINDER_SEARCH_H

#include "finder_templates.h"
#include "finder_times.h"
#include "finder_tables.h"

enum { PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT, NEAR };

typedef struct {
    PyObject_HEAD
    Letters *letters;
    Slots slots;
    PyTypeObject *hit; /* a named tuple of what is found in a document */
    PyObject *load;     /* bytes of a template to its tree */
} Basis;

/* A text that must stand in a line, with the bits of its first and last pair of letters. */
typedef struct {
    const Py_UCS4 *letters;
    uint32_t n;
    uint16_t first, last;
} Need;

typedef struct {
    Py_ssize_t mode, rule, limit;
    char anchor;
    char is_text;      /* stands wherever its text does */
    char is_as_before; /* on short lines: looks for the same as the entry before it */
    PyObject *row; /* of the table; borrowed from `entries` */
    Template *template;
    Need *needs; /* texts one of which must stand there, set by set, an empty one between them */
    Py_ssize_t n_needs;
} Entry;

typedef struct {
    PyObject_HEAD
    Basis *basis;
    PyObject *entries;
    Entry *rows;
    Py_ssize_t n_entries;
    Table lines, literals, flow_literals, heads;
    Py_ssize_t *short_lines;
    Py_ssize_t n_short_lines, short_line;
} Finder;

typedef struct {
    Py_ssize_t mode, rule, start, end;
} Spot;

/* One call: the walk through its lines, and what Python is asked. */
typedef struct {
    Finder *finder;
    Walk walk;
    Found found;
    Numbers todo, spans;
    uint32_t *seen; /* for each entry the last line it was put on the list for, counted from 1 */
    uint32_t line;
    Spot *spots;
    Py_ssize_t n_spots, spots_room;
    PyObject *starts, *folded, *known, *near, *line_of, *spots_of;
    PyObject *text, *origin; /* of the line: as given, and None or a way back to it; borrowed, owned */
} Search;

/* Spots. */

static int
add_spot(Search *search, const Entry *entry, Py_ssize_t start, Py_ssize_t end)
{
    if (MAKE_ROOM(search->spots, search->spots_room, search->n_spots, 1) < 0) {
        return -1;
    }
    if (entry->mode == NEAR) { /* where in the line does not matter */
        start = end = 0;
    }
    search->spots[search->n_spots++] = (Spot){entry->mode, entry->rule, start, end};
    return 0;
}

static int
compare_spots(const void *one, const void *two)
{
    const Spot *a = one, *b = two;
    Py_ssize_t differences[] = {
        a->mode - b->mode, a->rule - b->rule, a->start - b->start, a->end - b->end,
    };
    for (int i = 0; i < 4; i++) {
        if (differences[i] != 0) {
            return differences[i] < 0 ? -1 : 1;
        }
    }
    return 0;
}

/* Leads a place in the line back to its text; -1 and an exception if that fails. */
static Py_ssize_t
led_back(Search *search, Py_ssize_t place)
{
    if (search->origin == NULL) {
        return place_in_text(&search->walk.line, place);
    }
    PyObject *answer = PyObject_CallFunction(search->origin, "n", place);
    Py_ssize_t origin = answer ? PyLong_AsSsize_t(answer) : -1;
    Py_XDECREF(answer);
    return origin;
}

/* A named tuple of numbers, made as Python makes one: newer versions keep more in a tuple than its
   items. */
static PyObject *
named_tuple(PyTypeObject *type, const Py_ssize_t *numbers, Py_ssize_t n)
{
    PyObject *all = PyTuple_New(n);
    for (Py_ssize_t i = 0; all != NULL && i < n; i++) {
        PyObject *number = PyLong_FromSsize_t(numbers[i]);
        if (number == NULL) {
            Py_CLEAR(all);
        }
        else {
            PyTuple_SET_ITEM(all, i, number);
        }
    }
    PyObject *args = all ? PyTuple_Pack(1, all) : NULL;
    PyObject *named = args ? PyTuple_Type.tp_new(type, args, NULL) : NULL;
    Py_XDECREF(args);
    Py_XDECREF(all);
    return named;
}

/* Returns the spots of a line as bytes, each once, sorted: thousands of them cost next to nothing. */
static PyObject *
spots_as_bytes(Search *search)
{
    Spot *spots = search->spots;
    Py_ssize_t n = 0;
    for (Py_ssize_t i = 0; i < search->n_spots; i++) {
        if (spots[i].mode != PATTERN) { /* those come from Python, led back already */
            spots[i].start = led_back(search, spots[i].start);
            spots[i].end = led_back(search, spots[i].end);
            if (spots[i].start < 0 || spots[i].end < 0) {
                return NULL;
            }
        }
    }
    if (search->n_spots > 1) {
        qsort(spots, (size_t)search->n_spots, sizeof(Spot), compare_spots);
    }
    for (Py_ssize_t i = 0; i < search->n_spots; i++) {
        if (n == 0 || compare_spots(&spots[n - 1], &spots[i]) != 0) {
            spots[n++] = spots[i];
        }
    }
    return PyBytes_FromStringAndSize((const char *)spots, n * (Py_ssize_t)sizeof(Spot));
}

/* Confirming entries. */

static int
load_entry(Finder *finder, Entry *entry)
{
    if (entry->template != NULL) {
        return 0;
    }
    PyObject *tree = PyObject_CallOneArg(finder->basis->load, PySequence_Fast_GET_ITEM(entry->row, 2));
    if (tree == NULL) {
        return -1;
    }
    Template *template = make_template(&finder->basis->slots, tree);
    Py_DECREF(tree);
    if (template == NULL) {
        return -1;
    }
    if (entry->template != NULL) { /* another thread was quicker */
        free_template(template);
        return 0;
    }
    entry->template = template;
    return 0;
}

static int
stands_in(const Line *line, const Need *need)
{
    const uint8_t *bits = need->n > 1 ? line->pairs : line->single;
    if (!bits[need->first] || !bits[need->last]) {
        return 0;
    }
    const Py_UCS4 *letters = need->letters, first = letters[0];
    for (Py_ssize_t i = 1; i < need->n; i++) {
        if (!line->pairs[pair_bit(letters[i - 1], letters[i])]) {
            return 0;
        }
    }
    Piece piece = {letters, need->n};
    for (Py_ssize_t i = 0; i <= line->n - piece.n; i++) {
        if (line->lower[i] == first && stands_at(line, &piece, i)) {
            return 1;
        }
    }
    return 0;
}

/* True if of each set of texts that an entry needs one stands in the line. */
static int
holds_needs(Line *line, const Entry *entry)
{
    if (entry->n_needs) {
        note_pairs(line);
    }
    for (Py_ssize_t i = 0; i < entry->n_needs; i++) {
        int is_there = 0;
        for (; entry->needs[i].n; i++) {
            if (!is_there) {
                is_there = stands_in(line, &entry->needs[i]);
            }
        }
        if (!is_there) {
            return 0;
        }
    }
    return 1;
}

static int
ask_python(Search *search, const Entry *entry, Py_ssize_t number)
{
    PyObject *spots = PyObject_CallFunction(search->spots_of, "nO", number, search->text);
    PyObject *fast = spots ? PySequence_Fast(spots, "spots are a list") : NULL;
    Py_XDECREF(spots);
    for (Py_ssize_t i = 0; fast != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        Py_ssize_t mode, rule, start, end;
        PyObject *spot = PySequence_Fast_GET_ITEM(fast, i);
        if (!PyArg_ParseTuple(spot, "nnnn", &mode, &rule, &start, &end)
            || add_spot(search, entry, start, end) < 0) {
            Py_CLEAR(fast);
        }
    }
    Py_XDECREF(fast);
    return fast == NULL ? -1 : 0;
}

/* Notes where the template of an entry stands in the line, nothing if it does not. */
static int
find_spans(Search *search, Entry *entry)
{
    Walk *walk = &search->walk;
    Numbers *spans = &search->spans;
    spans->n = 0;
    if ((entry->limit && walk->line.n > entry->limit) || !holds_needs(&walk->line, entry)) {
        return 0;
    }
    if (load_entry(search->finder, entry) < 0) {
        return -1;
    }
    if (entry->limit == 0) {
        return find_template(walk, entry->template, entry->anchor, spans);
    }
    int is_filled = fills(walk, entry->template);
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
    Entry *entry = &search->finder->rows[number];
    if (entry->mode == PATTERN) {
        return holds_needs(&search->walk.line, entry) ? ask_python(search, entry, number) : 0;
    }
    return find_spans(search, entry) < 0 ? -1 : add_spans(search, entry);
}

/* Adds the spots of the templates that need nothing but a date or a time; equal ones follow each
   other and are walked once. */
static int
try_short_lines(Search *search)
{
    Finder *finder = search->finder;
    for (Py_ssize_t i = 0; i < finder->n_short_lines; i++) {
        Entry *entry = &finder->rows[finder->short_lines[i]];
        if ((!entry->is_as_before && find_spans(search, entry) < 0) || add_spans(search, entry) < 0) {
            return -1;
        }
    }
    return 0;
}

static inline int
put_on_list(Search *search, Py_ssize_t number)
{
    if (search->seen[number] == search->line) {
        return 0;
    }
    search->seen[number] = search->line;
    return push(&search->todo, number);
}

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
            if (put_on_list(search, row->owner) < 0) {
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
        && find_at(&finder->lines, line->lower, window, line->lead, line->tail, found) < 0) {
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
        && find_at(&finder->heads, line->lower, window, line->lead, line->tail, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &finder->heads.rows[found->rows.items[i]];
        if (line->n <= row->limit && put_on_list(search, row->owner) < 0) {
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
    search->line++;
    search->todo.n = search->n_spots = 0;
    forget(&search->walk.memory);
    if (search_beginning(search) < 0 || search_literals(search, &finder->literals) < 0
        || (is_running && search_literals(search, &finder->flow_literals) < 0)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < search->todo.n; i++) {
        if (try_entry(search, search->todo.items[i]) < 0) {
            return -1;
        }
    }
    if (!finder->n_short_lines || !line->has_digit) {
        return 0;
    }
    int is_timed = is_timed_text(&finder->basis->slots, search->text, finder->short_line);
    return is_timed > 0 ? try_short_lines(search) : is_timed;
}

/* Reads a text as a line; Python makes the compact one where letters and marks are to be joined. */
static int
begin_line(Search *search, PyObject *text)
{
    Line *line = &search->walk.line;
    search->text = text;
    Py_CLEAR(search->origin);
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
