/* Slots: where may one end that begins at a place? What was found out in a line is remembered. */

#ifndef FINDER_SLOTS_H
#define FINDER_SLOTS_H

#include "finder_programs.h"
#include "finder_times.h"

#define NOTHING (-1)
#define FAILED (-2)

typedef struct {
    PyObject *name;
    Py_ssize_t words;        /* it stands for so many words at most; 0: it has a program */
    Py_ssize_t most;         /* of letters, unless the preferred match has more; 0: any number */
    Py_ssize_t most_in_long; /* the same where the line is long */
    int is_dated;            /* a date, whose month is looked up */
    Program program;
} Slot;

typedef struct {
    Slot *slots;
    Py_ssize_t n;
    Py_ssize_t long_line;
    Months months;
} Slots;

/* Of a slot and a place where it begins: which of `ends` are its ends. */
typedef struct {
    Py_ssize_t slot, start, at, n;
    unsigned line;
} Answer;

/* What is known of slots in a line. */
typedef struct {
    Answer *answers;
    Py_ssize_t n, room; /* room: a power of two */
    unsigned line;
    Numbers ends;
    Run run;
} Memory;

static void
free_memory(Memory *memory)
{
    PyMem_Free(memory->answers);
    PyMem_Free(memory->ends.items);
    free_run(&memory->run);
}

static void
free_slots(Slots *slots)
{
    for (Py_ssize_t i = 0; slots->slots != NULL && i < slots->n; i++) {
        Py_XDECREF(slots->slots[i].name);
        free_program(&slots->slots[i].program);
    }
    PyMem_Free(slots->slots);
    Py_XDECREF(slots->months.names);
}

static Answer *
answer_at(Answer *answers, Py_ssize_t room, unsigned line, Py_ssize_t slot, Py_ssize_t start)
{
    uint64_t key = ((uint64_t)start * 32 + (uint64_t)slot) * UINT64_C(0x9E3779B97F4A7C15);
    size_t mask = (size_t)room - 1, at = (size_t)(key >> 32) & mask;
    while (answers[at].line == line && (answers[at].slot != slot || answers[at].start != start)) {
        at = (at + 1) & mask;
    }
    return &answers[at];
}

static int
grow_memory(Memory *memory)
{
    Py_ssize_t room = memory->room ? 2 * memory->room : 64;
    Answer *answers = PyMem_Calloc((size_t)room, sizeof(Answer));
    if (answers == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < memory->room; i++) {
        Answer *old = &memory->answers[i];
        if (old->line == memory->line) {
            *answer_at(answers, room, memory->line, old->slot, old->start) = *old;
        }
    }
    PyMem_Free(memory->answers);
    memory->answers = answers;
    memory->room = room;
    return 0;
}

/* Begins a new line. */
static void
forget(Memory *memory)
{
    memory->n = memory->ends.n = 0;
    if (++memory->line == 0) { /* the count has begun anew */
        for (Py_ssize_t i = 0; i < memory->room; i++) {
            memory->answers[i].line = 0;
        }
        memory->line = 1;
    }
}

/* Remembers every end of a slot that begins at a place: of the preferred match, and of any other
   that ends at the border of a word. */
static int
find_ends(const Slots *slots, Memory *memory, Py_ssize_t number, const Line *line, Py_ssize_t start)
{
    const Slot *slot = &slots->slots[number];
    Numbers *found = &memory->run.ends;
    if (run_program(&memory->run, &slot->program, line, start) < 0) {
        return -1;
    }
    Py_ssize_t first = found->n ? found->items[0] : start;
    Py_ssize_t most = line->n > slots->long_line ? slot->most_in_long : slot->most;
    Py_ssize_t last = slot->is_dated ? first : most ? start + most : line->n;
    for (Py_ssize_t i = 0; i < found->n; i++) {
        Py_ssize_t end = found->items[i];
        if (i > 0 && (end > last || !is_border(line, end))) {
            continue;
        }
        int is_one = slot->is_dated ? is_date(&slots->months, line->cased + start, end - start) : 1;
        if (is_one < 0 || (is_one && push(&memory->ends, end) < 0)) {
            return -1;
        }
    }
    return 0;
}

/* Returns where in `memory->ends` the ends of a slot stand, FAILED after an error. */
static Py_ssize_t
ends_of_slot(const Slots *slots, Memory *memory, Py_ssize_t number, const Line *line, Py_ssize_t start,
             Py_ssize_t *n)
{
    if (2 * (memory->n + 1) > memory->room && grow_memory(memory) < 0) {
        return FAILED;
    }
    Answer *answer = answer_at(memory->answers, memory->room, memory->line, number, start);
    if (answer->line != memory->line) {
        Py_ssize_t at = memory->ends.n;
        if (find_ends(slots, memory, number, line, start) < 0) {
            return FAILED;
        }
        *answer = (Answer){number, start, at, memory->ends.n - at, memory->line};
        memory->n++;
    }
    *n = answer->n;
    return answer->at;
}

#endif
