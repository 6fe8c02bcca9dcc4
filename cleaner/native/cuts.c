/* Which blocks the scores cut: the twin of `deciding/cuts.py`.
 *
 * Words, signs and bounds are given by the Python, which says what is meant; nothing is known here.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "cuts_lines.h"

/* ---- the steps ----------------------------------------------------------------------------- */

static void
lift(const Lines *lines, Py_ssize_t line, long points)
{
    lines->points[line] = points;
    lines->states[line] = points >= lines->bounds->cut_below ? HIGH : LOW;
}

static Py_ssize_t
tail_start(const Lines *lines)
{
    Py_ssize_t sure = lines->n - 1;
    while (sure >= 0 && !(lines->points[sure] >= lines->bounds->sure_points
                          && is_prose(lines, sure)))
        sure--;
    for (Py_ssize_t i = sure + 1; sure >= 0 && i < lines->n; i++)
        if (lines->states[i] == DROPPED || (lines->states[i] == LOW && !is_prose(lines, i)))
            return i;
    return lines->n;
}

static int
is_boxed(const Lines *lines, Py_ssize_t line)
{
    const char *states = lines->states;
    Py_ssize_t above = line - 1;
    if (line + 1 < lines->n && states[line + 1] != DROPPED)
        return 0;
    while (above >= 0 && states[above] == DROPPED)
        above--;
    Py_ssize_t n_dropped = line - 1 - above;
    return above >= 0 && n_dropped > 0 && n_dropped <= lines->bounds->gap_blocks
           && states[above] == HIGH && is_prose(lines, above);
}

static void
raise_prose(const Lines *lines)
{
    const Bounds *bounds = lines->bounds;
    for (Py_ssize_t i = 0; i < lines->n; i++) {
        if (lines->states[i] != LOW || !is_prose(lines, i))
            continue;
        long grace = i < lines->tail       ? bounds->prose_grace
                     : is_boxed(lines, i) ? bounds->boxed_grace
                                          : bounds->tail_grace;
        lift(lines, i, lines->points[i] + grace);
    }
}

typedef int (*Belongs)(const Lines *lines, Py_ssize_t near, Py_ssize_t line);

static void
join(const Lines *lines, Belongs belongs)
{
    const char *states = lines->states;
    for (Py_ssize_t near = 0, i = 1; i < lines->n; near = i++)
        if (states[i] == LOW && states[near] == HIGH && belongs(lines, near, i))
            lift(lines, i, lines->bounds->cut_below);
    for (Py_ssize_t near = lines->n - 1, i; near > 0; near = i) {
        i = near - 1;
        if (states[i] == LOW && states[near] == HIGH && belongs(lines, near, i))
            lift(lines, i, lines->bounds->cut_below);
    }
}

static void
cut_runs(const Lines *lines)
{
    const char *states = lines->states;
    long least = lines->bounds->cut_below - lines->bounds->gap_grace;
    for (Py_ssize_t begin = 0, end; begin < lines->n; begin = end) {
        end = begin + 1;
        if (states[begin] != LOW)
            continue;
        int is_low = lines->points[begin] < least; /* one of them is, and so none is forgiven */
        for (; end < lines->n && states[end] == LOW; end++)
            is_low |= lines->points[end] < least;
        int is_gap = begin > 0 && states[begin - 1] == HIGH && end < lines->n
                     && states[end] == HIGH && end - begin <= lines->bounds->gap_blocks;
        if (!is_gap || is_low)
            memset(lines->stays + begin, GONE, (size_t)(end - begin));
    }
}

static int
is_island(const Lines *lines, Py_ssize_t begin, Py_ssize_t end)
{
    long left = lines->bounds->island_words, sentences = 0;
    for (Py_ssize_t i = begin; i < end; i++)
        if (lines->points[i] >= lines->bounds->island_below || is_prose(lines, i))
            return 0;
    for (Py_ssize_t i = begin; i < end && left >= 0; i++) {
        left -= words(lines, lines->starts[i], lines->ends[i], left + 1);
        sentences += is_statement(lines, i);
    }
    return left >= 0 && sentences < lines->bounds->island_sentences;
}

static int
is_left(const Lines *lines, Py_ssize_t line)
{
    return lines->states[line] != DROPPED && lines->stays[line] == STAYS;
}

/* Drop islands; where nothing else stays, none. They are marked first, and counted. */
static void
drop_islands(const Lines *lines)
{
    enum { ISLAND = 2 };
    Py_ssize_t n_left = 0;
    for (Py_ssize_t begin = 0, end; begin < lines->n; begin = end) {
        end = begin + 1;
        if (!is_left(lines, begin))
            continue;
        while (end < lines->n && is_left(lines, end))
            end++;
        if (is_island(lines, begin, end))
            memset(lines->stays + begin, ISLAND, (size_t)(end - begin));
        else
            n_left += end - begin;
    }
    for (Py_ssize_t i = 0; i < lines->n; i++)
        if (lines->stays[i] == ISLAND)
            lines->stays[i] = n_left ? GONE : STAYS;
}

/* ---- in and out ---------------------------------------------------------------------------- */

static void
forget(Lines *lines)
{
    PyMem_Free(lines->rows);
    PyMem_Free(lines->points);
    PyMem_Free(lines->states);
}

static int
make_room(Lines *lines, Py_ssize_t n)
{
    size_t room = (size_t)n + 1;
    lines->rows = PyMem_Calloc(3 * room, sizeof(Py_ssize_t));
    lines->points = PyMem_Calloc(room, sizeof(long));
    lines->states = PyMem_Calloc(3 * room, 1);
    if (lines->rows == NULL || lines->points == NULL || lines->states == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    lines->starts = lines->rows + room;
    lines->ends = lines->starts + room;
    lines->prose = lines->states + room;
    lines->stays = lines->prose + room;
    return 0;
}

/* Fill the lines from columns of n blocks. */
static int
take(Lines *lines, PyObject *starts, PyObject *ends, PyObject *points, const char *kinds,
     const char *keeps, Py_ssize_t n)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(lines->folded);
    long bound = lines->bounds->cut_below;
    for (Py_ssize_t row = 0; row < n; row++) {
        if (!kinds[row])
            continue;
        Py_ssize_t line = lines->n++;
        lines->rows[line] = row;
        lines->starts[line] = PyLong_AsSsize_t(PyTuple_GET_ITEM(starts, row));
        lines->ends[line] = PyLong_AsSsize_t(PyTuple_GET_ITEM(ends, row));
        long own = PyLong_AsLong(PyTuple_GET_ITEM(points, row));
        if (PyErr_Occurred())
            return -1;
        if (lines->starts[line] < 0 || lines->starts[line] > lines->ends[line]
            || lines->ends[line] > size) {
            PyErr_SetString(PyExc_ValueError, "blocks must lie in their text");
            return -1;
        }
        lines->points[line] = keeps[row] ? own : bound - 1;
        lines->states[line] = !keeps[row] ? DROPPED : own >= bound ? HIGH : LOW;
        lines->stays[line] = STAYS;
    }
    return 0;
}

static PyObject *
rows_gone(const Lines *lines)
{
    PyObject *gone = PyList_New(0);
    for (Py_ssize_t i = 0; gone != NULL && i < lines->n; i++) {
        if (lines->stays[i] == STAYS)
            continue;
        PyObject *row = PyLong_FromSsize_t(lines->rows[i]);
        if (row == NULL || PyList_Append(gone, row) < 0)
            Py_CLEAR(gone);
        Py_XDECREF(row);
    }
    return gone;
}

PyDoc_STRVAR(rows_to_cut_doc,
"rows_to_cut(folded, starts, ends, kinds, keeps, points, signs, sizes, policy) -> list\n\n"
"See `cuts.rows_to_cut`.");

/* Change states and points step by step until it is clear which lines go. */
static PyObject *
judged(Lines *lines)
{
    lines->tail = tail_start(lines);
    raise_prose(lines);
    join(lines, is_item_beside);
    join(lines, goes_on);
    join(lines, is_said_below);
    cut_runs(lines);
    drop_islands(lines);
    return rows_gone(lines);
}

static PyObject *
cuts_rows_to_cut(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *columns[3] = {NULL, NULL, NULL}, *given[3], *gone = NULL;
    Py_buffer kinds, keeps;
    Bounds b;
    Lines lines = {.bounds = &b};
    if (!PyArg_ParseTuple(args, "UOOy*y*O(UUUUUUUU)(llllllll)(lllllll)", &lines.folded, &given[0],
                          &given[1], &kinds, &keeps, &given[2], &b.closers,
                          &b.no_bullets, &b.stops, &b.wide_stops, &b.statement_ends,
                          &b.sentence_ends, &b.goes_on,
                          &b.unspaced,
                          &b.prose_words, &b.wide_chars, &b.blank_every, &b.sentence_words,
                          &b.sure_points, &b.gap_blocks, &b.island_words, &b.island_sentences, &b.cut_below,
                          &b.prose_grace, &b.tail_grace, &b.boxed_grace, &b.gap_grace,
                          &b.sentence_grace, &b.island_below))
        return NULL;
    Py_ssize_t n = kinds.len;
    int is_sound = keeps.len == n;
    for (int i = 0; i < 3 && is_sound; i++) {
        columns[i] = PySequence_Tuple(given[i]); /* of our own: reading may run other code */
        is_sound = columns[i] != NULL && PyTuple_GET_SIZE(columns[i]) == n;
    }
    if (!is_sound && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "columns must be of one length");
    if (is_sound && make_room(&lines, n) == 0
        && take(&lines, columns[0], columns[1], columns[2], kinds.buf, keeps.buf, n) == 0)
        gone = judged(&lines);
    forget(&lines);
    for (int i = 0; i < 3; i++)
        Py_XDECREF(columns[i]);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&keeps);
    return gone;
}

static PyMethodDef methods[] = {
    {"rows_to_cut", cuts_rows_to_cut, METH_VARARGS, rows_to_cut_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)fill_characters},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "cleaner.native._cuts", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__cuts(void)
{
    return PyModuleDef_Init(&module);
}
