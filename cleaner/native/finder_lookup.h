/* Looking texts up in a table: which of them begin at a place, or anywhere in a line? */

#ifndef FINDER_LOOKUP_H
#define FINDER_LOOKUP_H

#include "finder_line.h"
#include "finder_tables.h"

/* True if a text of five letters or more may begin with a window. */
static inline int
may_begin_long(const Table *table, uint64_t window)
{
    uint64_t gram = sized(window, LONG_GRAM);
    if (!has_bit(table->marks, spread(gram) >> table->mark_shift)) {
        return 0;
    }
    return has_bit(table->wholes, spread(gram) >> table->mark_shift)
        || has_bit(table->wholes, spread(window) >> table->mark_shift);
}

static inline int
may_begin_short(const Table *table, uint64_t window)
{
    return has_bit(table->pairs, window & 0xffff) | has_bit(table->shorts, short_place(window));
}

/* What was found: rows, and where. */
typedef struct {
    Numbers rows, starts;
} Found;

static inline int
report(Found *found, Py_ssize_t row, Py_ssize_t start)
{
    return push(&found->rows, row) < 0 ? -1 : push(&found->starts, start);
}

static inline const Py_UCS4 *
letters_of(const Table *table, Py_ssize_t row)
{
    return table->letters + table->rows[row].at;
}

/* The first of the sorted rows whose letter at a depth is not below `letter` (or is above it). */
static Py_ssize_t
first_not_below(const Table *table, Py_ssize_t first, Py_ssize_t last, Py_ssize_t depth, Py_UCS4 letter)
{
    while (first < last) {
        Py_ssize_t middle = first + (last - first) / 2;
        if (letters_of(table, middle)[depth] < letter) {
            first = middle + 1;
        }
        else {
            last = middle;
        }
    }
    return first;
}

/* Reports the texts of one gram that begin at `start` and end by `end`. */
static int
find_filed(const Table *table, uint64_t gram, const Py_UCS4 *lower, Py_ssize_t start, Py_ssize_t end,
           Found *found)
{
    const Bucket *bucket = bucket_of(table, gram);
    if (bucket->gram == 0) {
        return 0;
    }
    Py_ssize_t first = bucket->first, last = bucket->last, n = end - start, shared = bucket->shared;
    const Py_UCS4 *text = lower + start;
    if (n < shared || memcmp(letters_of(table, first), text, (size_t)shared * sizeof(Py_UCS4)) != 0) {
        return 0;
    }
    for (Py_ssize_t depth = shared; last - first > FEW_ROWS; depth++) {
        while (first < last && table->rows[first].n == depth) {
            if (report(found, first++, start) < 0) {
                return -1;
            }
        }
        if (depth == n) {
            return 0;
        }
        first = first_not_below(table, first, last, depth, text[depth]);
        last = first_not_below(table, first, last, depth, text[depth] + 1);
    }
    for (; first < last; first++) {
        Py_ssize_t size = table->rows[first].n;
        if (size <= n && memcmp(letters_of(table, first), text, (size_t)size * sizeof(Py_UCS4)) == 0
            && report(found, first, start) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
find_short(const Table *table, const Py_UCS4 *lower, uint64_t window, Py_ssize_t start, Py_ssize_t end,
           Found *found)
{
    int size = has_bit(table->pairs, window & 0xffff) ? ONE_LETTER : SHORT_GRAM;
    int last = has_bit(table->shorts, short_place(window)) ? SHORT_GRAM : PAIR;
    for (; size <= last; size++) {
        if (find_filed(table, sized(window, size), lower, start, end, found) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Reports the texts that begin at `start`, whose grams are `window`, and end by `end`. */
static inline int
find_at(const Table *table, const Py_UCS4 *lower, uint64_t window, Py_ssize_t start, Py_ssize_t end,
        Found *found)
{
    if (may_begin_long(table, window)
        && find_filed(table, sized(window, LONG_GRAM), lower, start, end, found) < 0) {
        return -1;
    }
    return may_begin_short(table, window) ? find_short(table, lower, window, start, end, found) : 0;
}

static inline uint64_t
window_at(const Line *line, Py_ssize_t start)
{
    uint64_t window = 0;
    for (int i = 0; i < PAD; i++) {
        window |= (uint64_t)line->grams[start + i] << (8 * i);
    }
    return window;
}

/* Reports every occurrence of every text in a line. */
static int
find_everywhere(const Table *table, const Line *line, Found *found)
{
    const uint8_t *grams = line->grams;
    uint64_t window = line->n ? window_at(line, 0) << 8 : 0;
    for (Py_ssize_t start = 0; start < line->n; start++) {
        window = (window >> 8) | (uint64_t)grams[start + PAD - 1] << 56;
        if (find_at(table, line->lower, window, start, line->n, found) < 0) {
            return -1;
        }
    }
    return 0;
}

#endif
