/* How many words a text has, as `count_words` of `sentences.py` says it. */

#ifndef CLEANER_WORDS_H
#define CLEANER_WORDS_H

#include <Python.h>

enum { BLANK_EVERY = 12, WIDE_CHARS_A_WORD = 3, CHARS_A_WORD = 5 };

/* Of a script without blanks, how many of its characters make a word; 0 of any other. */
static inline Py_ssize_t
chars_a_word(Py_UCS4 letter)
{
    if (letter < 0x0e00 || letter >= 0xff00) {
        return 0;
    }
    if (letter > 0x3000) {
        return WIDE_CHARS_A_WORD;
    }
    int is_thai_or_lao = letter < 0x0f00, is_burmese = letter >= 0x1000 && letter < 0x10a0;
    return is_thai_or_lao || is_burmese || (letter >= 0x1780 && letter < 0x1800) ? CHARS_A_WORD : 0;
}

/* Counts no further than is needed to tell that there are `enough`; of a text that may have fewer
   blanks than words, so many characters are looked at. */
static Py_ssize_t
count_words(PyObject *text, Py_ssize_t enough, Py_ssize_t looked_at)
{
    int kind = PyUnicode_KIND(text), is_inside = 0;
    const void *letters = PyUnicode_DATA(text);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), words = 0;
    for (Py_ssize_t i = 0; i < n && (words < enough || words * BLANK_EVERY < n); i++) {
        int is_space = Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, i));
        words += !is_space && !is_inside;
        is_inside = !is_space;
    }
    if (words * BLANK_EVERY < n) {
        for (Py_ssize_t i = 0; i < n && i < looked_at; i++) {
            Py_ssize_t chars = chars_a_word(PyUnicode_READ(kind, letters, i));
            if (chars) {
                return n / chars;
            }
        }
    }
    return words;
}

#endif
