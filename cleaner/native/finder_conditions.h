/* The conditions of rules, asked of many hits at once: the twin of `packs/finding/conditions.py`, which says
   what is meant. What it cannot tell by columns alone is left open, for Python to answer: a bit for
   each condition. */

#ifndef FINDER_CONDITIONS_H
#define FINDER_CONDITIONS_H

#include "finder_spots.h"

enum { NO, YES }; /* else bits, as `packs/finding/conditions.py` has them */
enum { OF_DOCUMENT = 2, MOST_CHARS = 4, QUOTED = 8, NEAR_TO = 16, NOT_NEAR_TO = 32, UNLESS_SAID = 64 };

typedef struct {
    Py_ssize_t unit, start, end;
} Place;

/* The units that hold something that conditions of a part ask for. */
typedef struct {
    Py_ssize_t part, number;
    PyObject *units;
} Noted;

/* One call. */
typedef struct {
    PyObject *texts, *folded, *known, *terms_of;
    Py_ssize_t body[4]; /* first unit of prose, last of the head, first of the tail, last */
    int has_body, document_level;
    Noted *noted;
    Py_ssize_t n_noted, noted_room;
    Py_ssize_t *words; /* of each unit, -1 where they are not counted yet */
    Line line;         /* compact; of the unit below, where it is not -1 */
    Py_ssize_t line_unit;
    int line_shape;
} Asking;

static Py_ssize_t
words_of(Asking *asking, Py_ssize_t unit)
{
    if (asking->words[unit] < 0) {
        asking->words[unit] = count_words(PyList_GET_ITEM(asking->texts, unit), PY_SSIZE_T_MAX, LOOKED_AT);
    }
    return asking->words[unit];
}

/* Reads the line of a unit; COMBINED if only Python can. */
static int
shape_of_line(Asking *asking, Py_ssize_t unit)
{
    if (asking->line_unit != unit) {
        asking->line_unit = -1;
        asking->line_shape = read_line(&asking->line, PyList_GET_ITEM(asking->texts, unit));
        if (asking->line_shape < 0 || (asking->line_shape == LOOSE && compact_line(&asking->line) < 0)) {
            return -1;
        }
        asking->line_unit = unit;
    }
    return asking->line_shape;
}

/* True if a phrase stands between borders of words in a line whose pairs of letters are noted. */
static int
occurs(const Line *line, PyObject *phrase)
{
    int kind = PyUnicode_KIND(phrase);
    const void *letters = PyUnicode_DATA(phrase);
    Py_ssize_t n = PyUnicode_GET_LENGTH(phrase);
    Py_ssize_t end = n ? line->n - n + 1 : 0;
    for (Py_ssize_t i = 1; i < n; i++) {
        if (!line->pairs[pair_bit(PyUnicode_READ(kind, letters, i - 1), PyUnicode_READ(kind, letters, i))]) {
            return 0; /* as most do not */
        }
    }
    Py_UCS4 first = n ? PyUnicode_READ(kind, letters, 0) : 0;
    for (Py_ssize_t at = next_place(line, first, 0, end); at < end; at = next_place(line, first, at + 1, end)) {
        Py_ssize_t same = 0;
        while (same < n && line->lower[at + same] == PyUnicode_READ(kind, letters, same)) {
            same++;
        }
        if (same == n && may_begin(line, at) && may_end(line, at + n)) {
            return 1;
        }
    }
    return 0;
}

/* Whether none of some phrases stands in the line of a unit. */
static int
told_unless(Asking *asking, PyObject *phrases, Py_ssize_t unit)
{
    if (PyTuple_GET_SIZE(phrases) == 0) {
        return YES;
    }
    int shape = shape_of_line(asking, unit);
    if (shape < 0 || shape == COMBINED) {
        return shape < 0 ? -1 : UNLESS_SAID;
    }
    note_pairs(&asking->line);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(phrases); i++) {
        if (occurs(&asking->line, PyTuple_GET_ITEM(phrases, i))) {
            return NO;
        }
    }
    return YES;
}

static int
told_chars(Asking *asking, Py_ssize_t most, Py_ssize_t unit)
{
    if (PyUnicode_GET_LENGTH(PyList_GET_ITEM(asking->texts, unit)) <= most) {
        return YES; /* the compact line is no longer */
    }
    int shape = shape_of_line(asking, unit);
    return shape < 0 ? -1 : shape == COMBINED ? MOST_CHARS : asking->line.n <= most ? YES : NO;
}

static int
told_quoted(Asking *asking, Py_ssize_t wanted, Py_ssize_t unit)
{
    PyObject *text = PyList_GET_ITEM(asking->texts, unit);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    const Py_UCS4 marks[] = {'"', 0xab, 0xbb, 0x2039, 0x300c, 0x300e};
    for (int i = 0; i < 6; i++) {
        Py_ssize_t at = PyUnicode_FindChar(text, marks[i], 0, n, 1);
        if (at != -1) {
            return at < 0 ? -1 : QUOTED;
        }
    }
    for (Py_ssize_t at = -1; (at = PyUnicode_FindChar(text, '\'', at + 1, n, 1)) != -1;) {
        if (at < 0 || at == 0 || !is_alnum(PyUnicode_READ_CHAR(text, at - 1))) {
            return at < 0 ? -1 : QUOTED; /* no apostrophe in a word */
        }
    }
    return wanted ? NO : YES;
}

static int
told_place(const Asking *asking, Py_ssize_t places, Py_ssize_t unit)
{
    const Py_ssize_t *body = asking->body;
    if (!asking->has_body) {
        return YES;
    }
    int is_inside = body[0] <= unit && unit <= body[3];
    int there = (unit <= body[1]) | is_inside << 1 | (unit >= body[2]) << 2 | (unit > body[3]) << 3;
    return there & places ? YES : NO;
}

/* True if no word goes on at the edges of a hit: the rest has no word that the line has not. */
static int
stands_apart(PyObject *folded, const Place *hit)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(folded);
    return !(hit->start > 0 && hit->start <= n && is_alnum(PyUnicode_READ_CHAR(folded, hit->start - 1)))
        && !(hit->end >= 0 && hit->end < n && is_alnum(PyUnicode_READ_CHAR(folded, hit->end)));
}

static int
holds_number(PyObject *bits, Py_ssize_t number)
{
    return number >= 0 && number / 8 < PyBytes_GET_SIZE(bits)
        && (((const uint8_t *)PyBytes_AS_STRING(bits))[number / 8] >> number % 8 & 1);
}

/* Where the first of the units, ascending, stands that is no smaller than one; -1 and an exception. */
static Py_ssize_t
first_from(PyObject *units, Py_ssize_t least)
{
    Py_ssize_t first = 0, last = PyList_GET_SIZE(units);
    while (first < last) {
        Py_ssize_t middle = first + (last - first) / 2;
        Py_ssize_t unit = PyLong_AsSsize_t(PyList_GET_ITEM(units, middle));
        if (unit == -1 && PyErr_Occurred()) {
            return -1;
        }
        if (unit < least) {
            first = middle + 1;
        }
        else {
            last = middle;
        }
    }
    return first;
}

/* Whether one of the units lies so near; notes whether the hit's own is among them. */
static int
is_one_near(PyObject *units, Py_ssize_t lines, Py_ssize_t own, int *holds_own)
{
    Py_ssize_t at = first_from(units, own - lines);
    int is_near = 0;
    for (; at >= 0 && at < PyList_GET_SIZE(units); at++) {
        Py_ssize_t unit = PyLong_AsSsize_t(PyList_GET_ITEM(units, at));
        if (unit > own + lines) {
            break;
        }
        *holds_own |= unit == own;
        is_near |= unit != own;
    }
    return at < 0 ? -1 : is_near;
}

/* A number of a tuple. */
static inline Py_ssize_t
number_of(PyObject *numbers, Py_ssize_t at)
{
    return PyLong_AsSsize_t(PyTuple_GET_ITEM(numbers, at));
}

/* Whether one of the templates that a condition asks for stands around a hit; NEAR_TO if unknown. */
static int
told_near(Asking *asking, PyObject *near, Py_ssize_t part, const Place *hit)
{
    int is_noted = 0, may_be = 0, holds_own = 0, is_timed_near = 0, is_own_timed = 0;
    if (!PyTuple_Check(near) || PyTuple_GET_SIZE(near) != 5 || !PyBytes_Check(PyTuple_GET_ITEM(near, 1))
        || !PyBytes_Check(PyTuple_GET_ITEM(near, 2))) {
        PyErr_SetString(PyExc_TypeError, "what is to be near stands in a tuple of five");
        return -1;
    }
    PyObject *sure = PyTuple_GET_ITEM(near, 1), *perhaps = PyTuple_GET_ITEM(near, 2);
    Py_ssize_t lines = number_of(near, 0);
    int has_others = PyTuple_GET_ITEM(near, 3) == Py_True, are_times = PyTuple_GET_ITEM(near, 4) == Py_True;
    if (lines < 0) {
        PyErr_SetString(PyExc_ValueError, "so many lines around, at least 0");
        return -1;
    }
    for (Py_ssize_t i = 0; i < asking->n_noted; i++) {
        const Noted *noted = &asking->noted[i];
        if (noted->part != part) {
            continue;
        }
        is_noted = 1;
        if (noted->number == TIMED && noted->units != NULL && are_times) {
            is_timed_near = is_one_near(noted->units, lines, hit->unit, &is_own_timed);
            if (is_timed_near < 0) {
                return -1;
            }
        }
        int is_sure = noted->units != NULL && holds_number(sure, noted->number);
        if (noted->units == NULL || !(is_sure || holds_number(perhaps, noted->number))) {
            continue;
        }
        int is_near = is_one_near(noted->units, lines, hit->unit, &holds_own);
        if (is_near < 0) {
            return -1;
        }
        if (is_near && is_sure && !are_times) {
            return YES;
        }
        may_be |= is_near;
    }
    if (!is_noted || ((may_be || has_others) && (!are_times || is_timed_near))) {
        return NEAR_TO;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(PyList_GET_ITEM(asking->texts, hit->unit));
    int may_rest = has_others || holds_own || !stands_apart(asking->folded, hit);
    return may_rest && hit->end - hit->start < size ? NEAR_TO : NO;
}

/* What is told of both: what is open of either, if neither is NO. */
static int
both(int one, int other)
{
    if (one <= NO || other <= NO) {
        return one < 0 || other < 0 ? -1 : NO;
    }
    int open = (one | other) & ~YES;
    return open ? open : YES;
}

static int
opposite_of_near(int told)
{
    return told == YES ? NO : told == NO ? YES : told < 0 ? told : NOT_NEAR_TO;
}

/* Whether the conditions of a rule hold for a hit; those that cost least first. */
static int
told_hit(Asking *asking, PyObject *terms, const Place *hit)
{
    if (!PyTuple_Check(terms) || PyTuple_GET_SIZE(terms) != 10
        || !PyTuple_Check(PyTuple_GET_ITEM(terms, 7))) {
        PyErr_SetString(PyExc_TypeError, "terms are a tuple of ten");
        return -1;
    }
    Py_ssize_t part = number_of(terms, 0), asked_from = number_of(terms, 1), places = number_of(terms, 2);
    Py_ssize_t most_words = number_of(terms, 3), least_words = number_of(terms, 4);
    Py_ssize_t most_chars = number_of(terms, 5), quoted = number_of(terms, 6);
    PyObject *unless = PyTuple_GET_ITEM(terms, 7), *near = PyTuple_GET_ITEM(terms, 8);
    PyObject *not_near = PyTuple_GET_ITEM(terms, 9);
    if (PyErr_Occurred()) {
        return -1;
    }
    int told = asked_from && asking->document_level >= asked_from ? OF_DOCUMENT : YES;
    if (places) {
        told = both(told, told_place(asking, places, hit->unit));
    }
    if (told > NO && ((most_words >= 0 && words_of(asking, hit->unit) > most_words)
                      || (least_words && words_of(asking, hit->unit) < least_words))) {
        told = NO;
    }
    if (told > NO && most_chars >= 0) {
        told = both(told, told_chars(asking, most_chars, hit->unit));
    }
    if (told > NO && quoted >= 0) {
        told = both(told, told_quoted(asking, quoted, hit->unit));
    }
    if (told > NO && near != Py_None) {
        told = both(told, told_near(asking, near, part, hit));
    }
    if (told > NO && not_near != Py_None) {
        int is_near = told_near(asking, not_near, part, hit);
        told = both(told, opposite_of_near(is_near));
    }
    if (told > NO) {
        told = both(told, told_unless(asking, unless, hit->unit));
    }
    return told;
}

/* The terms of a rule, a borrowed reference. */
static PyObject *
terms_of_rule(Asking *asking, PyObject *rule)
{
    PyObject *terms = PyDict_GetItemWithError(asking->known, rule);
    if (terms == NULL && !PyErr_Occurred()) {
        PyObject *made = PyObject_CallOneArg(asking->terms_of, rule);
        if (made != NULL && PyDict_SetItem(asking->known, rule, made) == 0) {
            terms = PyDict_GetItemWithError(asking->known, rule);
        }
        Py_XDECREF(made);
    }
    return terms;
}

static int
told_one(Asking *asking, PyObject *hit)
{
    if (!PyTuple_Check(hit) || PyTuple_GET_SIZE(hit) != 5) {
        PyErr_SetString(PyExc_TypeError, "a hit is a tuple of five");
        return -1;
    }
    PyObject *rule = PyTuple_GET_ITEM(hit, 1);
    Place place = {number_of(hit, 2), number_of(hit, 3), number_of(hit, 4)};
    if (PyErr_Occurred()) {
        return -1;
    }
    if (place.unit < 0 || place.unit >= PyList_GET_SIZE(asking->texts)
        || !PyUnicode_Check(PyList_GET_ITEM(asking->texts, place.unit))) {
        PyErr_SetString(PyExc_IndexError, "there is no such unit");
        return -1;
    }
    PyObject *terms = Py_XNewRef(terms_of_rule(asking, rule));
    int told = terms == NULL ? -1 : terms == Py_None ? YES : told_hit(asking, terms, &place);
    Py_XDECREF(terms);
    return told;
}

/* Takes in which units hold what, by part and number; a part of which nothing is noted counts. */
static int
take_noted(Asking *asking, PyObject *parts)
{
    Py_ssize_t at = 0;
    PyObject *part, *near;
    while (PyDict_Next(parts, &at, &part, &near)) {
        Py_ssize_t number = PyLong_AsSsize_t(part), inner = 0;
        PyObject *key, *units;
        if (!PyDict_Check(near)) {
            PyErr_SetString(PyExc_TypeError, "what is noted stands in dictionaries, by part");
            return -1;
        }
        if ((number == -1 && PyErr_Occurred())
            || MAKE_ROOM(asking->noted, asking->noted_room, asking->n_noted, PyDict_GET_SIZE(near) + 1) < 0) {
            return -1;
        }
        asking->noted[asking->n_noted++] = (Noted){number, 0, NULL};
        while (PyDict_Next(near, &inner, &key, &units)) {
            Py_ssize_t what = PyLong_AsSsize_t(key);
            if (what < TIMED || PyErr_Occurred() || !PyList_Check(units)) {
                PyErr_SetString(PyExc_TypeError, "what is near stands in lists of units, by number");
                return -1;
            }
            asking->noted[asking->n_noted++] = (Noted){number, what, units};
        }
    }
    return 0;
}

static int
take_body(Asking *asking, PyObject *body)
{
    asking->has_body = body != Py_None;
    return !asking->has_body
        || PyArg_ParseTuple(body, "nnnn", &asking->body[0], &asking->body[1], &asking->body[2],
                            &asking->body[3]) ? 0 : -1;
}

PyDoc_STRVAR(told_doc,
"told(hits, texts, folded, known, terms_of, body, document_level, noted)\n--\n\n"
"Return for each hit a byte: 0 its rule's conditions do not hold, 1 they do, else bits of those that\n"
"Python is to be asked.\n\n"
"`known` holds terms by rule and is added to by `terms_of`, None for a rule without conditions;\n"
"`body` is where the prose lies, None for anywhere; `noted` has by part the units by number, ascending.");

static PyObject *
told(Basis *self, PyObject *arguments)
{
    PyObject *hits, *body, *noted, *all = NULL;
    Asking asking = {.line_unit = -1};
    asking.line.letters = self->letters;
    if (!PyArg_ParseTuple(arguments, "O!O!UO!OOiO!", &PyList_Type, &hits, &PyList_Type, &asking.texts,
                          &asking.folded, &PyDict_Type, &asking.known, &asking.terms_of, &body,
                          &asking.document_level, &PyDict_Type, &noted)) {
        return NULL;
    }
    Py_ssize_t n = PyList_GET_SIZE(hits), n_units = PyList_GET_SIZE(asking.texts);
    asking.words = PyMem_Malloc((size_t)(n_units + 1) * sizeof(Py_ssize_t));
    if (asking.words == NULL) {
        return PyErr_NoMemory();
    }
    memset(asking.words, 0xff, (size_t)(n_units + 1) * sizeof(Py_ssize_t));
    if (take_body(&asking, body) == 0 && take_noted(&asking, noted) == 0) {
        all = PyBytes_FromStringAndSize(NULL, n);
    }
    for (Py_ssize_t i = 0; all != NULL && i < n && i < PyList_GET_SIZE(hits); i++) {
        int one = told_one(&asking, PyList_GET_ITEM(hits, i));
        if (one < 0) {
            Py_CLEAR(all);
        }
        else {
            PyBytes_AS_STRING(all)[i] = (char)one;
        }
    }
    PyMem_Free(asking.words);
    PyMem_Free(asking.noted);
    free_line(&asking.line);
    return all;
}

#endif
