/* Images: arrays one behind the other, in the bytes of this machine, so that they are used where they
   lie. Each begins at a multiple of eight, behind its size. */

#ifndef FINDER_IMAGE_H
#define FINDER_IMAGE_H

#include "finder_base.h"

enum { ALIGNED = 8 };

/* Writing. */

typedef struct {
    char *bytes;
    Py_ssize_t n, room;
} Writer;

static int
put(Writer *writer, const void *items, Py_ssize_t n, size_t size)
{
    uint64_t taken = (uint64_t)n * size;
    Py_ssize_t padded = (Py_ssize_t)((taken + ALIGNED - 1) / ALIGNED * ALIGNED);
    if (MAKE_ROOM(writer->bytes, writer->room, writer->n, padded + (Py_ssize_t)sizeof(taken)) < 0) {
        return -1;
    }
    char *at = writer->bytes + writer->n;
    memcpy(at, &taken, sizeof(taken));
    memset(at + sizeof(taken), 0, (size_t)padded);
    if (taken) {
        memcpy(at + sizeof(taken), items, (size_t)taken);
    }
    writer->n += padded + (Py_ssize_t)sizeof(taken);
    return 0;
}

#define PUT(writer, items, n) put(writer, items, n, sizeof(*(items)))

/* Reading. */

typedef struct {
    const char *bytes;
    Py_ssize_t n, at;
} Image;

static int
is_broken(void)
{
    PyErr_SetString(PyExc_ValueError, "this is no image of a finder, or of another one");
    return -1;
}

/* Gives the next array, which must have items of a size, as it was put; says how many there are. */
static int
take_array(Image *image, const void **items, Py_ssize_t *n, size_t size)
{
    uint64_t taken;
    Py_ssize_t left = image->n - image->at - (Py_ssize_t)sizeof(taken);
    if (left < 0) {
        return is_broken();
    }
    memcpy(&taken, image->bytes + image->at, sizeof(taken));
    if (taken > (uint64_t)left || taken % size) {
        return is_broken();
    }
    *items = image->bytes + image->at + sizeof(taken);
    *n = (Py_ssize_t)(taken / size);
    image->at += (Py_ssize_t)(sizeof(taken) + (taken + ALIGNED - 1) / ALIGNED * ALIGNED);
    return 0;
}

#define TAKE(image, items, n) take_array(image, (const void **)&(items), n, sizeof(*(items)))

#endif
