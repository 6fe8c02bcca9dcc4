/* What cues count, looked up by numbers: those of words, and of the signs for their shapes. */

#ifndef BREAKS_TABLE_H
#define BREAKS_TABLE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

enum { FAR = 12, LONG = 24, LONG_WORD = 6, MOST_SIZE = 5 }; /* as in `breaks/cues.py` */
enum { KINDS = 32, LASTS = 64 }; /* more than there are: `_KINDS` and `_LASTS` of `breaks/points.py` */
enum { IS_OPENING = 1, IS_MARK = 2 };

/* Kinds of cue, in the order of `points.CUES`. */
enum {
    OF_KINDS = 1, OF_LAST, BEFORE, AFTER, BEFORE_KIND, AFTER_KIND, SECOND_BEFORE, SECOND_AFTER,
    ENDS, AROUND, BEGINS, SINCE, UNTIL, LENGTHS, FIRST, ABOVE, BELOW, BESIDE,
};

typedef struct {
    uint32_t at, n; /* of its letters */
} Spelling;

typedef struct {
    PyObject_HEAD
    uint64_t *keys; /* of cues, by hash; 0 where there is none */
    int32_t *points;
    uint64_t mask;
    Spelling *spellings; /* of words, by number; 0 is none */
    uint32_t *ids;       /* of words, by hash; 0 where there is none */
    uint64_t id_mask;
    Py_UCS4 *letters;
    uint32_t empty; /* the number of the word without letters */
    uint8_t kinds[128], lasts[128]; /* numbers of signs, see `place_of` */
    uint8_t signs[128], marks[128]; /* the same for any first and last sign but letters and digits */
    uint8_t flags[128];
    int first_end; /* from this number on a last sign ends a sentence */
    PyObject *all_kinds, *all_lasts, *shape;
} Table;

static inline int
is_of(const Table *table, Py_UCS4 c, int flag)
{
    return c < 128 && (table->flags[c] & flag);
}

static inline Py_ssize_t
before_or(Py_ssize_t n, Py_ssize_t most)
{
    return n < most ? n : most;
}

static inline uint64_t
mixed(uint64_t key)
{
    key *= UINT64_C(0x9E3779B97F4A7C15);
    return key ^ (key >> 29);
}

/* What a cue counts. */
static inline int32_t
count(const Table *table, int cue, uint32_t one, uint32_t other)
{
    uint64_t key = (uint64_t)cue << 56 | (uint64_t)one << 28 | other;
    for (uint64_t at = mixed(key) & table->mask; table->keys[at]; at = (at + 1) & table->mask) {
        if (table->keys[at] == key)
            return table->points[at];
    }
    return 0;
}

static inline uint64_t
hash_of(const Py_UCS4 *letters, Py_ssize_t n)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (Py_ssize_t i = 0; i < n; i++)
        hash = (hash ^ letters[i]) * UINT64_C(0x100000001b3);
    return mixed(hash);
}

/* The number of a word; 0 if no cue names it. */
static uint32_t
id_of(const Table *table, const Py_UCS4 *letters, Py_ssize_t n)
{
    for (uint64_t at = hash_of(letters, n) & table->id_mask; table->ids[at];
         at = (at + 1) & table->id_mask) {
        Spelling own = table->spellings[table->ids[at]];
        if (own.n == (uint32_t)n
            && memcmp(table->letters + own.at, letters, (size_t)n * sizeof(Py_UCS4)) == 0)
            return table->ids[at];
    }
    return 0;
}

/* The place of a sign among those of its sort; -1, without an exception, if it is none. */
static Py_ssize_t
place_of(PyObject *all, PyObject *sign)
{
    if (PyUnicode_GET_LENGTH(sign) != 1)
        return -1;
    return PyUnicode_FindChar(all, PyUnicode_READ_CHAR(sign, 0), 0, PyUnicode_GET_LENGTH(all), 1);
}

/* The least power of two that leaves half of the places free. */
static uint64_t
room_for(Py_ssize_t n)
{
    uint64_t room = 16;
    while (room < 2 * (uint64_t)n)
        room *= 2;
    return room;
}

static int
fill_words(Table *table, PyObject *words)
{
    Py_ssize_t n = PyList_GET_SIZE(words), n_letters = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *word = PyList_GET_ITEM(words, i);
        if (!PyUnicode_Check(word)) {
            PyErr_SetString(PyExc_TypeError, "words are strings");
            return -1;
        }
        n_letters += PyUnicode_GET_LENGTH(word);
    }
    table->id_mask = room_for(n) - 1;
    table->ids = PyMem_Calloc((size_t)table->id_mask + 1, sizeof(uint32_t));
    table->spellings = PyMem_Calloc((size_t)n + 1, sizeof(Spelling));
    table->letters = PyMem_Calloc((size_t)n_letters + 1, sizeof(Py_UCS4));
    if (table->ids == NULL || table->spellings == NULL || table->letters == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    uint32_t at = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *word = PyList_GET_ITEM(words, i);
        Py_ssize_t size = PyUnicode_GET_LENGTH(word);
        for (Py_ssize_t j = 0; j < size; j++)
            table->letters[at + j] = PyUnicode_READ_CHAR(word, j);
        table->spellings[i + 1] = (Spelling){at, (uint32_t)size};
        uint64_t place = hash_of(table->letters + at, size) & table->id_mask;
        while (table->ids[place])
            place = (place + 1) & table->id_mask;
        table->ids[place] = (uint32_t)(i + 1);
        at += (uint32_t)size;
    }
    table->empty = id_of(table, table->letters, 0);
    return 0;
}

static int
fill_cues(Table *table, const Py_buffer *cues, const Py_buffer *points)
{
    Py_ssize_t n = cues->len / (Py_ssize_t)sizeof(uint64_t);
    if (points->len / (Py_ssize_t)sizeof(int32_t) != n) {
        PyErr_SetString(PyExc_ValueError, "columns must be of one length");
        return -1;
    }
    table->mask = room_for(n) - 1;
    table->keys = PyMem_Calloc((size_t)table->mask + 1, sizeof(uint64_t));
    table->points = PyMem_Calloc((size_t)table->mask + 1, sizeof(int32_t));
    if (table->keys == NULL || table->points == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        uint64_t key;
        memcpy(&key, (const char *)cues->buf + i * (Py_ssize_t)sizeof(key), sizeof(key));
        uint64_t at = mixed(key) & table->mask;
        while (table->keys[at])
            at = (at + 1) & table->mask;
        table->keys[at] = key;
        memcpy(&table->points[at], (const char *)points->buf + i * (Py_ssize_t)sizeof(int32_t),
               sizeof(int32_t));
    }
    return 0;
}

static void
fill_flags(Table *table, PyObject *signs, int flag)
{
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(signs); i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(signs, i);
        if (c < 128)
            table->flags[c] |= (uint8_t)flag;
    }
}

/* Number the signs of a sort; `any` is the one for all that are not among them. */
static void
fill_signs(PyObject *all, Py_UCS4 any, uint8_t *numbers, uint8_t *others)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(all);
    for (int pass = 0; pass < 2; pass++) {
        for (Py_ssize_t i = 0; i < n; i++) {
            Py_UCS4 c = PyUnicode_READ_CHAR(all, i);
            if (pass == 0 && c == any)
                memset(others, (int)i, 128);
            else if (pass == 1 && c < 128) {
                numbers[c] = (uint8_t)i;
                if (!Py_ISALNUM(c))
                    others[c] = (uint8_t)i;
            }
        }
    }
}

static void
table_dealloc(PyObject *self)
{
    Table *table = (Table *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(table->keys);
    PyMem_Free(table->points);
    PyMem_Free(table->spellings);
    PyMem_Free(table->ids);
    PyMem_Free(table->letters);
    Py_XDECREF(table->all_kinds);
    Py_XDECREF(table->all_lasts);
    Py_XDECREF(table->shape);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
table_new(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    PyObject *words, *kinds, *lasts, *opening, *marks, *shape;
    Py_buffer cues, points;
    int first_end;
    if (!PyArg_ParseTuple(arguments, "O!y*y*UUiUUO", &PyList_Type, &words, &cues, &points, &kinds,
                          &lasts, &first_end, &opening, &marks, &shape))
        return NULL;
    Table *table = (Table *)type->tp_alloc(type, 0);
    if (table != NULL) {
        table->all_kinds = Py_NewRef(kinds);
        table->all_lasts = Py_NewRef(lasts);
        table->shape = Py_NewRef(shape);
        table->first_end = first_end;
        fill_signs(kinds, '.', table->kinds, table->signs);
        fill_signs(lasts, '~', table->lasts, table->marks);
        fill_flags(table, opening, IS_OPENING);
        fill_flags(table, marks, IS_MARK);
        if (PyUnicode_GET_LENGTH(kinds) >= KINDS - 1 || PyUnicode_GET_LENGTH(lasts) >= LASTS) {
            PyErr_SetString(PyExc_ValueError, "too many signs");
            Py_CLEAR(table);
        }
        else if (fill_words(table, words) < 0 || fill_cues(table, &cues, &points) < 0)
            Py_CLEAR(table);
    }
    PyBuffer_Release(&cues);
    PyBuffer_Release(&points);
    return (PyObject *)table;
}

#endif
