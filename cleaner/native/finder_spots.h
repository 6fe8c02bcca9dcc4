/* What a search holds, and the spots it finds. */

#ifndef FINDER_SPOTS_H
#define FINDER_SPOTS_H

#include "finder_lookup.h"
#include "finder_walk.h"
#include "words.h"

enum { PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT, NEAR };
enum { TIMED = -1 }; /* the number under which units are noted that are short and hold a date or a time */

enum { LOOKED_AT = 60 }; /* characters, as `sentences.py` has it */

typedef struct {
    PyObject_HEAD
    Letters *letters;
    Slots slots;
    PyTypeObject *hit; /* a named tuple of what is found in a document */
} Basis;

/* A text that must stand in a line, with the bits of its first and last pair of letters. */
typedef struct {
    uint32_t at, n; /* of the letters of all needs */
    uint16_t first, last;
} Need;

/* Small, since there are many. */
typedef struct {
    int32_t rule, limit;
    uint32_t need, n_needs; /* texts one of which must stand there, set by set, an empty one between them */
    char mode, anchor;
    char is_text;      /* stands wherever its text does */
    char is_as_before; /* on short lines: looks for the same as the entry before it */
} Entry;

/* What an image begins with: sizes and order of bytes tell whether it is of this kind of machine. */
typedef struct {
    uint32_t version, entry, need, row, bucket, order;
} Layout;

#define LAYOUT {1, sizeof(Entry), sizeof(Need), sizeof(Row), sizeof(Bucket), 0x01020304}

typedef struct {
    PyObject_HEAD
    Basis *basis;
    PyObject *tree_of; /* gives the tree of an entry */
    Py_buffer image;   /* what all tables lie in */
    const Entry *rows;
    Py_ssize_t n_entries;
    Template **templates; /* of the entries, each made when it is first needed */
    const Need *needs;
    const Py_UCS4 *letters; /* of these and of all tables */
    Table lines, literals, flow_literals, heads;
    const uint32_t *short_lines; /* entries */
    Py_ssize_t n_short_lines;
    Py_ssize_t short_line; /* how long one may be */
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
    Spot *spots;
    Py_ssize_t n_spots, spots_room;
    PyObject *starts, *folded, *known, *near, *line_of, *pattern_spans;
    PyObject *text;            /* of the line, as given; borrowed */
    PyObject *origin, *lowered; /* a way back to it, and it in lower case: NULL where not needed; owned */
    Py_ssize_t words;          /* of it, counted when it is lowered */
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
        spots[i].start = led_back(search, spots[i].start);
        spots[i].end = led_back(search, spots[i].end);
        if (spots[i].start < 0 || spots[i].end < 0) {
            return NULL;
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

#endif
