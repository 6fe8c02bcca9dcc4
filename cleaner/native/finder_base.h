/* What everything here stands on: growing arrays, and letters. */

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
#define PAD 16 /* zero bytes behind the grams of a line: of a gram and the letters ahead */

enum { IS_DECORATION = 1, IS_INVISIBLE = 2, IS_COMBINING = 4, IS_MARK = 8 };
enum { COMPACT, LOOSE, COMBINED }; /* lines: as they are, with superfluous letters, with marks */

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

/* A letter with a dot below, of Hindi or Bengali, without it; any other as it is: `folding.DOTTED`. */
static inline Py_UCS4
undotted(Py_UCS4 letter)
{
    static const Py_UCS4 hindi[] = {0x915, 0x916, 0x917, 0x91c, 0x921, 0x922, 0x92b, 0x92f};
    static const Py_UCS4 bengali[] = {0x9a1, 0x9a2, 0x9de, 0x9af};
    return letter - 0x958 < 8 ? hindi[letter - 0x958] : letter - 0x9dc < 4 ? bengali[letter - 0x9dc] : letter;
}

#endif
