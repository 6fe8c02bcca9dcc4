/* Making a table of texts, and writing it into an image. */

#ifndef FINDER_DRAFTS_H
#define FINDER_DRAFTS_H

#include "finder_image.h"
#include "finder_tables.h"

/* A text on its way into a table. */
typedef struct {
    uint64_t gram;  /* with its size in the highest byte */
    uint64_t ahead; /* the letters behind it, see `ahead_at` */
    const Py_UCS4 *letters;
    Py_ssize_t at, n, owner, limit;
} Draft;

typedef struct {
    Draft *items;
    Py_ssize_t n, room;
} Drafts;

/* The letters of all texts, each once. */
typedef struct {
    Py_UCS4 *letters;
    Py_ssize_t n, room;
    PyObject *places; /* where a text begins */
} Texts;

/* Copies a text behind the others, unless it is among them; says where it begins. */
static int
add_text(Texts *texts, PyObject *text, Py_ssize_t *at)
{
    if (!PyUnicode_CheckExact(text) || PyUnicode_GET_LENGTH(text) == 0) {
        PyErr_SetString(PyExc_ValueError, "texts to be looked for are not empty");
        return -1;
    }
    PyObject *known = PyDict_GetItemWithError(texts->places, text);
    if (known != NULL || PyErr_Occurred()) {
        *at = known != NULL ? PyLong_AsSsize_t(known) : -1;
        return *at < 0 ? -1 : 0;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    PyObject *place = PyLong_FromSsize_t(texts->n);
    *at = texts->n;
    if ((uint64_t)*at + (uint64_t)n > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "there are too many texts to look for");
    }
    else if (place != NULL && PyDict_SetItem(texts->places, text, place) == 0
             && MAKE_ROOM(texts->letters, texts->room, texts->n, n) == 0
             && PyUnicode_AsUCS4(text, texts->letters + *at, n, 0) != NULL) {
        texts->n += n;
    }
    Py_XDECREF(place);
    return PyErr_Occurred() ? -1 : 0;
}

static int
add_draft(Drafts *drafts, Py_ssize_t at, Py_ssize_t n, Py_ssize_t owner, Py_ssize_t limit)
{
    if (MAKE_ROOM(drafts->items, drafts->room, drafts->n, 1) < 0) {
        return -1;
    }
    drafts->items[drafts->n++] = (Draft){0, 0, NULL, at, n, owner, limit};
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
gram_of(const Draft *draft)
{
    int size = draft->n >= LONG_GRAM ? LONG_GRAM : draft->n > SHORT_GRAM ? SHORT_GRAM : (int)draft->n;
    return sized(window_of(draft->letters, size), size);
}

/* The letters of a text behind its gram: up to eight as bytes, the first one highest, zeros behind. */
static uint64_t
ahead_of(const Draft *draft)
{
    uint64_t ahead = 0;
    Py_ssize_t size = (Py_ssize_t)(draft->gram >> 56);
    for (Py_ssize_t i = size; i < size + AHEAD; i++) {
        ahead = ahead << 8 | (i < draft->n ? gram_byte(draft->letters[i]) : 0);
    }
    return ahead;
}

static void
sort_drafts(Drafts *drafts, const Texts *texts)
{
    for (Py_ssize_t i = 0; i < drafts->n; i++) {
        Draft *draft = &drafts->items[i];
        draft->letters = texts->letters + draft->at;
        draft->gram = gram_of(draft);
        draft->ahead = ahead_of(draft);
    }
    if (drafts->n > 1) {
        qsort(drafts->items, (size_t)drafts->n, sizeof(Draft), compare_drafts);
    }
}

/* What is made of the drafts. */
typedef struct {
    Row *rows;
    Bucket *buckets;
    uint8_t *marks, *wholes, *shorts, *pairs;
    int width; /* there are two to the power of it buckets */
} Making;

static int
begin_making(Making *making, const Drafts *drafts)
{
    int width = 6;
    Py_ssize_t grams = 1;
    for (Py_ssize_t i = 1; i < drafts->n; i++) {
        grams += drafts->items[i].gram != drafts->items[i - 1].gram;
    }
    while (((Py_ssize_t)1 << width) <= grams + grams / 2) { /* a third is free at least */
        width++;
    }
    making->width = width;
    making->rows = PyMem_Calloc((size_t)drafts->n + 1, sizeof(Row));
    making->buckets = PyMem_Calloc((size_t)1 << width, sizeof(Bucket));
    making->marks = PyMem_Calloc((size_t)1 << (width + MARKS - 3), 1);
    making->wholes = PyMem_Calloc((size_t)1 << (width + MARKS - 3), 1);
    making->shorts = PyMem_Calloc(SHORT_BYTES, 1);
    making->pairs = PyMem_Calloc(SHORT_BYTES, 1);
    if (making->rows == NULL || making->buckets == NULL || making->marks == NULL
        || making->wholes == NULL || making->shorts == NULL || making->pairs == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void
free_making(Making *making)
{
    PyMem_Free(making->rows);
    PyMem_Free(making->buckets);
    PyMem_Free(making->marks);
    PyMem_Free(making->wholes);
    PyMem_Free(making->shorts);
    PyMem_Free(making->pairs);
}

static inline void
set_bit(uint8_t *bits, uint64_t at)
{
    bits[at >> 3] |= (uint8_t)(1 << (at & 7));
}

/* Marks with what a text begins. */
static void
note_beginning(Making *making, const Draft *draft)
{
    int mark_shift = 64 - (making->width + MARKS);
    if (draft->n < SHORT_GRAM) {
        for (uint64_t other = 0; other < (draft->n == PAIR ? 1 : 256); other++) {
            set_bit(making->pairs, (draft->gram & 0xffff) | other << 8);
        }
    }
    else if (draft->n < LONG_GRAM) {
        set_bit(making->shorts, short_place(draft->gram));
    }
    else {
        uint64_t whole = draft->n < WHOLE ? draft->gram : window_of(draft->letters, WHOLE);
        set_bit(making->marks, spread(draft->gram) >> mark_shift);
        set_bit(making->wholes, spread(whole) >> mark_shift);
    }
}

static void
fill_making(Making *making, const Drafts *drafts)
{
    for (Py_ssize_t i = 0; i < drafts->n; i++) {
        const Draft *draft = &drafts->items[i];
        int32_t limit = draft->limit < INT32_MAX ? (int32_t)draft->limit : INT32_MAX;
        making->rows[i] = (Row){draft->ahead, (uint32_t)draft->at, (uint32_t)draft->n,
                                (int32_t)draft->owner, limit};
        Bucket *bucket = making->buckets + place_of_bucket(making->buckets, 64 - making->width, draft->gram);
        if (bucket->gram == 0) {
            *bucket = (Bucket){draft->gram, (uint32_t)i, (uint32_t)i};
        }
        bucket->last = (uint32_t)(i + 1);
        note_beginning(making, draft);
    }
}

/* Sorts and files the texts, and writes the table; without texts nothing but that there are none. */
static int
put_table(Writer *writer, Drafts *drafts, const Texts *texts)
{
    Making making = {0};
    int status = -1;
    if (drafts->n > INT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "there are too many texts to look for");
        return -1;
    }
    sort_drafts(drafts, texts);
    if (begin_making(&making, drafts) == 0) {
        Py_ssize_t n = drafts->n ? (Py_ssize_t)1 << making.width : 0;
        Py_ssize_t n_short = drafts->n ? SHORT_BYTES : 0;
        fill_making(&making, drafts);
        status = PUT(writer, making.rows, drafts->n) < 0 || PUT(writer, making.buckets, n) < 0
            || PUT(writer, making.marks, n << MARKS >> 3) < 0
            || PUT(writer, making.wholes, n << MARKS >> 3) < 0 || PUT(writer, making.shorts, n_short) < 0
            || PUT(writer, making.pairs, n_short) < 0 ? -1 : 0;
    }
    free_making(&making);
    return status;
}

#endif
