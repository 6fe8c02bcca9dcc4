/* Where lines seem to have begun in running text, and which go on: the twin of `breaks/guess.py`. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#include "breaks_table.h"
#include "numbers.h"

/* A word of a text. */
typedef struct {
    Py_ssize_t start, since, until; /* see `breaks/cues.py` */
    uint32_t id;                    /* of its key */
    uint32_t size;                  /* of its key, in threes */
    Py_UCS4 first;                  /* the sign that it begins with; 0 for a letter or a digit */
    uint8_t kind, last;
} Word;

typedef struct {
    Word *at;
    Py_ssize_t n, room;
    Py_UCS4 *key; /* room for that of the longest word */
} Words;

static inline uint32_t
in_threes(Py_ssize_t letters)
{
    return (uint32_t)(letters / 3 < LONG_WORD ? letters / 3 : LONG_WORD);
}

/* Reads a word of ASCII letters as `shape` in `breaks/cues.py` does. */
static void
read_ascii(const Table *table, Words *words, Word *word, int kind, const void *data, Py_ssize_t end)
{
    Py_ssize_t start = word->start, from = start, to = end, n_lower = 0, n_letters = 0;
    while (from < end && is_of(table, PyUnicode_READ(kind, data, from), IS_OPENING))
        from++;
    unsigned char first = from < end ? (unsigned char)PyUnicode_READ(kind, data, from) : 0;
    for (Py_ssize_t i = start; i < end; i++) {
        unsigned char c = (unsigned char)PyUnicode_READ(kind, data, i);
        n_lower += Py_ISLOWER(c) != 0;
        n_letters += Py_ISALPHA(c) != 0;
    }
    if (first != 0 && Py_ISUPPER(first))
        word->kind = table->kinds[n_lower == 0 && end - start > 1 ? 'A' : 'U'];
    else if (first != 0 && Py_ISLOWER(first))
        word->kind = table->kinds['l'];
    else if (first != 0 && Py_ISDIGIT(first))
        word->kind = table->kinds['D'];
    else /* a sign, or one of no kind */
        word->kind = table->signs[first];
    unsigned char last = (unsigned char)PyUnicode_READ(kind, data, end - 1);
    word->last = Py_ISALPHA(last) ? table->lasts['a']
               : Py_ISDIGIT(last) ? table->lasts['d'] : table->marks[last];
    first = (unsigned char)PyUnicode_READ(kind, data, start);
    word->first = Py_ISALNUM(first) ? 0 : first;
    if (n_letters < end - start) {
        while (to > start && is_of(table, PyUnicode_READ(kind, data, to - 1), IS_MARK))
            to--;
        while (start < to && is_of(table, PyUnicode_READ(kind, data, start), IS_MARK))
            start++;
    }
    for (Py_ssize_t i = start; i < to; i++) {
        unsigned char c = (unsigned char)PyUnicode_READ(kind, data, i);
        words->key[i - start] = Py_ISDIGIT(c) ? '0' : (Py_UCS4)Py_TOLOWER(c);
    }
    word->id = id_of(table, words->key, to - start);
    word->size = in_threes(to - start);
}

/* Reads any other word: Python says what it is. */
static int
read_other(const Table *table, Word *word, PyObject *text, Py_ssize_t end)
{
    PyObject *own = PyUnicode_Substring(text, word->start, end), *key, *kind, *last, *first;
    PyObject *shape = own == NULL ? NULL : PyObject_CallOneArg(table->shape, own);
    int status = -1;
    if (shape != NULL && !PyTuple_Check(shape))
        PyErr_SetString(PyExc_TypeError, "the shape of a word is a tuple");
    else if (shape != NULL && PyArg_ParseTuple(shape, "UUUU", &key, &kind, &last, &first)) {
        Py_ssize_t n = PyUnicode_GET_LENGTH(key), k = place_of(table->all_kinds, kind);
        Py_ssize_t l = place_of(table->all_lasts, last);
        Py_UCS4 *copy = PyUnicode_AsUCS4Copy(key);
        if (copy != NULL && k >= 0 && l >= 0) {
            word->kind = (uint8_t)k;
            word->last = (uint8_t)l;
            word->first = PyUnicode_GET_LENGTH(first) ? PyUnicode_READ_CHAR(first, 0) : 0;
            word->id = id_of(table, copy, n);
            word->size = in_threes(n);
            status = 0;
        }
        else if (copy != NULL)
            PyErr_SetString(PyExc_ValueError, "a word of no known shape");
        PyMem_Free(copy);
    }
    Py_XDECREF(shape);
    Py_XDECREF(own);
    return status;
}

static int
read_words(const Table *table, PyObject *text, Words *words)
{
    int kind = PyUnicode_KIND(text), is_ascii = 1;
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), start = 0;
    for (Py_ssize_t i = 0; i <= n; i++) {
        Py_UCS4 c = i < n ? PyUnicode_READ(kind, data, i) : ' ';
        is_ascii &= c < 128;
        if (c != ' ')
            continue;
        if (i > start) {
            Word *word = &words->at[words->n++];
            *word = (Word){.start = start};
            if (is_ascii)
                read_ascii(table, words, word, kind, data, i);
            else if (read_other(table, word, text, i) < 0)
                return -1;
        }
        start = i + 1;
        is_ascii = 1;
    }
    return 0;
}

/* Counts the words from the end of a sentence, and to the next one. */
static void
count_words_between(const Table *table, Words *words)
{
    Py_ssize_t end = -1;
    for (Py_ssize_t i = 0; i < words->n; i++) {
        words->at[i].since = i - 1 - end;
        if (words->at[i].last >= table->first_end)
            end = i;
    }
    end = words->n - 1;
    for (Py_ssize_t i = words->n - 1; i >= 0; i--) {
        if (words->at[i].last >= table->first_end)
            end = i;
        words->at[i].until = end - i + 1;
    }
}

/* What the cues of the place before a word count. */
static int64_t
points_at(const Table *table, const Words *words, Py_ssize_t at)
{
    const Word *after = &words->at[at], *before = after - 1;
    const Word *far = at > 1 ? before - 1 : NULL, *next = at + 1 < words->n ? after + 1 : NULL;
    uint32_t far_id = far ? far->id : table->empty, next_id = next ? next->id : table->empty;
    uint32_t a = before->kind, b = after->kind;
    Py_ssize_t since = before_or(after->since, FAR), until = before_or(after->until, LONG) / 3;
    uint32_t pair = (far ? far->kind + 1u : 0) * KINDS + a, other = b * KINDS + (next ? next->kind + 1u : 0);
    int64_t points = count(table, OF_KINDS, pair, other)
        + count(table, OF_LAST, a * LASTS + before->last, b)
        + count(table, SINCE, before->last, (uint32_t)since) + count(table, UNTIL, b, (uint32_t)until);
    if (before->id) {
        points += count(table, BEFORE, before->id, 0) + count(table, BEFORE_KIND, before->id, b);
        if (far_id)
            points += count(table, ENDS, before->id, far_id);
        if (after->id)
            points += count(table, AROUND, before->id, after->id);
    }
    if (after->id) {
        points += count(table, AFTER, after->id, 0) + count(table, AFTER_KIND, after->id, a);
        if (next_id)
            points += count(table, BEGINS, after->id, next_id);
    }
    if (far_id)
        points += count(table, SECOND_BEFORE, far_id, 0);
    if (next_id)
        points += count(table, SECOND_AFTER, next_id, 0);
    if (a == table->kinds['o'] || b == table->kinds['o'])
        points += count(table, LENGTHS, a * KINDS + before->size, b * KINDS + after->size);
    if (after->first)
        points += count(table, FIRST, after->first, 0);
    return points;
}

/* How long a line of so many words is, as `_size` in `breaks/cues.py` says. */
static inline uint32_t
size_of(Py_ssize_t n)
{
    uint32_t size = 0;
    for (; n > 0 && size < MOST_SIZE; n >>= 1)
        size++;
    return size;
}

/* What the cues of a line's end count, where another line of words is right below it. `sure` tells
   of the line above, the line and the one below whether they surely go on, a bit for each. */
static int64_t
points_of_end(const Table *table, const Words *words, Py_ssize_t at, uint32_t above, uint32_t below, uint32_t sure)
{
    const Word *before = &words->at[at - 1];
    uint32_t ending = (uint32_t)before->kind * LASTS + before->last, b = words->at[at].kind;
    return points_at(table, words, at) + count(table, ABOVE, above, ending)
        + count(table, BELOW, below, b) + count(table, BESIDE, sure, ending * KINDS + b);
}

/* Reads all words of a text, and counts those between the ends of sentences. */
static int
take_words(const Table *table, PyObject *text, Words *words)
{
    size_t n = (size_t)PyUnicode_GET_LENGTH(text);
    *words = (Words){.at = PyMem_Calloc(n / 2 + 1, sizeof(Word)),
                     .key = PyMem_Calloc(n + 1, sizeof(Py_UCS4))};
    if (words->at == NULL || words->key == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (read_words(table, text, words) < 0)
        return -1;
    count_words_between(table, words);
    return 0;
}

static void
free_words(Words *words)
{
    PyMem_Free(words->at);
    PyMem_Free(words->key);
}

PyDoc_STRVAR(line_starts_doc,
"line_starts(text, known, least)\n--\n\n"
"See `guess.line_starts_found`. `known`: where sentences begin, ascending; `least`: what the cues\n"
"of a place must count.");

static PyObject *
line_starts(Table *table, PyObject *arguments)
{
    PyObject *text, *known, *found = NULL;
    Py_ssize_t least, cut = 0, place = -1;
    if (!PyArg_ParseTuple(arguments, "UO!n", &text, &PyList_Type, &known, &least))
        return NULL;
    Numbers starts = {0};
    Words words;
    int status = take_words(table, text, &words);
    for (Py_ssize_t i = 1; status == 0 && i < words.n; i++) {
        if (words.at[i].kind == table->kinds['l'])
            continue;
        while (cut < PyList_GET_SIZE(known) && place < words.at[i].start) {
            place = PyLong_AsSsize_t(PyList_GET_ITEM(known, cut++));
            if (place < 0 && PyErr_Occurred())
                status = -1;
        }
        if (status == 0 && place != words.at[i].start && points_at(table, &words, i) >= least)
            status = append(&starts, words.at[i].start);
    }
    if (status == 0)
        found = as_list(&starts);
    PyMem_Free(starts.at);
    free_words(&words);
    return found;
}

/* Finds the first word of each line, and one behind the last word; -1 with an exception. */
static int
find_lines(const Words *words, PyObject *starts, Py_ssize_t n, Py_ssize_t *first)
{
    Py_ssize_t at = 0;
    for (Py_ssize_t line = 0; line < n; line++) {
        PyObject *number = PyList_GetItem(starts, line); /* refused where the list has shrunk */
        Py_ssize_t start = number == NULL ? -1 : PyLong_AsSsize_t(number);
        if (start < 0) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no line begins before the text");
            return -1;
        }
        while (at < words->n && words->at[at].start < start)
            at++;
        first[line] = at;
    }
    first[n] = words->n;
    return 0;
}

PyDoc_STRVAR(going_on_doc,
"going_on(text, starts, known, least)\n--\n\n"
"See `guess.going_on_found`; `least`: what the cues of a line's end must count.");

static PyObject *
going_on(Table *table, PyObject *arguments)
{
    PyObject *text, *starts, *found = NULL;
    Py_buffer known;
    Py_ssize_t least;
    if (!PyArg_ParseTuple(arguments, "UO!y*n", &text, &PyList_Type, &starts, &known, &least))
        return NULL;
    Py_ssize_t n = PyList_GET_SIZE(starts), *first = PyMem_Calloc((size_t)n + 1, sizeof(*first));
    const char *sure = known.buf;
    Numbers lines = {0};
    Words words = {0};
    int status = -1;
    if (first == NULL)
        PyErr_NoMemory();
    else if (known.len != n)
        PyErr_SetString(PyExc_ValueError, "columns must be of one length");
    else if ((status = take_words(table, text, &words)) == 0)
        status = find_lines(&words, starts, n, first);
    for (Py_ssize_t line = 0; status == 0 && line + 1 < n; line++) {
        Py_ssize_t at = first[line + 1], above = at - first[line], below = first[line + 2] - at;
        uint32_t near = (line && sure[line - 1] ? 4u : 0) + (sure[line] ? 2u : 0)
            + (sure[line + 1] ? 1u : 0);
        if (above > 0 && below > 0
            && points_of_end(table, &words, at, size_of(above), size_of(below), near) >= least)
            status = append(&lines, line);
    }
    if (status == 0)
        found = as_list(&lines);
    PyBuffer_Release(&known);
    PyMem_Free(first);
    PyMem_Free(lines.at);
    free_words(&words);
    return found;
}

static PyMethodDef table_methods[] = {
    {"line_starts", (PyCFunction)line_starts, METH_VARARGS, line_starts_doc},
    {"going_on", (PyCFunction)going_on, METH_VARARGS, going_on_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(table_doc,
"Table(words, cues, points, kinds, lasts, first_end, opening, marks, shape)\n--\n\n"
"Points of cues, as `points.packed` gives them; the signs are those of `breaks/cues.py`.");

static PyType_Slot table_slots[] = {
    {Py_tp_doc, (void *)table_doc},
    {Py_tp_new, table_new},
    {Py_tp_dealloc, table_dealloc},
    {Py_tp_methods, table_methods},
    {0, NULL},
};

static PyType_Spec table_spec = {
    "cleaner.native._breaks.Table", sizeof(Table), 0, Py_TPFLAGS_DEFAULT, table_slots,
};

static int
fill_module(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&table_spec);
    int status = type == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)type);
    Py_XDECREF(type);
    return status;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "cleaner.native._breaks", NULL, 0, NULL, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__breaks(void)
{
    return PyModuleDef_Init(&module);
}
