/* Slots: words of any kind are counted here, all others are asked of Python's regular expressions.

   Before one is asked, what its text can begin with and consist of tells most places apart. What
   was asked once in a line is remembered. */

#ifndef FINDER_SLOTS_H
#define FINDER_SLOTS_H

#include "finder_base.h"

typedef struct {
    PyObject *name;
    Py_ssize_t words;                /* stands for so many words at most; 0: a pattern is asked */
    Py_ssize_t longest;              /* no match of its pattern is longer */
    Py_ssize_t most;                 /* of letters, unless the first match has more; 0: any number */
    Py_ssize_t most_in_long;         /* the same where the line is long */
    Py_ssize_t digit_within;         /* a digit stands among so many letters, 0 if none need */
    int is_dated;                    /* a date, whose month is looked up */
    uint8_t begins[128], holds[128]; /* which ASCII letters it may begin with and hold */
    PyObject *match, *fullmatch;     /* of the pattern, once it was needed */
} Slot;

typedef struct {
    Slot *slots;
    Py_ssize_t n;
    Py_ssize_t long_line;
    PyObject *pattern_of, *is_date;
} Slots;

typedef struct {
    Py_ssize_t slot, start, end, value;
    unsigned line;
} Answer;

/* What slots were asked in a line. */
typedef struct {
    Answer *answers;
    Py_ssize_t n, room; /* room: a power of two */
    unsigned line;
} Memory;

#define FIRST_END (-1) /* in place of an end: where does the first match end? */
#define NOTHING (-1)
#define UNKNOWN (-2)

static Answer *
answer_at(Memory *memory, Py_ssize_t slot, Py_ssize_t start, Py_ssize_t end)
{
    uint64_t key = (uint64_t)start * 0x9E3779B1u + (uint64_t)end * 0x85EBCA77u + (uint64_t)slot;
    key *= UINT64_C(0x9E3779B97F4A7C15);
    size_t mask = (size_t)memory->room - 1, at = (size_t)(key >> 32) & mask;
    for (;; at = (at + 1) & mask) {
        Answer *answer = &memory->answers[at];
        if (answer->line != memory->line
            || (answer->slot == slot && answer->start == start && answer->end == end)) {
            return answer;
        }
    }
}

static Py_ssize_t
remembered(Memory *memory, Py_ssize_t slot, Py_ssize_t start, Py_ssize_t end)
{
    if (memory->n == 0) {
        return UNKNOWN;
    }
    Answer *answer = answer_at(memory, slot, start, end);
    return answer->line == memory->line ? answer->value : UNKNOWN;
}

static int
grow_memory(Memory *memory)
{
    Memory larger = {NULL, 0, memory->room ? 2 * memory->room : 64, 1};
    larger.answers = PyMem_Calloc((size_t)larger.room, sizeof(Answer));
    if (larger.answers == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; memory->n && i < memory->room; i++) {
        Answer *old = &memory->answers[i];
        if (old->line == memory->line) {
            Answer *answer = answer_at(&larger, old->slot, old->start, old->end);
            *answer = *old;
            answer->line = larger.line;
        }
    }
    PyMem_Free(memory->answers);
    larger.n = memory->n;
    *memory = larger;
    return 0;
}

static int
remember(Memory *memory, Py_ssize_t slot, Py_ssize_t start, Py_ssize_t end, Py_ssize_t value)
{
    if (2 * (memory->n + 1) > memory->room && grow_memory(memory) < 0) {
        return -1;
    }
    *answer_at(memory, slot, start, end) = (Answer){slot, start, end, value, memory->line};
    memory->n++;
    return 0;
}

/* Begins a new line. */
static void
forget(Memory *memory)
{
    memory->n = 0;
    if (++memory->line == 0) { /* after four milliards of lines */
        for (Py_ssize_t i = 0; i < memory->room; i++) {
            memory->answers[i].line = 0;
        }
        memory->line = 1;
    }
}

static inline int
allows(const uint8_t *letters, Py_UCS4 letter)
{
    return letter >= 128 || letters[letter];
}

/* Where a slot's text ends at the latest, by what it can consist of; `start` if it is none. */
static Py_ssize_t
last_end(const Slots *slots, Py_ssize_t number, const Line *line, Py_ssize_t start)
{
    const Slot *slot = &slots->slots[number];
    if (start >= line->n || !allows(slot->begins, line->cased[start])) {
        return start;
    }
    Py_ssize_t end = start, stop = line->n;
    if (slot->longest < stop - start) {
        stop = start + slot->longest;
    }
    while (end < stop && allows(slot->holds, line->cased[end])) {
        end++;
    }
    if (slot->digit_within) {
        Py_ssize_t i = start;
        while (i < line->n && i < start + slot->digit_within
               && !Py_UNICODE_ISDECIMAL(line->cased[i])) {
            i++;
        }
        if (i == line->n || i == start + slot->digit_within) {
            return start;
        }
    }
    return end;
}

static int
load_pattern(Slots *slots, Slot *slot)
{
    if (slot->match != NULL) {
        return 0;
    }
    PyObject *pattern = PyObject_CallOneArg(slots->pattern_of, slot->name);
    if (pattern == NULL) {
        return -1;
    }
    PyObject *match = PyObject_GetAttrString(pattern, "match");
    PyObject *fullmatch = match ? PyObject_GetAttrString(pattern, "fullmatch") : NULL;
    Py_DECREF(pattern);
    if (fullmatch == NULL) {
        Py_XDECREF(match);
        return -1;
    }
    if (slot->match != NULL) { /* another thread was quicker */
        Py_DECREF(match);
        Py_DECREF(fullmatch);
        return 0;
    }
    slot->fullmatch = fullmatch;
    slot->match = match;
    return 0;
}

/* Calls pattern.match(text, start) or pattern.fullmatch(text, start, end). */
static PyObject *
ask(PyObject *function, PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *arguments[3] = {text, PyLong_FromSsize_t(start), NULL};
    size_t n = 2;
    if (end != FIRST_END) {
        arguments[n++] = PyLong_FromSsize_t(end);
    }
    PyObject *found = NULL;
    if (arguments[1] != NULL && (n == 2 || arguments[2] != NULL)) {
        found = PyObject_Vectorcall(function, arguments, n, NULL);
    }
    Py_XDECREF(arguments[1]);
    Py_XDECREF(arguments[2]);
    return found;
}

/* Where the first match of a pattern ends, NOTHING without one, UNKNOWN after an error. */
static Py_ssize_t
first_end(Slots *slots, Memory *memory, Py_ssize_t number, const Line *line, Py_ssize_t start)
{
    Py_ssize_t end = remembered(memory, number, start, FIRST_END);
    if (end != UNKNOWN) {
        return end;
    }
    Slot *slot = &slots->slots[number];
    if (load_pattern(slots, slot) < 0) {
        return UNKNOWN;
    }
    PyObject *found = ask(slot->match, line->text, start, FIRST_END);
    if (found == NULL) {
        return UNKNOWN;
    }
    end = NOTHING;
    if (found != Py_None) {
        PyObject *number_ = PyObject_CallMethod(found, "end", NULL);
        end = number_ ? PyLong_AsSsize_t(number_) : -1;
        Py_XDECREF(number_);
        if (end < 0) {
            Py_DECREF(found);
            return UNKNOWN;
        }
    }
    Py_DECREF(found);
    return remember(memory, number, start, FIRST_END, end) < 0 ? UNKNOWN : end;
}

static int
asked_is_date(Slots *slots, const Line *line, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *words = PyUnicode_Substring(line->text, start, end);
    PyObject *answer = words ? PyObject_CallOneArg(slots->is_date, words) : NULL;
    Py_XDECREF(words);
    int is_date = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return is_date;
}

/* True if a slot that begins at `start` may end at `end`, of which the first match is known. */
static int
may_be(Slots *slots, Memory *memory, Py_ssize_t number, const Line *line, Py_ssize_t start,
       Py_ssize_t end, Py_ssize_t first)
{
    Slot *slot = &slots->slots[number];
    if (end == first && !slot->is_dated) {
        return 1;
    }
    if (end != first) {
        Py_ssize_t most = line->n > slots->long_line ? slot->most_in_long : slot->most;
        Py_ssize_t last = slot->is_dated ? first : most ? start + most : line->n;
        if (end > last || !is_border(line, end)) {
            return 0;
        }
    }
    Py_ssize_t known = remembered(memory, number, start, end);
    if (known != UNKNOWN) {
        return (int)known;
    }
    int is_one = 1;
    if (end != first) {
        PyObject *found = ask(slot->fullmatch, line->text, start, end);
        if (found == NULL) {
            return -1;
        }
        is_one = found != Py_None;
        Py_DECREF(found);
    }
    if (is_one && slot->is_dated) {
        is_one = asked_is_date(slots, line, start, end);
    }
    if (is_one < 0 || remember(memory, number, start, end, is_one) < 0) {
        return -1;
    }
    return is_one;
}

#endif
