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

/* The letters of a line from a place on, as rows have those ahead. */
static inline uint64_t
ahead_at(const Line *line, Py_ssize_t at)
{
    uint64_t ahead = 0;
    for (int i = 0; i < AHEAD; i++) {
        ahead = ahead << 8 | line->grams[at + i];
    }
    return ahead;
}

/* The bits of so many letters ahead. */
static inline uint64_t
bits_ahead(Py_ssize_t n)
{
    return n < AHEAD ? ~(UINT64_MAX >> (8 * n)) : UINT64_MAX;
}

/* The first row whose letters ahead are not below some. */
static Py_ssize_t
first_not_below(const Table *table, Py_ssize_t first, Py_ssize_t last, uint64_t ahead)
{
    while (first < last) {
        Py_ssize_t middle = first + (last - first) / 2;
        if (table->rows[middle].ahead < ahead) {
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
find_filed(const Table *table, uint64_t gram, const Line *line, Py_ssize_t start, Py_ssize_t end,
           Found *found)
{
    const Bucket *bucket = table->buckets + place_of_bucket(table->buckets, table->bucket_shift, gram);
    if (bucket->gram == 0) {
        return 0;
    }
    Py_ssize_t size = (Py_ssize_t)(gram >> 56), most = end - start;
    uint64_t ahead = ahead_at(line, start + size), next = ahead & bits_ahead(1);
    for (Py_ssize_t i = bucket->first; i < bucket->last && table->rows[i].ahead <= ahead; i++) {
        const Row *row = &table->rows[i];
        Py_ssize_t n = row->n;
        if (((row->ahead ^ ahead) & bits_ahead(n - size)) == 0) {
            const Py_UCS4 *letters = table->letters + row->at;
            if (n <= most && memcmp(letters, line->lower + start, (size_t)n * sizeof(Py_UCS4)) == 0
                && report(found, i, start) < 0) {
                return -1;
            }
        }
        else if (row->ahead < next && bucket->last - i > FEW_ROWS) { /* passes over other next letters */
            i = first_not_below(table, i, bucket->last, next) - 1;
        }
    }
    return 0;
}

static int
find_short(const Table *table, const Line *line, uint64_t window, Py_ssize_t start, Py_ssize_t end,
           Found *found)
{
    int size = has_bit(table->pairs, window & 0xffff) ? ONE_LETTER : SHORT_GRAM;
    int last = has_bit(table->shorts, short_place(window)) ? SHORT_GRAM : PAIR;
    for (; size <= last; size++) {
        if (find_filed(table, sized(window, size), line, start, end, found) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Reports the texts that begin at `start`, whose grams are `window`, and end by `end`. */
static inline int
find_at(const Table *table, const Line *line, uint64_t window, Py_ssize_t start, Py_ssize_t end,
        Found *found)
{
    if (may_begin_long(table, window)
        && find_filed(table, sized(window, LONG_GRAM), line, start, end, found) < 0) {
        return -1;
    }
    return may_begin_short(table, window) ? find_short(table, line, window, start, end, found) : 0;
}

static inline uint64_t
window_at(const Line *line, Py_ssize_t start)
{
    uint64_t window = 0;
    for (int i = 0; i < WHOLE; i++) {
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
        window = (window >> 8) | (uint64_t)grams[start + WHOLE - 1] << 56;
        if (find_at(table, line, window, start, line->n, found) < 0) {
            return -1;
        }
    }
    return 0;
}

#endif
