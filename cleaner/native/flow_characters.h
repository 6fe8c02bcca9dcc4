/* What a character is to the sweep, and what stands for it in the folded text. */

#ifndef CLEANER_FLOW_CHARACTERS_H
#define CLEANER_FLOW_CHARACTERS_H

#include "characters.h"

enum { UPPER = 1, LOWER = 2, STOP = 4, OTHER = 8, SPACE = 16, BREAK = 32, FOLDS = 64 };
enum { LETTER = UPPER | LOWER, SHAPE = UPPER | LOWER | STOP | OTHER };
enum { LEFT_ARROW = 0xab, RIGHT_ARROW = 0xbb, ARROW = 0x203a };

#define TABLED 0x2100 /* characters up to there, curly quotes among them, have their flags in a table */

static unsigned char FLAGS[TABLED]; /* filled once, when the module is made */

/* The character that stands for one in the folded text; see `folding.fold`. */
static Py_UCS4
folded_of(Py_UCS4 c)
{
    switch (c) {
    case '`': case 0xb4: case 0x2bc: case 0x2c8:
    case 0x2018: case 0x2019: case 0x201b: case 0x2032:
        return '\'';
    case 0x201c: case 0x201d: case 0x201e: case 0x201f: case 0x2033:
    case 0x301d: case 0x301e: case 0xff02:
        return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015:
    case 0x2212: case 0xff0d:
        return '-';
    case '\t': case 0x1f: case 0xa0: case 0x1680: case 0x2000: case 0x2001: case 0x2002:
    case 0x2003: case 0x2004: case 0x2005: case 0x2006: case 0x2007: case 0x2008: case 0x2009:
    case 0x200a: case 0x202f: case 0x205f: case 0x3000:
        return ' ';
    default:
        return c;
    }
}

/* Flags of any character: those of shape are of the character that it is folded to. */
static unsigned
flags_of(Py_UCS4 c)
{
    Py_UCS4 shape = folded_of(c);
    unsigned flags = shape == c ? 0 : FOLDS;
    if (Py_UNICODE_ISSPACE(c))
        flags |= SPACE;
    if (Py_UNICODE_ISLINEBREAK(c))
        flags |= BREAK;
    if (shape > 0xff || shape == '.' || shape == '!' || shape == '?')
        return flags | STOP;
    if (Py_UNICODE_ISUPPER(shape))
        return flags | UPPER;
    return flags | (Py_UNICODE_ISLOWER(shape) ? LOWER : OTHER);
}

INLINE unsigned
quick_flags(Py_UCS4 c)
{
    if (c < TABLED)
        return FLAGS[c];
    if ((c > 0x3020 && c < 0xff00) || c > 0xffff) /* neither folded nor blank */
        return STOP;
    return flags_of(c);
}

#endif
