/* Which blocks the scores cut, and which blank lines go with them: the twin of `scoring/cuts.py`
 * and `gaps.py`.
 *
 * Words, signs and bounds are given by the Python, which says what is meant; nothing is known here.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "characters.h"

typedef struct {
    PyObject *closers, *stops, *wide_stops, *sentence_ends, *inside; /* signs */
    long prose_words, gap_blocks, island_words;
    long sure_points, cut_below, prose_grace, tail_grace, gap_grace, island_below;
} Bounds;

enum { DROPPED, LOW, HIGH };
enum { UNKNOWN, NO, YES };
enum { GONE = 0, STAYS = 1 };

/* The blocks that are not blank. */
typedef struct {
    PyObject *folded;
    const Bounds *bounds;
    Py_ssize_t n;
    Py_ssize_t *rows, *starts, *ends;
    long *points;
    char *states, *prose, *stays;
} Lines;

static Py_UCS4
at(const Lines *lines, Py_ssize_t place)
{
    return PyUnicode_READ_CHAR(lines->folded, place);
}

static int
is_in(PyObject *signs, Py_UCS4 c)
{
    return PyUnicode_FindChar(signs, c, 0, PyUnicode_GET_LENGTH(signs), 1) >= 0;
}

/* ---- facts about a line -------------------------------------------------------------------- */

/* Where the line ends, closing signs and blanks left out. */
static Py_ssize_t
bare_end(const Lines *lines, Py_ssize_t line)
{
    Py_ssize_t end = lines->ends[line];
    while (end > lines->starts[line] && is_in(lines->bounds->closers, at(lines, end - 1)))
        end--;
    return end;
}

/* Count words, as `str.split` does, but not beyond a number. */
static long
words(const Lines *lines, Py_ssize_t start, Py_ssize_t end, long most)
{
    long n = 0;
    int is_inside = 0;
    for (; start < end && n < most; start++) {
        int is_blank = is_space(at(lines, start));
        n += !is_blank && !is_inside;
        is_inside = !is_blank;
    }
    return n;
}

static int
judge_prose(const Lines *lines, Py_ssize_t line)
{
    const Bounds *bounds = lines->bounds;
    Py_ssize_t start = lines->starts[line], end = bare_end(lines, line);
    if (end == start)
        return 0;
    Py_UCS4 last = at(lines, end - 1);
    if (is_in(bounds->wide_stops, last))
        return end - start >= 2 * bounds->prose_words;
    return is_in(bounds->stops, last)
           && words(lines, start, end, bounds->prose_words) >= bounds->prose_words;
}

static int
is_prose(const Lines *lines, Py_ssize_t line)
{
    if (lines->prose[line] == UNKNOWN)
        lines->prose[line] = judge_prose(lines, line) ? YES : NO;
    return lines->prose[line] == YES;
}

/* The place of the first character that is not blank; the end of the line if there is none. */
static Py_ssize_t
head(const Lines *lines, Py_ssize_t line)
{
    Py_ssize_t start = lines->starts[line];
    while (start < lines->ends[line] && is_space(at(lines, start)))
        start++;
    return start;
}

static int
has_bullet(const Lines *lines, Py_ssize_t line, Py_UCS4 *bullet)
{
    Py_ssize_t first = head(lines, line);
    if (first == lines->ends[line])
        return 0;
    *bullet = at(lines, first);
    return !is_alnum(*bullet) && !is_in(lines->bounds->closers, *bullet);
}

static int
is_item_beside(const Lines *lines, Py_ssize_t near, Py_ssize_t line)
{
    Py_UCS4 one, other;
    return lines->points[line] >= lines->bounds->cut_below - lines->bounds->gap_grace
           && has_bullet(lines, line, &one) && has_bullet(lines, near, &other) && one == other;
}

static int
goes_on(const Lines *lines, Py_ssize_t near, Py_ssize_t line)
{
    Py_ssize_t first = near < line ? near : line, second = near < line ? line : near;
    Py_ssize_t begin = head(lines, second), end = bare_end(lines, first);
    if (begin == lines->ends[second])
        return 0;
    Py_UCS4 c = at(lines, begin);
    if (!is_lower(c) && !is_in(lines->bounds->inside, c))
        return 0;
    return end == lines->starts[first] || !is_in(lines->bounds->sentence_ends, at(lines, end - 1));
}

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

static void
raise_prose(const Lines *lines)
{
    Py_ssize_t tail = tail_start(lines);
    for (Py_ssize_t i = 0; i < lines->n; i++)
        if (lines->states[i] == LOW && is_prose(lines, i))
            lift(lines, i, lines->points[i] + (i < tail ? lines->bounds->prose_grace
                                                        : lines->bounds->tail_grace));
}

typedef int (*Belongs)(const Lines *lines, Py_ssize_t near, Py_ssize_t line);

static void
join(const Lines *lines, Belongs belongs)
{
    const char *states = lines->states;
    for (Py_ssize_t i = 1; i < lines->n; i++)
        if (states[i] == LOW && states[i - 1] == HIGH && belongs(lines, i - 1, i))
            lift(lines, i, lines->bounds->cut_below);
    for (Py_ssize_t i = lines->n - 2; i >= 0; i--)
        if (states[i] == LOW && states[i + 1] == HIGH && belongs(lines, i + 1, i))
            lift(lines, i, lines->bounds->cut_below);
}

static void
cut_runs(const Lines *lines)
{
    const char *states = lines->states;
    long least = lines->bounds->cut_below - lines->bounds->gap_grace;
    for (Py_ssize_t begin = 0, end; begin < lines->n; begin = end) {
        int is_low = 1; /* none of them is forgiven by its points */
        end = begin + 1;
        if (states[begin] != LOW)
            continue;
        is_low = lines->points[begin] < least;
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
    long left = lines->bounds->island_words;
    for (Py_ssize_t i = begin; i < end; i++)
        if (lines->points[i] >= lines->bounds->island_below || is_prose(lines, i))
            return 0;
    for (Py_ssize_t i = begin; i < end && left >= 0; i++)
        left -= words(lines, lines->starts[i], lines->ends[i], left + 1);
    return left >= 0;
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
        lines->starts[line] = PyLong_AsSsize_t(PySequence_Fast_GET_ITEM(starts, row));
        lines->ends[line] = PyLong_AsSsize_t(PySequence_Fast_GET_ITEM(ends, row));
        long own = PyLong_AsLong(PySequence_Fast_GET_ITEM(points, row));
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
"See `scoring.cuts.rows_to_cut`.");

static PyObject *
cuts_rows_to_cut(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *starts, *ends, *points, *gone = NULL;
    Py_buffer kinds, keeps;
    Bounds b;
    Lines lines = {.bounds = &b};
    if (!PyArg_ParseTuple(args, "UOOy*y*O(UUUUU)(llll)(lllll)", &lines.folded, &starts, &ends,
                          &kinds, &keeps, &points, &b.closers, &b.stops, &b.wide_stops,
                          &b.sentence_ends, &b.inside, &b.prose_words, &b.sure_points,
                          &b.gap_blocks, &b.island_words, &b.cut_below, &b.prose_grace,
                          &b.tail_grace, &b.gap_grace, &b.island_below))
        return NULL;
    starts = PySequence_Fast(starts, "starts must be a sequence");
    ends = PySequence_Fast(ends, "ends must be a sequence");
    points = PySequence_Fast(points, "points must be a sequence");
    if (starts == NULL || ends == NULL || points == NULL)
        goto done;
    Py_ssize_t n = kinds.len;
    if (keeps.len != n || PySequence_Fast_GET_SIZE(starts) != n
        || PySequence_Fast_GET_SIZE(ends) != n || PySequence_Fast_GET_SIZE(points) != n) {
        PyErr_SetString(PyExc_ValueError, "columns must be of one length");
        goto done;
    }
    if (make_room(&lines, n) < 0
        || take(&lines, starts, ends, points, kinds.buf, keeps.buf, n) < 0)
        goto done;
    raise_prose(&lines);
    join(&lines, is_item_beside);
    join(&lines, goes_on);
    cut_runs(&lines);
    drop_islands(&lines);
    gone = rows_gone(&lines);
done:
    forget(&lines);
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    Py_XDECREF(points);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&keeps);
    return gone;
}

/* ---- gaps ---------------------------------------------------------------------------------- */

typedef struct {
    char *keeps;
    Py_ssize_t best, best_size; /* the longest run of blank lines since the last kept piece */
    Py_ssize_t run, size;       /* the run that goes on, if it does */
} Gap;

static void
end_run(Gap *gap)
{
    if (gap->size > gap->best_size) {
        gap->best = gap->run;
        gap->best_size = gap->size;
    }
    gap->size = 0;
}

/* Clear the flags of blank lines between two pieces, but for the longest run. */
static void
thin(const Gap *gap, const char *shape, Py_ssize_t begin, Py_ssize_t end, int keep_one)
{
    for (Py_ssize_t row = begin; row < end; row++) {
        int is_spared = keep_one && row >= gap->best && row < gap->best + gap->best_size;
        if (shape[row] && !is_spared)
            gap->keeps[row] = 0;
    }
}

static int
begins_line(PyObject *folded, Py_ssize_t start)
{
    if (start == 0 || (start == 1 && PyUnicode_READ_CHAR(folded, 0) == 0xfeff))
        return 1;
    return is_break(PyUnicode_READ_CHAR(folded, start - 1));
}

PyDoc_STRVAR(close_gaps_doc,
"close_gaps(folded, starts, kinds, keeps)\n\n"
"See `gaps.close_gaps`; `keeps` is a bytearray, changed in place.");

static PyObject *
cuts_close_gaps(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *folded, *starts, *done = NULL;
    Py_buffer kinds, keeps;
    char *shape = NULL; /* 1 for blank lines */
    if (!PyArg_ParseTuple(args, "UOy*w*", &folded, &starts, &kinds, &keeps))
        return NULL;
    starts = PySequence_Fast(starts, "starts must be a sequence");
    Py_ssize_t n = kinds.len, begin = 0, size = PyUnicode_GET_LENGTH(folded);
    if (starts == NULL)
        goto done;
    if (keeps.len != n || PySequence_Fast_GET_SIZE(starts) != n) {
        PyErr_SetString(PyExc_ValueError, "columns must be of one length");
        goto done;
    }
    shape = PyMem_Calloc((size_t)n + 1, 1);
    if (shape == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    Gap gap = {.keeps = keeps.buf};
    int is_cut = 0, is_line_kept = 0, has_kept = 0;
    for (Py_ssize_t row = 0; row < n; row++) {
        Py_ssize_t start = PyLong_AsSsize_t(PySequence_Fast_GET_ITEM(starts, row));
        if (start < 0 || start > size) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "blocks must lie in their text");
            goto done;
        }
        int is_blank = ((const char *)kinds.buf)[row] == 0;
        int is_begin = begins_line(folded, start);
        if (row == 0 && size && PyUnicode_READ_CHAR(folded, 0) == 0xfeff) {
            Py_ssize_t second = n > 1 ? PyLong_AsSsize_t(PySequence_Fast_GET_ITEM(starts, 1)) : size;
            if (second == 1)
                continue; /* a byte order mark, apart */
        }
        if (is_begin)
            is_line_kept = 0;
        if (is_blank && is_begin) {
            shape[row] = 1;
            if (!gap.size)
                gap.run = row;
            gap.size++;
        }
        else if (is_blank && is_line_kept)
            continue;
        else if (!is_blank && gap.keeps[row]) {
            end_run(&gap);
            if (is_cut)
                thin(&gap, shape, begin, row, has_kept);
            is_cut = 0;
            is_line_kept = has_kept = 1;
            begin = row;
            gap.best_size = 0;
        }
        else {
            gap.keeps[row] = 0;
            end_run(&gap);
            is_cut = 1;
        }
    }
    if (is_cut)
        thin(&gap, shape, begin, n, 0);
    done = Py_NewRef(Py_None);
done:
    PyMem_Free(shape);
    Py_XDECREF(starts);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&keeps);
    return done;
}

static PyMethodDef methods[] = {
    {"rows_to_cut", cuts_rows_to_cut, METH_VARARGS, rows_to_cut_doc},
    {"close_gaps", cuts_close_gaps, METH_VARARGS, close_gaps_doc},
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
