/* The letters of a line, and where its words begin and end. */

#ifndef FINDER_LINE_H
#define FINDER_LINE_H

#include "finder_base.h"
#include "words.h"

/* A line: its letters in both cases, and one byte for each by which literals are looked up. */

typedef struct {
    const Letters *letters;
    Py_ssize_t n, room;
    Py_UCS4 *cased, *lower;
    uint8_t *grams;
    Py_ssize_t lead, tail; /* decoration before and from there on */
    int has_digit;
    Numbers word_starts; /* made when asked for */
    int has_word_starts;
    uint32_t pairs[PAIRS]; /* the same: by its bits the first place of a pair of letters, from 1 on */
    uint32_t *nexts;       /* and of each the next one, 0 behind the last */
    uint8_t single[256];
    int has_pairs;
    Py_ssize_t blanks;   /* left out at the beginning, before the first mark */
    Numbers marks, gone; /* where letters of the text were left out, and how many up to there */
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
    PyMem_Free(line->nexts);
    PyMem_Free(line->word_starts.items);
    PyMem_Free(line->marks.items);
    PyMem_Free(line->gone.items);
    memset(line, 0, sizeof(*line));
}

static int
grow_line(Line *line, Py_ssize_t n)
{
    if (n + PAD <= line->room) {
        return 0;
    }
    Py_ssize_t room = n + n / 2 + 256;
    if (room > INT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "a line is too long");
        return -1;
    }
    Py_UCS4 *cased = PyMem_Realloc(line->cased, (size_t)room * sizeof(Py_UCS4));
    line->cased = cased != NULL ? cased : line->cased;
    Py_UCS4 *lower = PyMem_Realloc(line->lower, (size_t)room * sizeof(Py_UCS4));
    line->lower = lower != NULL ? lower : line->lower;
    uint8_t *grams = PyMem_Realloc(line->grams, (size_t)room);
    line->grams = grams != NULL ? grams : line->grams;
    uint32_t *nexts = PyMem_Realloc(line->nexts, (size_t)room * sizeof(uint32_t));
    line->nexts = nexts != NULL ? nexts : line->nexts;
    if (cased == NULL || lower == NULL || grams == NULL || nexts == NULL) {
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
    is_loose |= n > 1 && letters[0] == ' ' && letters[1] == ' ';
    return is_loose ? LOOSE : COMPACT;
}

static int
read_any(Line *line, int kind, const void *data, Py_ssize_t n)
{
    const Letters *letters = line->letters;
    int is_loose = 0, is_combined = 0, has_digit = 0;
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
            is_loose |= has_flag(letters, letter, IS_INVISIBLE) | (undotted(letter) != letter);
            is_combined |= has_flag(letters, letter, IS_COMBINING);
            has_digit |= Py_UNICODE_ISDECIMAL(letter);
        }
        before_that = before;
        before = letter;
    }
    line->has_digit = has_digit;
    return is_combined ? COMBINED : is_loose ? LOOSE : COMPACT;
}

/* Sets what is known of a line beside its letters. */
static void
finish_line(Line *line, Py_ssize_t n)
{
    const Letters *letters = line->letters;
    Py_ssize_t lead = 0, tail = n;
    memset(line->grams + n, 0, PAD);
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
}

/* Reads a text as it is. Returns whether it is COMPACT or not. */
static int
read_line(Line *line, PyObject *text)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (grow_line(line, n) < 0) {
        return -1;
    }
    int shape = PyUnicode_IS_ASCII(text)
        ? read_ascii(line, PyUnicode_1BYTE_DATA(text), n)
        : read_any(line, PyUnicode_KIND(text), PyUnicode_DATA(text), n);
    line->marks.n = line->gone.n = line->blanks = 0;
    finish_line(line, n);
    return shape;
}

/* Where the superfluous letters end that begin at a place, and what stands for them: 0 for nothing,
   or a letter; the place itself if none begin there. As `folding.py` has it. */
static Py_ssize_t
end_of_superfluous(const Line *line, Py_ssize_t start, Py_UCS4 *instead)
{
    const Py_UCS4 *cased = line->cased;
    Py_ssize_t end = start, blanks = 0;
    *instead = 0;
    while (end < line->n && cased[end] == ' ') {
        blanks++;
        end++;
        while (end < line->n && has_flag(line->letters, cased[end], IS_INVISIBLE)) {
            end++;
        }
    }
    if (blanks > 0) {
        *instead = ' ';
        return blanks > 1 ? end : start;
    }
    if (line->n - start > 2 && cased[start] == '.' && cased[start + 1] == '.' && cased[start + 2] == '.') {
        *instead = 0x2026;
        return start + 3;
    }
    if (undotted(cased[start]) != cased[start]) {
        *instead = undotted(cased[start]);
        return start + 1;
    }
    while (end < line->n && has_flag(line->letters, cased[end], IS_INVISIBLE)) {
        end++;
    }
    return end;
}

/* Leaves out what is superfluous in a line, and notes where. */
static int
compact_line(Line *line)
{
    Py_ssize_t n = 0, missing = 0, lead = 0;
    for (Py_ssize_t i = 0; i < line->n;) {
        Py_UCS4 instead;
        Py_ssize_t end = end_of_superfluous(line, i, &instead);
        if (end == i) {
            line->cased[n++] = line->cased[i++];
            continue;
        }
        missing += end - i - (instead != 0);
        if (instead) {
            line->cased[n++] = instead;
        }
        i = end;
        if (push(&line->marks, n) < 0 || push(&line->gone, missing) < 0) {
            return -1;
        }
    }
    while (lead < n && Py_UNICODE_ISSPACE(line->cased[lead])) {
        lead++;
    }
    while (n > lead && Py_UNICODE_ISSPACE(line->cased[n - 1])) {
        n--;
    }
    for (Py_ssize_t i = 0; i < line->marks.n; i++) { /* places count from behind the blanks */
        line->marks.items[i] -= lead;
        line->gone.items[i] += lead;
    }
    memmove(line->cased, line->cased + lead, (size_t)(n - lead) * sizeof(Py_UCS4));
    for (Py_ssize_t i = 0; i < n - lead; i++) {
        line->lower[i] = lower_letter(line->letters, line->cased[i]);
        line->grams[i] = gram_byte(line->lower[i]);
    }
    line->blanks = lead;
    finish_line(line, n - lead);
    return 0;
}

/* The place in the text of a place in a compact line: what is missing before it comes to it. */
static Py_ssize_t
place_in_text(const Line *line, Py_ssize_t place)
{
    Py_ssize_t first = 0, last = line->marks.n;
    while (first < last) {
        Py_ssize_t middle = first + (last - first) / 2;
        if (line->marks.items[middle] <= place) {
            first = middle + 1;
        }
        else {
            last = middle;
        }
    }
    return place + (first ? line->gone.items[first - 1] : line->blanks);
}

/* Which letters and pairs of letters stand in a line, and where: what lacks one does not stand there,
   and else few places are looked at. */

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
        memset(line->single, 0, sizeof(line->single));
        for (Py_ssize_t i = 0; i < line->n; i++) {
            line->single[line->grams[i]] = 1;
        }
        for (Py_ssize_t i = line->n - 1; i > 0; i--) {
            uint32_t *first = &line->pairs[pair_bit(line->lower[i - 1], line->lower[i])];
            line->nexts[i] = *first;
            *first = (uint32_t)i;
        }
        line->has_pairs = 1;
    }
}

/* The first place from `at` on, before `end`, at which a letter may stand; `end` without one. */
static inline Py_ssize_t
next_place(const Line *line, Py_UCS4 letter, Py_ssize_t at, Py_ssize_t end)
{
    const uint8_t *found = at < end ? memchr(line->grams + at, gram_byte(letter), (size_t)(end - at)) : NULL;
    return found == NULL ? end : (Py_ssize_t)(found - line->grams);
}

/* The borders of words, as `line.py` has them. */

static inline int
is_mark(const Line *line, Py_UCS4 letter)
{
    return letter >= 0x590 && has_flag(line->letters, letter, IS_MARK);
}

/* Whether a word goes on from one letter to the next. */
static inline int
is_inside(const Line *line, Py_UCS4 before, Py_UCS4 after)
{
    return is_mark(line, after) || (is_alnum(after) && (is_alnum(before) || is_mark(line, before)));
}

static inline int
is_border(const Line *line, Py_ssize_t end)
{
    return end >= line->n || !is_inside(line, line->cased[end - 1], line->cased[end]);
}

static int
may_begin(const Line *line, Py_ssize_t start)
{
    Py_UCS4 first = line->cased[start];
    if (is_mark(line, first)) {
        return 0;
    }
    if (start == 0) {
        return !Py_UNICODE_ISSPACE(first);
    }
    Py_UCS4 before = line->cased[start - 1];
    if (!is_inside(line, before, first) || chars_a_word(first) || chars_a_word(before)) {
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
    if (is_mark(line, after)) {
        return 0;
    }
    if (!is_inside(line, last, after) || chars_a_word(last) || chars_a_word(after)) {
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

static inline int
is_word_start(const Line *line, Py_ssize_t start)
{
    Py_UCS4 letter = line->cased[start], before = start ? line->cased[start - 1] : ' ';
    return !Py_UNICODE_ISSPACE(letter) && !is_mark(line, letter)
        && (!is_alnum(letter) || !is_inside(line, before, letter) || is_glued(before, letter) || chars_a_word(letter)
            || chars_a_word(before));
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
        if (is_word_start(line, i) && push(starts, i) < 0) {
            return -1;
        }
    }
    line->has_word_starts = 1;
    return 0;
}

#endif
