/* What a character is, as the methods of `str` have it; of the first 256 from a table. */

#ifndef CLEANER_CHARACTERS_H
#define CLEANER_CHARACTERS_H

#include <Python.h>

#if defined(__GNUC__) || defined(__clang__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

enum { IS_UPPER = 1, IS_LOWER = 2, IS_TITLE = 4, IS_SPACE = 8, IS_BREAK = 16, IS_ALNUM = 32 };

static unsigned char CHARACTERS[256]; /* filled once, when the module is made */

static unsigned
character_of_any(Py_UCS4 c)
{
    return (unsigned)((Py_UNICODE_ISUPPER(c) ? IS_UPPER : 0)
                      | (Py_UNICODE_ISLOWER(c) ? IS_LOWER : 0)
                      | (Py_UNICODE_ISTITLE(c) ? IS_TITLE : 0)
                      | (Py_UNICODE_ISSPACE(c) ? IS_SPACE : 0)
                      | (Py_UNICODE_ISLINEBREAK(c) ? IS_BREAK : 0)
                      | (Py_UNICODE_ISALNUM(c) ? IS_ALNUM : 0));
}

static int
fill_characters(PyObject *Py_UNUSED(module))
{
    for (Py_UCS4 c = 0; c < 256; c++)
        CHARACTERS[c] = (unsigned char)character_of_any(c);
    return 0;
}

/* All that a character is. */
INLINE unsigned
character(Py_UCS4 c)
{
    return c < 256 ? CHARACTERS[c] : character_of_any(c);
}

/* One of them. */
INLINE int
is_space(Py_UCS4 c)
{
    return c < 256 ? CHARACTERS[c] & IS_SPACE : Py_UNICODE_ISSPACE(c);
}

INLINE int
is_break(Py_UCS4 c)
{
    return c < 256 ? CHARACTERS[c] & IS_BREAK : Py_UNICODE_ISLINEBREAK(c);
}

INLINE int
is_upper(Py_UCS4 c)
{
    return c < 256 ? CHARACTERS[c] & IS_UPPER : Py_UNICODE_ISUPPER(c);
}

INLINE int
is_lower(Py_UCS4 c)
{
    return c < 256 ? CHARACTERS[c] & IS_LOWER : Py_UNICODE_ISLOWER(c);
}

INLINE int
is_alnum(Py_UCS4 c)
{
    return c < 256 ? CHARACTERS[c] & IS_ALNUM : Py_UNICODE_ISALNUM(c);
}

#endif
