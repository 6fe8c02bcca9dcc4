/* The regular expressions of slots, as the steps that `packs/finding/programs.py` makes of them.

   A run tries all ways, the preferred ones first, and takes no step twice at one place: it is done
   after as many steps as there are, times the places it comes to. */

#ifndef FINDER_PROGRAMS_H
#define FINDER_PROGRAMS_H

#include "finder_line.h"

enum { SET, SOME, WORDS, FORK, JUMP, UNLESS, DONE, KINDS_OF_STEP };
enum { LETTERS, IS_WORD, IS_NO_WORD, IS_DIGIT, IS_NO_DIGIT, IS_SPACE, IS_NO_SPACE, KINDS_OF_ITEM };

typedef struct {
    const Py_UCS4 *letters;
    Py_ssize_t n;
} Piece;

typedef struct {
    int kind;
    Py_UCS4 first, last;
} Item;

typedef struct {
    uint8_t ascii[128];
    int is_negated, is_folded;
    Item *items;
    Py_ssize_t n;
} Charset;

typedef struct {
    int kind, is_folded;
    Py_ssize_t first, second; /* how many signs, or the steps to go to */
    Charset set;
    Piece *texts;
    Py_ssize_t n_texts;
    uint64_t begins[2]; /* bits of the ASCII letters that a match may go on with from here */
    int may_end;        /* or it may be over */
} Step;

typedef struct {
    Step *steps;
    Py_ssize_t n;
    Py_ssize_t longest;
    uint8_t begins[128], holds[128]; /* with which ASCII letters a match may begin, which it holds */
} Program;

/* What a run needs; kept from one to the next. */
typedef struct {
    Numbers ways; /* step and place, by turns */
    Numbers ends; /* of matches, the preferred one first */
    uint64_t *taken;
    Py_ssize_t taken_room;
} Run;

static void
free_program(Program *program)
{
    for (Py_ssize_t i = 0; program->steps != NULL && i < program->n; i++) {
        Step *step = &program->steps[i];
        PyMem_Free(step->set.items);
        for (Py_ssize_t k = 0; k < step->n_texts; k++) {
            PyMem_Free((void *)step->texts[k].letters);
        }
        PyMem_Free(step->texts);
    }
    PyMem_Free(program->steps);
    memset(program, 0, sizeof(*program));
}

static void
free_run(Run *run)
{
    PyMem_Free(run->ways.items);
    PyMem_Free(run->ends.items);
    PyMem_Free(run->taken);
}

static int
is_item(const Item *item, Py_UCS4 letter)
{
    switch (item->kind) {
        case LETTERS:
            return letter >= item->first && letter <= item->last;
        case IS_WORD:
            return letter == '_' || is_alnum(letter);
        case IS_NO_WORD:
            return !(letter == '_' || is_alnum(letter));
        case IS_DIGIT:
            return Py_UNICODE_ISDECIMAL(letter);
        case IS_NO_DIGIT:
            return !Py_UNICODE_ISDECIMAL(letter);
        case IS_SPACE:
            return Py_UNICODE_ISSPACE(letter);
        default:
            return !Py_UNICODE_ISSPACE(letter);
    }
}

/* True if a sign, in lower case where the set is, belongs to a set. */
static int
is_listed(const Charset *set, Py_UCS4 letter)
{
    for (Py_ssize_t i = 0; i < set->n; i++) {
        if (is_item(&set->items[i], letter)) {
            return !set->is_negated;
        }
    }
    return set->is_negated;
}

static inline int
is_in_set(const Charset *set, const Line *line, Py_ssize_t place)
{
    Py_UCS4 letter = set->is_folded ? line->lower[place] : line->cased[place];
    return letter < 128 ? set->ascii[letter] : is_listed(set, letter);
}

/* Making a program. */

static int
fill_set(Charset *set, PyObject *given)
{
    PyObject *items;
    if (!PyArg_ParseTuple(given, "O!pp", &PyTuple_Type, &items, &set->is_negated, &set->is_folded)) {
        return -1;
    }
    set->items = PyMem_Calloc((size_t)PyTuple_GET_SIZE(items) + 1, sizeof(Item));
    if (set->items == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i++) {
        int kind;
        unsigned first, last;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(items, i), "iII", &kind, &first, &last)) {
            return -1;
        }
        if (kind < 0 || kind >= KINDS_OF_ITEM) {
            PyErr_SetString(PyExc_ValueError, "there is no such class of letters");
            return -1;
        }
        set->items[set->n++] = (Item){kind, first, last};
    }
    for (Py_UCS4 letter = 0; letter < 128; letter++) {
        set->ascii[letter] = (uint8_t)is_listed(set, letter);
    }
    return 0;
}

static int
fill_step(Step *step, PyObject *given)
{
    PyObject *set, *texts;
    if (!PyArg_ParseTuple(given, "iOO!pnn", &step->kind, &set, &PyTuple_Type, &texts, &step->is_folded,
                          &step->first, &step->second)) {
        return -1;
    }
    int wants_set = step->kind == SET || step->kind == SOME || step->kind == UNLESS;
    if (step->kind < 0 || step->kind >= KINDS_OF_STEP || wants_set != (set != Py_None)) {
        PyErr_SetString(PyExc_ValueError, "there is no such step");
        return -1;
    }
    step->texts = PyMem_Calloc((size_t)PyTuple_GET_SIZE(texts) + 1, sizeof(Piece));
    if (step->texts == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(texts); i++) {
        PyObject *text = PyTuple_GET_ITEM(texts, i);
        if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) == 0) {
            PyErr_SetString(PyExc_ValueError, "a step's texts are not empty");
            return -1;
        }
        Py_UCS4 *letters = PyUnicode_AsUCS4Copy(text);
        if (letters == NULL) {
            return -1;
        }
        step->texts[step->n_texts++] = (Piece){letters, PyUnicode_GET_LENGTH(text)};
    }
    return wants_set ? fill_set(&step->set, set) : 0;
}

/* Marks an ASCII letter; of a folded one both cases. */
static void
mark(uint8_t *letters, Py_UCS4 letter, int is_folded)
{
    if (letter < 128) {
        letters[letter] = 1;
        if (is_folded && letter >= 'a' && letter <= 'z') {
            letters[letter - 'a' + 'A'] = 1;
        }
    }
}

/* Marks the letters of a step: all, or those it may begin with. */
static void
mark_step(uint8_t *letters, const Step *step, int is_first)
{
    for (Py_UCS4 letter = 0; letter < 128 && (step->kind == SET || step->kind == SOME); letter++) {
        if (step->set.ascii[letter]) {
            mark(letters, letter, step->set.is_folded);
        }
    }
    for (Py_ssize_t i = 0; i < step->n_texts; i++) {
        for (Py_ssize_t k = 0; k < (is_first ? 1 : step->texts[i].n); k++) {
            mark(letters, step->texts[i].letters[k], step->is_folded);
        }
    }
}

static void
begin_as(Step *step, const Step *other)
{
    step->begins[0] |= other->begins[0];
    step->begins[1] |= other->begins[1];
    step->may_end |= other->may_end;
}

/* Marks what a match may go on with from a step on; steps lead on to later ones only, which are marked
   already. */
static void
mark_begins(Program *program, Py_ssize_t number)
{
    Step *step = &program->steps[number];
    uint8_t letters[128] = {0};
    mark_step(letters, step, 1);
    for (int letter = 0; letter < 128; letter++) {
        step->begins[letter >> 6] |= (uint64_t)letters[letter] << (letter & 63);
    }
    if (step->kind == DONE) {
        step->begins[0] = step->begins[1] = UINT64_MAX;
        step->may_end = 1;
    }
    else if (step->kind == FORK || step->kind == JUMP) {
        begin_as(step, &program->steps[step->first]);
        begin_as(step, &program->steps[step->kind == FORK ? step->second : step->first]);
    }
    else if (step->kind == UNLESS || (step->kind == SOME && step->first == 0)) {
        begin_as(step, step + 1);
    }
}

/* True unless a match that has come to a place cannot go on with a step. */
static inline int
may_go_on(const Step *step, const Line *line, Py_ssize_t place, Py_ssize_t stop)
{
    if (place == stop) {
        return step->may_end;
    }
    Py_UCS4 letter = line->cased[place];
    return letter >= 128 || (step->begins[letter >> 6] >> (letter & 63) & 1);
}

static int
leads_on(const Program *program, Py_ssize_t number)
{
    const Step *step = &program->steps[number];
    if (step->kind == DONE) {
        return number == program->n - 1;
    }
    if (step->kind == SOME) {
        return step->first >= 0 && step->second >= step->first && number + 1 < program->n;
    }
    if (step->kind != FORK && step->kind != JUMP) {
        return number + 1 < program->n;
    }
    int is_first = step->first > number && step->first < program->n;
    return is_first && (step->kind == JUMP || (step->second > number && step->second < program->n));
}

/* Fills a program from (steps, longest); without steps it stays empty. */
static int
fill_program(Program *program, PyObject *given)
{
    PyObject *steps;
    if (!PyArg_ParseTuple(given, "O!n", &PyTuple_Type, &steps, &program->longest)) {
        return -1;
    }
    program->steps = PyMem_Calloc((size_t)PyTuple_GET_SIZE(steps) + 1, sizeof(Step));
    if (program->steps == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    program->n = PyTuple_GET_SIZE(steps);
    for (Py_ssize_t i = 0; i < program->n; i++) {
        if (fill_step(&program->steps[i], PyTuple_GET_ITEM(steps, i)) < 0) {
            return -1;
        }
        mark_step(program->holds, &program->steps[i], 0);
    }
    for (Py_ssize_t i = 0; i < program->n; i++) {
        if (!leads_on(program, i)) {
            PyErr_SetString(PyExc_ValueError, "a step leads nowhere");
            return -1;
        }
    }
    for (Py_ssize_t i = program->n - 1; i >= 0; i--) {
        mark_begins(program, i);
    }
    for (int letter = 0; letter < 128 && program->n; letter++) {
        program->begins[letter] = program->steps[0].begins[letter >> 6] >> (letter & 63) & 1;
    }
    return 0;
}

/* Running. */

static int
way(Run *run, Py_ssize_t step, Py_ssize_t place)
{
    return push(&run->ways, step) < 0 ? -1 : push(&run->ways, place);
}

static int
piece_stands_at(const Piece *piece, const Py_UCS4 *letters, Py_ssize_t start, Py_ssize_t stop)
{
    return piece->n <= stop - start && letters[start] == piece->letters[0]
        && memcmp(letters + start, piece->letters, (size_t)piece->n * sizeof(Py_UCS4)) == 0;
}

/* True the first time that a step is taken at a place. */
static inline int
take(Run *run, Py_ssize_t number)
{
    uint64_t bit = UINT64_C(1) << (number & 63), *taken = &run->taken[number >> 6];
    if (*taken & bit) {
        return 0;
    }
    *taken |= bit;
    return 1;
}

/* Takes one way as far as it goes, leaving others for later. */
static int
go(Run *run, const Program *program, const Line *line, Py_ssize_t start, Py_ssize_t stop,
   Py_ssize_t number, Py_ssize_t place)
{
    while (take(run, number * (stop - start + 1) + place - start)) {
        const Step *step = &program->steps[number];
        const Py_UCS4 *letters = step->is_folded ? line->lower : line->cased;
        Py_ssize_t end = place;
        switch (step->kind) {
            case SET:
                if (place == stop || !is_in_set(&step->set, line, place)) {
                    return 0;
                }
                place++;
                break;
            case SOME:
                while (end < stop && end - place < step->second && is_in_set(&step->set, line, end)) {
                    end++;
                }
                if (end - place < step->first) {
                    return 0;
                }
                for (Py_ssize_t other = place + step->first; other < end; other++) {
                    if (may_go_on(step + 1, line, other, stop) && way(run, number + 1, other) < 0) {
                        return -1;
                    }
                }
                place = end;
                break;
            case WORDS:
                for (Py_ssize_t i = step->n_texts - 1; i >= 0; i--) {
                    if (place < stop && piece_stands_at(&step->texts[i], letters, place, stop)
                        && way(run, number + 1, place + step->texts[i].n) < 0) {
                        return -1;
                    }
                }
                return 0;
            case FORK:
                if (may_go_on(&program->steps[step->second], line, place, stop)
                    && way(run, step->second, place) < 0) {
                    return -1;
                }
                number = step->first;
                if (!may_go_on(&program->steps[number], line, place, stop)) {
                    return 0;
                }
                continue;
            case JUMP:
                number = step->first;
                continue;
            case UNLESS:
                if (place < line->n && is_in_set(&step->set, line, place)) {
                    return 0;
                }
                break;
            default:
                return push(&run->ends, place);
        }
        number++;
    }
    return 0;
}

/* Finds every end of a match that begins at `start`, the one that is preferred first.

   `re`, asked for a match that ends at a given place, sees nothing behind it. Where a sign behind
   matters (UNLESS) that makes no difference at the borders of words, and others are not asked for. */
static int
run_program(Run *run, const Program *program, const Line *line, Py_ssize_t start)
{
    Py_ssize_t stop = start, most = line->n - start;
    run->ends.n = run->ways.n = 0;
    if (start >= line->n || (line->cased[start] < 128 && !program->begins[line->cased[start]])) {
        return 0;
    }
    most = most < program->longest ? most : program->longest;
    while (stop < start + most && (line->cased[stop] >= 128 || program->holds[line->cased[stop]])) {
        stop++;
    }
    Py_ssize_t words = (program->n * (stop - start + 1) + 63) / 64;
    if (MAKE_ROOM(run->taken, run->taken_room, 0, words) < 0 || way(run, 0, start) < 0) {
        return -1;
    }
    memset(run->taken, 0, (size_t)words * sizeof(uint64_t));
    while (run->ways.n) {
        Py_ssize_t place = run->ways.items[run->ways.n - 1];
        Py_ssize_t number = run->ways.items[run->ways.n - 2];
        run->ways.n -= 2;
        if (go(run, program, line, start, stop, number, place) < 0) {
            return -1;
        }
    }
    return 0;
}

#endif
