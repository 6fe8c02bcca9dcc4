/* Dates and times: the expression of `packs/slots.py` that finds them, alternative by alternative, in
   its order. */

#ifndef FINDER_TIMES_H
#define FINDER_TIMES_H

#include "finder_base.h"

enum { MIN_MONTH = 3, LONGEST_MONTH = 14 }; /* letters */

/* A text as it is, not lowered, not compact. */
typedef struct {
    int kind;
    const void *data;
    Py_ssize_t n;
} Plain;

/* Names of months, lowered, and how letters are lowered. */
typedef struct {
    PyObject *names;
    const Letters *letters;
} Months;

static inline Py_UCS4
letter_at(const Plain *text, Py_ssize_t at)
{
    return at < text->n ? PyUnicode_READ(text->kind, text->data, at) : 0;
}

static inline int
digit_at(const Plain *text, Py_ssize_t at)
{
    Py_UCS4 letter = letter_at(text, at);
    return letter < 128 ? letter >= '0' && letter <= '9' : Py_UNICODE_ISDECIMAL(letter);
}

static inline int
is_ascii_letter(Py_UCS4 letter)
{
    return letter < 128 && (letter | 32) >= 'a' && (letter | 32) <= 'z';
}

/* A letter of a word: of an expression's \w neither a digit nor the low line. */
static inline int
is_of_word(Py_UCS4 letter)
{
    return letter < 128 ? is_ascii_letter(letter)
                        : Py_UNICODE_ISALNUM(letter) && !Py_UNICODE_ISDECIMAL(letter);
}

static inline int
stands_there(const Plain *text, Py_ssize_t at, const char *wanted)
{
    for (; *wanted; wanted++, at++) {
        if (letter_at(text, at) != (Py_UCS4)*wanted) {
            return 0;
        }
    }
    return 1;
}

static inline int
is_either_case(const Plain *text, Py_ssize_t at, const char *wanted)
{
    for (; *wanted; wanted++, at++) {
        Py_UCS4 letter = letter_at(text, at);
        if (letter >= 128 || (letter | 32) != (Py_UCS4)*wanted) {
            return 0;
        }
    }
    return 1;
}

/* The end of a word's letters, at most so many as a month may have. */
static Py_ssize_t
end_of_word(const Plain *text, Py_ssize_t start)
{
    Py_ssize_t end = start;
    while (end < text->n && end - start < LONGEST_MONTH && is_of_word(letter_at(text, end))) {
        end++;
    }
    return end;
}

/* Where "8:45", "8 am", "8 Uhr", "3.5.20", "3月" ends; 0 if none begins with this digit. */
static Py_ssize_t
end_of_time(const Plain *text, Py_ssize_t digit)
{
    Py_ssize_t at = digit + 1;
    Py_UCS4 sign = letter_at(text, at);
    if ((sign == ':' || sign == '.') && digit_at(text, at + 1) && digit_at(text, at + 2)) {
        return at + 3;
    }
    if (sign >= 128) {
        int is_one = sign == 0x5E74 || sign == 0x6708 || sign == 0x6642 || sign == 0xB144
            || sign == 0xC6D4;
        return is_one ? at + 1 : 0;
    }
    if (sign && strchr("-/.", (int)sign) && digit_at(text, at + 1)) {
        Py_ssize_t second = at + 2 + digit_at(text, at + 2);
        sign = letter_at(text, second);
        int is_one = sign && sign < 128 && strchr("-/.", (int)sign) && digit_at(text, second + 1)
            && digit_at(text, second + 2);
        return is_one ? second + 3 : 0;
    }
    at += sign == ' ';
    if (is_either_case(text, at, "a") || is_either_case(text, at, "p")) {
        at += 1 + (letter_at(text, at + 1) == '.');
        return is_either_case(text, at, "m") ? at + 1 : 0;
    }
    if (is_either_case(text, at, "uhr")) {
        return at + 3;
    }
    if (is_either_case(text, at, "noon")) {
        return at + 4;
    }
    int is_one = (is_either_case(text, at, "h") || is_either_case(text, at, "u"))
        && !is_of_word(letter_at(text, at + 1));
    return is_one ? at + 1 : 0;
}

/* Where the word begins that may name a month behind a digit: "3rd of"; -1 if none can. */
static Py_ssize_t
word_behind(const Plain *text, Py_ssize_t digit)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", ".", "\xba", "er"};
    Py_ssize_t at = digit + 1 + digit_at(text, digit + 1);
    for (int i = 0; i < 7; i++) {
        Py_UCS4 first = (unsigned char)endings[i][0];
        if (letter_at(text, at) == first
            && (endings[i][1] == 0 || letter_at(text, at + 1) == (Py_UCS4)endings[i][1])) {
            at += endings[i][1] ? 2 : 1;
            break;
        }
    }
    if (letter_at(text, at) != ' ' && letter_at(text, at) != '-') {
        return -1;
    }
    at++;
    return stands_there(text, at, "de ") || stands_there(text, at, "of ") ? at + 3 : at;
}

/* Whether a one- or two-digit number stands behind a word, and at most a point and a blank. */
static int
is_before_number(const Plain *text, Py_ssize_t end, Py_ssize_t *number)
{
    end += letter_at(text, end) == '.';
    if (letter_at(text, end) != ' ' || !digit_at(text, end + 1)) {
        return 0;
    }
    *number = end + 1;
    return !(digit_at(text, end + 2) && digit_at(text, end + 3));
}

static int
names_month(const Months *months, const Plain *text, Py_ssize_t start, Py_ssize_t end)
{
    Py_UCS4 lowered[LONGEST_MONTH];
    for (Py_ssize_t i = start; i < end; i++) {
        lowered[i - start] = lower_letter(months->letters, letter_at(text, i));
    }
    PyObject *word = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, lowered, end - start);
    int is_one = word ? PySet_Contains(months->names, word) : -1;
    Py_XDECREF(word);
    return is_one;
}

/* What the expression finds from a place on: figures alone, or a word that may name a month, behind
   a number or before one. */
typedef enum { NO_TIME, FIGURES, BEHIND_NUMBER, BEFORE_NUMBER } Time;

typedef struct {
    Time what;
    Py_ssize_t word, end; /* of the word */
    Py_ssize_t next;      /* where to look on */
} TimeFound;

static TimeFound
find_time(const Plain *text, Py_ssize_t at)
{
    TimeFound found = {.what = NO_TIME};
    for (; at < text->n && found.what == NO_TIME; at = found.next) {
        found.next = at + 1;
        if (digit_at(text, at)) {
            found.word = word_behind(text, at);
            found.end = found.word < 0 ? 0 : end_of_word(text, found.word);
            Py_ssize_t end = end_of_time(text, at);
            if (end) {
                found.what = FIGURES;
                found.next = end; /* so that "20 Uhr" of "15:20 Uhr" is no number of something */
            }
            else if (found.word >= 0 && found.end - found.word >= MIN_MONTH) {
                found.what = BEHIND_NUMBER;
                found.next = found.end;
            }
            continue;
        }
        found.word = at;
        found.end = end_of_word(text, at);
        if (found.end - at >= MIN_MONTH && is_before_number(text, found.end, &found.next)) {
            found.what = BEFORE_NUMBER;
        }
        else {
            found.next = found.end > at && found.end - at < LONGEST_MONTH ? found.end : at + 1;
        }
    }
    return found;
}

/* 1 if a text holds anything that may be a date or a time, else 0; -1 and an exception. */
static int
holds_time(const Months *months, PyObject *given)
{
    Plain text = {PyUnicode_KIND(given), PyUnicode_DATA(given), PyUnicode_GET_LENGTH(given)};
    TimeFound found = find_time(&text, 0);
    for (; found.what != NO_TIME; found = find_time(&text, found.next)) {
        int is_one = found.what == FIGURES ? 1 : names_month(months, &text, found.word, found.end);
        if (is_one != 0) {
            return is_one;
        }
    }
    return 0;
}

/* The same for a line that is to be no longer than so many characters. */
static int
is_timed_text(const Months *months, PyObject *text, Py_ssize_t longest)
{
    return PyUnicode_GET_LENGTH(text) <= longest ? holds_time(months, text) : 0;
}

/* 1 if what looks like a date has a month's name, or figures alone: `is_date` of `packs/slots.py`;
   -1 and an exception. */
static int
is_date(const Months *months, const Py_UCS4 *letters, Py_ssize_t n)
{
    Plain text = {PyUnicode_4BYTE_KIND, letters, n};
    int has_figures = 0;
    TimeFound found = find_time(&text, 0);
    for (; found.what != NO_TIME; found = find_time(&text, found.next)) {
        int is_one = found.what == FIGURES ? 0 : names_month(months, &text, found.word, found.end);
        if (is_one != 0) {
            return is_one;
        }
        if (found.what == BEHIND_NUMBER) {
            return 0;
        }
        has_figures |= found.what == FIGURES;
    }
    return has_figures;
}

#endif
