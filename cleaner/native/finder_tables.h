/* Many texts at once: which of them begin at a place of a line?

   Texts are filed by their first letters (5, 3, 2 or 1 of them, as bytes: a gram). A bit for each gram
   tells most places apart at once, and of longer texts one for their first eight letters. Those of one
   gram lie sorted by the next eight letters, which each row holds as a number, so that their letters
   are looked at only where these are what stands there. */

#ifndef FINDER_TABLES_H
#define FINDER_TABLES_H

#include "finder_base.h"

enum { LONG_GRAM = 5, SHORT_GRAM = 3, PAIR = 2, ONE_LETTER = 1 };
enum { AHEAD = 8 };
enum { WHOLE = 8 }; /* letters of a longer text that are known beforehand */
#define SHORT_BITS 16
#define MARKS 3 /* two to the power of so many bits for a bucket */
#define FEW_ROWS 8 /* so many are compared one by one */

/* A text on its way into a table. */
typedef struct {
    uint64_t gram;  /* with its size in the highest byte */
    uint64_t ahead; /* the letters behind it, see `ahead_at` */
    const Py_UCS4 *letters;
    Py_ssize_t at, n, owner, limit;
} Draft;

/* A text in a table: small, since many are looked at. */
typedef struct {
    uint64_t ahead;
    uint32_t at, n; /* of its letters */
    int32_t owner;  /* an entry, or a rule */
    int32_t limit;  /* of the line's length */
} Row;

typedef struct {
    uint64_t gram;
    uint32_t first, last; /* of the rows */
} Bucket;

typedef struct {
    Row *rows;
    Draft *drafts;
    Py_ssize_t n, room;
    Py_UCS4 *letters;
    Py_ssize_t n_letters, letters_room;
    Bucket *buckets;
    /* Bits by hashes: some text begins with these five letters; is no longer than seven, or begins
       with these eight; has three or four, the first three of them these; is no longer than these
       two. */
    uint8_t *marks, *wholes, shorts[1 << (SHORT_BITS - 3)], pairs[1 << (SHORT_BITS - 3)];
    int bucket_shift, mark_shift;
} Table;

static inline uint64_t
sized(uint64_t window, int size)
{
    return (window & ((UINT64_C(1) << (8 * size)) - 1)) | ((uint64_t)size << 56);
}

static inline uint64_t
spread(uint64_t gram)
{
    return gram * UINT64_C(0x9E3779B97F4A7C15);
}

static inline int
has_bit(const uint8_t *bits, uint64_t at)
{
    return bits[at >> 3] >> (at & 7) & 1;
}

static inline void
set_bit(uint8_t *bits, uint64_t at)
{
    bits[at >> 3] |= (uint8_t)(1 << (at & 7));
}

/* Where the first three bytes of a window are marked. */
static inline uint64_t
short_place(uint64_t window)
{
    return ((uint32_t)window & 0xffffff) * UINT32_C(0x9E3779B1) >> (32 - SHORT_BITS);
}

static void
free_table(Table *table)
{
    PyMem_Free(table->rows);
    PyMem_Free(table->drafts);
    PyMem_Free(table->letters);
    PyMem_Free(table->buckets);
    PyMem_Free(table->marks);
    PyMem_Free(table->wholes);
    memset(table, 0, sizeof(*table));
}

/* Copies a text behind the others. */
static int
add_text(Table *table, PyObject *text, Py_ssize_t *at)
{
    if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) == 0) {
        PyErr_SetString(PyExc_ValueError, "texts to be looked for are not empty");
        return -1;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (MAKE_ROOM(table->letters, table->letters_room, table->n_letters, n) < 0) {
        return -1;
    }
    *at = table->n_letters;
    if (PyUnicode_AsUCS4(text, table->letters + *at, n, 0) == NULL) {
        return -1;
    }
    table->n_letters += n;
    return 0;
}

static int
add_row(Table *table, Py_ssize_t at, Py_ssize_t n, Py_ssize_t owner, Py_ssize_t limit)
{
    if (MAKE_ROOM(table->drafts, table->room, table->n, 1) < 0) {
        return -1;
    }
    table->drafts[table->n++] = (Draft){0, 0, NULL, at, n, owner, limit};
    return 0;
}

static int
compare_drafts(const void *one, const void *two)
{
    const Draft *a = one, *b = two;
    if (a->gram != b->gram) {
        return a->gram < b->gram ? -1 : 1;
    }
    if (a->ahead != b->ahead) {
        return a->ahead < b->ahead ? -1 : 1;
    }
    for (Py_ssize_t i = 0; i < a->n && i < b->n; i++) {
        if (a->letters[i] != b->letters[i]) {
            return a->letters[i] < b->letters[i] ? -1 : 1;
        }
    }
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    return a->owner < b->owner ? -1 : a->owner > b->owner;
}

static uint64_t
window_of(const Py_UCS4 *letters, int n)
{
    uint64_t window = 0;
    for (int i = 0; i < n; i++) {
        window |= (uint64_t)gram_byte(letters[i]) << (8 * i);
    }
    return window;
}

static uint64_t
gram_of(const Draft *row)
{
    int size = row->n >= LONG_GRAM ? LONG_GRAM : row->n > SHORT_GRAM ? SHORT_GRAM : (int)row->n;
    return sized(window_of(row->letters, size), size);
}

/* The letters of a text behind its gram: up to eight as bytes, the first one highest, zeros behind. */
static uint64_t
ahead_of(const Draft *row)
{
    uint64_t ahead = 0;
    Py_ssize_t size = (Py_ssize_t)(row->gram >> 56);
    for (Py_ssize_t i = size; i < size + AHEAD; i++) {
        ahead = ahead << 8 | (i < row->n ? gram_byte(row->letters[i]) : 0);
    }
    return ahead;
}

static Bucket *
bucket_of(const Table *table, uint64_t gram)
{
    size_t mask = ((size_t)1 << (64 - table->bucket_shift)) - 1;
    size_t at = (size_t)(spread(gram) >> table->bucket_shift);
    while (table->buckets[at].gram != 0 && table->buckets[at].gram != gram) {
        at = (at + 1) & mask;
    }
    return &table->buckets[at];
}

/* Marks with what a text begins. */
static void
note_beginning(Table *table, const Draft *row)
{
    if (row->n < SHORT_GRAM) {
        for (uint64_t other = 0; other < (row->n == PAIR ? 1 : 256); other++) {
            set_bit(table->pairs, (row->gram & 0xffff) | other << 8);
        }
    }
    else if (row->n < LONG_GRAM) {
        set_bit(table->shorts, short_place(row->gram));
    }
    else {
        uint64_t whole = row->n < WHOLE ? row->gram : window_of(row->letters, WHOLE);
        set_bit(table->marks, spread(row->gram) >> table->mark_shift);
        set_bit(table->wholes, spread(whole) >> table->mark_shift);
    }
}

static int
make_rows(Table *table)
{
    if (table->n > INT32_MAX || (uint64_t)table->n_letters > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "there are too many texts to look for");
        return -1;
    }
    table->rows = PyMem_Calloc((size_t)table->n + 1, sizeof(Row));
    if (table->rows == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < table->n; i++) {
        const Draft *draft = &table->drafts[i];
        int32_t limit = draft->limit < INT32_MAX ? (int32_t)draft->limit : INT32_MAX;
        table->rows[i] = (Row){draft->ahead, (uint32_t)draft->at, (uint32_t)draft->n,
                               (int32_t)draft->owner, limit};
    }
    PyMem_Free(table->drafts);
    table->drafts = NULL;
    return 0;
}

static int
make_buckets(Table *table)
{
    int width = 6;
    while (((Py_ssize_t)1 << width) < table->n) { /* many texts share a gram */
        width++;
    }
    table->bucket_shift = 64 - width;
    table->mark_shift = 64 - (width + MARKS);
    table->buckets = PyMem_Calloc((size_t)1 << width, sizeof(Bucket));
    table->marks = PyMem_Calloc((size_t)1 << (width + MARKS - 3), 1);
    table->wholes = PyMem_Calloc((size_t)1 << (width + MARKS - 3), 1);
    if (table->buckets == NULL || table->marks == NULL || table->wholes == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

/* Sorts and files the texts; nothing is added afterwards. */
static int
file_rows(Table *table)
{
    if (table->n == 0) {
        return 0; /* nothing is looked up in an empty one */
    }
    FIT(table->letters, table->n_letters);
    if (make_buckets(table) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < table->n; i++) {
        Draft *draft = &table->drafts[i];
        draft->letters = table->letters + draft->at;
        draft->gram = gram_of(draft);
        draft->ahead = ahead_of(draft);
    }
    if (table->n > 1) {
        qsort(table->drafts, (size_t)table->n, sizeof(Draft), compare_drafts);
    }
    for (Py_ssize_t i = 0; i < table->n; i++) {
        uint64_t gram = table->drafts[i].gram;
        Bucket *bucket = bucket_of(table, gram);
        if (bucket->gram == 0) {
            *bucket = (Bucket){gram, (uint32_t)i, (uint32_t)i};
        }
        bucket->last = (uint32_t)(i + 1);
        note_beginning(table, &table->drafts[i]);
    }
    return make_rows(table);
}

#endif
