/* The blocks that the scores judge, and what is asked of one or two of them. */

#ifndef CLEANER_CUTS_LINES_H
#define CLEANER_CUTS_LINES_H

#include "characters.h"

typedef struct {
    PyObject *closers, *no_bullets, *stops, *wide_stops, *statement_ends; /* signs */
    PyObject *sentence_ends, *goes_on;                                    /* more of them */
    PyObject *unspaced; /* ranges of signs */
    long prose_words, wide_chars, blank_every, sentence_words, gap_blocks, island_words, island_sentences;
    long sure_points;
    long cut_below, prose_grace, tail_grace, boxed_grace, gap_grace, sentence_grace, island_below;
} Bounds;

enum { DROPPED, LOW, HIGH };
enum { UNKNOWN, NO, YES };
enum { GONE = 0, STAYS = 1 };

/* The blocks that are not blank. */
typedef struct {
    PyObject *folded;
    const Bounds *bounds;
    Py_ssize_t n, tail;
    Py_ssize_t *rows, *starts, *ends;
    long *points;
    char *states, *prose, *stays;
} Lines;

static Py_UCS4
at(const Lines *lines, Py_ssize_t place)
{
    return PyUnicode_READ_CHAR(lines->folded, place);
}

static int
is_in(PyObject *signs, Py_UCS4 c)
{
    return PyUnicode_FindChar(signs, c, 0, PyUnicode_GET_LENGTH(signs), 1) >= 0;
}

/* ---- facts about a line -------------------------------------------------------------------- */

/* Where the line ends, closing signs and blanks left out. */
static Py_ssize_t
bare_end(const Lines *lines, Py_ssize_t line)
{
    Py_ssize_t end = lines->ends[line];
    while (end > lines->starts[line] && is_in(lines->bounds->closers, at(lines, end - 1)))
        end--;
    return end;
}

/* Count words, as `str.split` does, but not beyond a number. */
static long
words(const Lines *lines, Py_ssize_t start, Py_ssize_t end, long most)
{
    long n = 0;
    int is_inside = 0;
    for (; start < end && n < most; start++) {
        int is_blank = is_space(at(lines, start));
        n += !is_blank && !is_inside;
        is_inside = !is_blank;
    }
    return n;
}

/* Given as the first and the last sign of each range. */
static int
is_of_unspaced(PyObject *ranges, Py_UCS4 c)
{
    for (Py_ssize_t i = 0; i + 1 < PyUnicode_GET_LENGTH(ranges); i += 2)
        if (c >= PyUnicode_READ_CHAR(ranges, i) && c <= PyUnicode_READ_CHAR(ranges, i + 1))
            return 1;
    return 0;
}

static int
is_unspaced(const Lines *lines, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t n = 0, n_blanks = 0;
    if (PyUnicode_MAX_CHAR_VALUE(lines->folded) <= 0xff)
        return 0;
    for (Py_ssize_t i = start; i < end; i++) {
        n += is_of_unspaced(lines->bounds->unspaced, at(lines, i));
        n_blanks += at(lines, i) == ' ';
    }
    return 2 * n >= end - start && lines->bounds->blank_every * n_blanks < end - start;
}

static int
judge_prose(const Lines *lines, Py_ssize_t line)
{
    const Bounds *bounds = lines->bounds;
    Py_ssize_t start = lines->starts[line], end = bare_end(lines, line);
    if (end == start)
        return 0;
    Py_UCS4 last = at(lines, end - 1);
    if (is_in(bounds->wide_stops, last))
        return end - start >= 2 * bounds->prose_words;
    if (end - start >= bounds->wide_chars && is_unspaced(lines, start, end))
        return 1;
    return is_in(bounds->stops, last)
           && words(lines, start, end, bounds->prose_words) >= bounds->prose_words;
}

static int
is_prose(const Lines *lines, Py_ssize_t line)
{
    if (lines->prose[line] == UNKNOWN)
        lines->prose[line] = judge_prose(lines, line) ? YES : NO;
    return lines->prose[line] == YES;
}

/* The place of the first character that is not blank; the end of the line if there is none. */
static Py_ssize_t
head(const Lines *lines, Py_ssize_t line)
{
    Py_ssize_t start = lines->starts[line];
    while (start < lines->ends[line] && is_space(at(lines, start)))
        start++;
    return start;
}

static int
has_bullet(const Lines *lines, Py_ssize_t line, Py_UCS4 *bullet)
{
    Py_ssize_t first = head(lines, line);
    if (first == lines->ends[line])
        return 0;
    *bullet = at(lines, first);
    return !is_alnum(*bullet) && !is_in(lines->bounds->no_bullets, *bullet);
}

static int
is_item_beside(const Lines *lines, Py_ssize_t near, Py_ssize_t line)
{
    Py_UCS4 one, other;
    return lines->points[line] >= lines->bounds->cut_below - lines->bounds->gap_grace
           && has_bullet(lines, line, &one) && has_bullet(lines, near, &other) && one == other;
}

static int
is_statement(const Lines *lines, Py_ssize_t line)
{
    const Bounds *bounds = lines->bounds;
    Py_ssize_t start = lines->starts[line], end = bare_end(lines, line);
    return end > start && is_in(bounds->statement_ends, at(lines, end - 1))
           && words(lines, start, end, bounds->sentence_words) >= bounds->sentence_words;
}

static int
is_said_below(const Lines *lines, Py_ssize_t near, Py_ssize_t line)
{
    const Bounds *bounds = lines->bounds;
    if (line < near || near >= lines->tail
        || lines->points[line] < bounds->cut_below - bounds->sentence_grace
        || !is_prose(lines, near))
        return 0;
    return is_statement(lines, line);
}

static int
goes_on(const Lines *lines, Py_ssize_t near, Py_ssize_t line)
{
    Py_ssize_t first = near < line ? near : line, second = near < line ? line : near;
    Py_ssize_t begin = head(lines, second), end = bare_end(lines, first);
    if (begin == lines->ends[second])
        return 0;
    Py_UCS4 c = at(lines, begin);
    if (!is_lower(c) && !is_in(lines->bounds->goes_on, c))
        return 0;
    return end == lines->starts[first] || !is_in(lines->bounds->sentence_ends, at(lines, end - 1));
}

#endif
