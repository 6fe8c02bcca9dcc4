/* Many texts at once: which of them begin at a place of a line?

   Texts are filed by their first letters (5, 3, 2 or 1 of them, as bytes: a gram). A bit for each gram
   tells most places apart at once, and of longer texts one for their first eight letters. Those of one
   gram lie sorted by the next eight letters, which each row holds as a number, so that their letters
   are looked at only where these are what stands there. `finder_drafts.h` makes them. */

#ifndef FINDER_TABLES_H
#define FINDER_TABLES_H

#include "finder_base.h"

enum { LONG_GRAM = 5, SHORT_GRAM = 3, PAIR = 2, ONE_LETTER = 1 };
enum { AHEAD = 8 };
enum { WHOLE = 8 }; /* letters of a longer text that are known beforehand */
#define SHORT_BITS 16
#define SHORT_BYTES (1 << (SHORT_BITS - 3))
#define MARKS 4 /* two to the power of so many bits for a bucket */
#define FEW_ROWS 8 /* so many are compared one by one */

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
    const Row *rows;
    Py_ssize_t n;
    const Py_UCS4 *letters;
    const Bucket *buckets; /* hashed by their gram; some are free */
    /* Bits by hashes: some text begins with these five letters; is no longer than seven, or begins
       with these eight; has three or four, the first three of them these; is no longer than these
       two. */
    const uint8_t *marks, *wholes, *shorts, *pairs;
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

/* Where the first three bytes of a window are marked. */
static inline uint64_t
short_place(uint64_t window)
{
    return ((uint32_t)window & 0xffffff) * UINT32_C(0x9E3779B1) >> (32 - SHORT_BITS);
}

/* Where the bucket of a gram is, or the free one that would be its. */
static inline size_t
place_of_bucket(const Bucket *buckets, int bucket_shift, uint64_t gram)
{
    size_t mask = ((size_t)1 << (64 - bucket_shift)) - 1;
    size_t at = (size_t)(spread(gram) >> bucket_shift);
    while (buckets[at].gram != 0 && buckets[at].gram != gram) {
        at = (at + 1) & mask;
    }
    return at;
}

#endif
