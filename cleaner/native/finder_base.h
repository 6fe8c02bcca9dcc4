/* What everything here stands on: growing arrays, and the letters of a line. */

#ifndef FINDER_BASE_H
#define FINDER_BASE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    Py_ssize_t *items;
    Py_ssize_t n, room;
} Numbers;

/* Makes room for `more` items of a size behind the `n` there are; -1 and an exception without. */
static int
make_room(void **items, Py_ssize_t *room, Py_ssize_t n, Py_ssize_t more, size_t size)
{
    if (n + more <= *room) {
        return 0;
    }
    Py_ssize_t wanted = n + more + (n >> 1) + 16;
    void *grown = PyMem_Realloc(*items, (size_t)wanted * size);
    if (grown == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *items = grown;
    *room = wanted;
    return 0;
}

#define MAKE_ROOM(items, room, n, more) \
    make_room((void **)&(items), &(room), n, more, sizeof(*(items)))

static inline int
push(Numbers *numbers, Py_ssize_t number)
{
    if (numbers->n == numbers->room && MAKE_ROOM(numbers->items, numbers->room, numbers->n, 1) < 0) {
        return -1;
    }
    numbers->items[numbers->n++] = number;
    return 0;
}

/* Letters. */

#define LOWERED 0x3000 /* letters up to there are lowered by a table */
#define PLANE 0x10000
#define PAIRS 1024 /* a power of two */
#define PAD 8 /* zero bytes behind the grams of a line */

enum { IS_DECORATION = 1, NEEDS_WORK = 2 };

typedef struct {
    Py_UCS4 lowered[LOWERED];
    Py_UCS4 *late_twins; /* pairs above the table: the first is written as the second */
    Py_ssize_t n_late_twins;
    uint8_t flags[PLANE];
} Letters;

static inline Py_UCS4
lower_letter(const Letters *letters, Py_UCS4 letter)
{
    if (letter < LOWERED) {
        return letters->lowered[letter];
    }
    letter = Py_UNICODE_TOLOWER(letter);
    if (letter < LOWERED) {
        return letters->lowered[letter];
    }
    for (Py_ssize_t i = 0; i < letters->n_late_twins; i++) {
        if (letters->late_twins[2 * i] == letter) {
            return letters->late_twins[2 * i + 1];
        }
    }
    return letter;
}

static inline int
has_flag(const Letters *letters, Py_UCS4 letter, int flag)
{
    return letter < PLANE && (letters->flags[letter] & flag);
}

static inline int
is_alnum(Py_UCS4 letter)
{
    if (letter < 128) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
            || (letter >= '0' && letter <= '9');
    }
    return Py_UNICODE_ISALNUM(letter);
}

static inline int
is_cjk(Py_UCS4 letter)
{
    return letter > 0x3000 && letter < 0xff00;
}

/* A line: its letters in both cases, and one byte for each by which literals are looked up. */

typedef struct {
    const Letters *letters;
    PyObject *text; /* in its own case, compact; borrowed */
    Py_ssize_t n, room;
    Py_UCS4 *cased, *lower;
    uint8_t *grams;
    Py_ssize_t lead, tail; /* decoration before and from there on */
    int has_digit;
    Numbers word_starts; /* made when asked for */
    int has_word_starts;
    uint8_t pairs[PAIRS]; /* the same */
    int has_pairs;
} Line;

static inline uint8_t
gram_byte(Py_UCS4 letter)
{
    return (uint8_t)(letter ^ (letter >> 8));
}

static void
free_line(Line *line)
{
    PyMem_Free(line->cased);
    PyMem_Free(line->lower);
    PyMem_Free(line->grams);
    PyMem_Free(line->word_starts.items);
    memset(line, 0, sizeof(*line));
}

static int
grow_line(Line *line, Py_ssize_t n)
{
    if (n + PAD <= line->room) {
        return 0;
    }
    Py_ssize_t room = n + n / 2 + 256;
    Py_UCS4 *cased = PyMem_Realloc(line->cased, (size_t)room * sizeof(Py_UCS4));
    line->cased = cased != NULL ? cased : line->cased;
    Py_UCS4 *lower = PyMem_Realloc(line->lower, (size_t)room * sizeof(Py_UCS4));
    line->lower = lower != NULL ? lower : line->lower;
    uint8_t *grams = PyMem_Realloc(line->grams, (size_t)room);
    line->grams = grams != NULL ? grams : line->grams;
    if (cased == NULL || lower == NULL || grams == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    line->room = room;
    return 0;
}

/* Reads a text of ASCII letters, which most are. */
static int
read_ascii(Line *line, const Py_UCS1 *letters, Py_ssize_t n)
{
    Py_UCS4 *restrict cased = line->cased, *restrict lower = line->lower;
    uint8_t *restrict grams = line->grams, has_digit = 0, is_loose = 0;
    for (Py_ssize_t i = 0; i < n; i++) { /* loops that compilers do by sixteens */
        uint8_t is_capital = (uint8_t)(letters[i] - 'A') < 26;
        grams[i] = (uint8_t)(letters[i] | is_capital << 5);
        has_digit |= (uint8_t)(letters[i] - '0') < 10;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        cased[i] = letters[i];
        lower[i] = grams[i];
    }
    for (Py_ssize_t i = 2; i < n; i++) {
        uint8_t is_same = (letters[i - 1] == letters[i]) & (letters[i - 2] == letters[i]);
        is_loose |= (letters[i - 1] == ' ') & (letters[i] == ' ');
        is_loose |= is_same & (letters[i] == '.');
    }
    line->has_digit = has_digit;
    return is_loose | (n > 1 && letters[0] == ' ' && letters[1] == ' ');
}

static int
read_any(Line *line, int kind, const void *data, Py_ssize_t n)
{
    const Letters *letters = line->letters;
    int is_loose = 0, has_digit = 0;
    Py_UCS4 before = 0, before_that = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 letter = PyUnicode_READ(kind, data, i);
        Py_UCS4 lower = lower_letter(letters, letter);
        line->cased[i] = letter;
        line->lower[i] = lower;
        line->grams[i] = gram_byte(lower);
        if (letter < 128) {
            int is_dot = (letter == '.') & (before_that == '.');
            is_loose |= (letter == before) & ((letter == ' ') | is_dot);
            has_digit |= (letter >= '0') & (letter <= '9');
        }
        else {
            is_loose |= has_flag(letters, letter, NEEDS_WORK);
            has_digit |= Py_UNICODE_ISDECIMAL(letter);
        }
        before_that = before;
        before = letter;
    }
    line->has_digit = has_digit;
    return is_loose != 0;
}

/* Reads a text. Returns 1 if it is not compact, so that another text has to be read. */
static int
read_line(Line *line, PyObject *text)
{
    const Letters *letters = line->letters;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), lead = 0, tail = n;
    if (grow_line(line, n) < 0) {
        return -1;
    }
    int is_loose = PyUnicode_IS_ASCII(text)
        ? read_ascii(line, PyUnicode_1BYTE_DATA(text), n)
        : read_any(line, PyUnicode_KIND(text), PyUnicode_DATA(text), n);
    memset(line->grams + n, 0, PAD);
    line->text = text;
    line->n = n;
    line->has_word_starts = line->has_pairs = 0;
    while (lead < n && has_flag(letters, line->cased[lead], IS_DECORATION)) {
        lead++;
    }
    while (tail > 0 && has_flag(letters, line->cased[tail - 1], IS_DECORATION)) {
        tail--;
    }
    line->lead = lead;
    line->tail = tail;
    return is_loose;
}

/* Which pairs of letters stand in a line, as bits: what lacks one does not stand there. */

static inline unsigned
pair_bit(Py_UCS4 one, Py_UCS4 two)
{
    return (one * 31 + two) & (PAIRS - 1);
}

static void
note_pairs(Line *line)
{
    if (!line->has_pairs) {
        memset(line->pairs, 0, sizeof(line->pairs));
        for (Py_ssize_t i = 1; i < line->n; i++) {
            line->pairs[pair_bit(line->lower[i - 1], line->lower[i])] = 1;
        }
        line->has_pairs = 1;
    }
}

/* The borders of words, as `line.py` has them. */

static inline int
is_border(const Line *line, Py_ssize_t end)
{
    return end >= line->n || !(is_alnum(line->cased[end - 1]) && is_alnum(line->cased[end]));
}

static int
may_begin(const Line *line, Py_ssize_t start)
{
    Py_UCS4 first = line->cased[start];
    if (start == 0) {
        return !Py_UNICODE_ISSPACE(first);
    }
    Py_UCS4 before = line->cased[start - 1];
    if (!(is_alnum(first) && is_alnum(before)) || is_cjk(first) || is_cjk(before)) {
        return !Py_UNICODE_ISSPACE(first);
    }
    return Py_UNICODE_ISUPPER(first) && (Py_UNICODE_ISLOWER(before) || Py_UNICODE_ISDIGIT(before));
}

static int
may_end(const Line *line, Py_ssize_t end)
{
    if (end >= line->n) {
        return 1;
    }
    Py_UCS4 last = line->cased[end - 1], after = line->cased[end];
    if (!(is_alnum(last) && is_alnum(after)) || is_cjk(last) || is_cjk(after)) {
        return 1;
    }
    return Py_UNICODE_ISUPPER(after) && (Py_UNICODE_ISLOWER(last) || Py_UNICODE_ISDIGIT(last));
}

static inline int
is_glued(Py_UCS4 before, Py_UCS4 letter)
{
    int is_small = (before >= 'a' && before <= 'z') || (before >= 0xdf && before <= 0xf6)
        || (before >= 0xf8 && before <= 0xff) || Py_UNICODE_ISDECIMAL(before);
    int is_capital = (letter >= 'A' && letter <= 'Z') || (letter >= 0xc0 && letter <= 0xd6)
        || (letter >= 0xd8 && letter <= 0xde);
    return is_small && is_capital;
}

static int
find_word_starts(Line *line)
{
    Numbers *starts = &line->word_starts;
    if (line->has_word_starts) {
        return 0;
    }
    starts->n = 0;
    for (Py_ssize_t i = 0; i < line->n; i++) {
        Py_UCS4 letter = line->cased[i];
        if (Py_UNICODE_ISSPACE(letter)) {
            continue;
        }
        Py_UCS4 before = i ? line->cased[i - 1] : ' ';
        if (!is_alnum(letter) || !is_alnum(before) || is_glued(before, letter) || is_cjk(letter)
            || is_cjk(before)) {
            if (push(starts, i) < 0) {
                return -1;
            }
        }
    }
    line->has_word_starts = 1;
    return 0;
}

#endif
