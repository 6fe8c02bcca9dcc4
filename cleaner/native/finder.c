/* The compiled twin of `packs/finder.py`: what stands where, line by line.

   A Basis holds what all parts of a pack share: letters and slots. A Finder holds the tables of one
   part. Both are fixed once made but for templates, which are compiled when first needed. All else
   that changes in a call belongs to that call, so that a thread that comes in while Python is asked
   finds nothing half done. */

#include "finder_templates.h"
#include "finder_tables.h"

enum { PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT };

typedef struct {
    PyObject_HEAD
    Letters *letters;
    Slots slots;
    PyTypeObject *spot, *hit; /* named tuples of what is found in a line, in a document */
    PyObject *load;     /* bytes of a template to its tree */
} Basis;

typedef struct {
    Py_ssize_t mode, rule, limit;
    char anchor;
    PyObject *row; /* of the table; borrowed from `entries` */
    Template *template;
    Piece *needs; /* texts one of which must stand there, set by set, an empty one between them */
    Py_ssize_t n_needs;
} Entry;

typedef struct {
    PyObject_HEAD
    Basis *basis;
    PyObject *entries;
    Entry *rows;
    Py_ssize_t n_entries;
    Table lines, literals, flow_literals, heads;
    Py_ssize_t *short_lines;
    Py_ssize_t n_short_lines, short_line;
} Finder;

typedef struct {
    Py_ssize_t mode, rule, start, end;
} Spot;

/* One call: the walk through its lines, and what Python is asked. */
typedef struct {
    Finder *finder;
    Walk walk;
    Found found;
    Numbers todo, spans;
    uint32_t *seen; /* for each entry the last line it was put on the list for, counted from 1 */
    uint32_t line;
    Spot *spots;
    Py_ssize_t n_spots, spots_room;
    PyObject *starts, *folded, *known, *line_of, *spots_of, *is_timed;
    PyObject *text, *origin; /* of the line: as given, and None or a way back to it; borrowed, owned */
} Search;

/* Spots. */

static int
add_spot(Search *search, const Entry *entry, Py_ssize_t start, Py_ssize_t end)
{
    if (MAKE_ROOM(search->spots, search->spots_room, search->n_spots, 1) < 0) {
        return -1;
    }
    search->spots[search->n_spots++] = (Spot){entry->mode, entry->rule, start, end};
    return 0;
}

static int
compare_spots(const void *one, const void *two)
{
    const Spot *a = one, *b = two;
    Py_ssize_t differences[] = {
        a->mode - b->mode, a->rule - b->rule, a->start - b->start, a->end - b->end,
    };
    for (int i = 0; i < 4; i++) {
        if (differences[i] != 0) {
            return differences[i] < 0 ? -1 : 1;
        }
    }
    return 0;
}

/* Leads a place in the line back to its text; -1 and an exception if that fails. */
static Py_ssize_t
led_back(Search *search, Py_ssize_t place)
{
    if (search->origin == NULL) {
        return place_in_text(&search->walk.line, place);
    }
    PyObject *answer = PyObject_CallFunction(search->origin, "n", place);
    Py_ssize_t origin = answer ? PyLong_AsSsize_t(answer) : -1;
    Py_XDECREF(answer);
    return origin;
}

/* A named tuple of numbers. */
static PyObject *
named_tuple(PyTypeObject *type, const Py_ssize_t *numbers, Py_ssize_t n)
{
    PyObject *all = type->tp_alloc(type, n);
    for (Py_ssize_t i = 0; all != NULL && i < n; i++) {
        PyObject *number = PyLong_FromSsize_t(numbers[i]);
        if (number == NULL) {
            Py_CLEAR(all);
        }
        else {
            PyTuple_SET_ITEM(all, i, number);
        }
    }
    return all;
}

/* Returns the spots of a line as a tuple, each once, sorted. */
static PyObject *
spots_as_tuple(Search *search)
{
    PyTypeObject *type = search->finder->basis->spot;
    Spot *spots = search->spots;
    Py_ssize_t n = 0;
    for (Py_ssize_t i = 0; i < search->n_spots; i++) {
        if (spots[i].mode != PATTERN) { /* those come from Python, led back already */
            spots[i].start = led_back(search, spots[i].start);
            spots[i].end = led_back(search, spots[i].end);
            if (spots[i].start < 0 || spots[i].end < 0) {
                return NULL;
            }
        }
    }
    if (search->n_spots > 1) {
        qsort(spots, (size_t)search->n_spots, sizeof(Spot), compare_spots);
    }
    for (Py_ssize_t i = 0; i < search->n_spots; i++) {
        if (n == 0 || compare_spots(&spots[n - 1], &spots[i]) != 0) {
            spots[n++] = spots[i];
        }
    }
    PyObject *all = PyTuple_New(n);
    for (Py_ssize_t i = 0; all != NULL && i < n; i++) {
        Py_ssize_t numbers[] = {spots[i].mode, spots[i].rule, spots[i].start, spots[i].end};
        PyObject *one = named_tuple(type, numbers, 4);
        if (one == NULL) {
            Py_CLEAR(all);
        }
        else {
            PyTuple_SET_ITEM(all, i, one);
        }
    }
    return all;
}

/* Confirming entries. */

static int
load_entry(Finder *finder, Entry *entry)
{
    if (entry->template != NULL) {
        return 0;
    }
    PyObject *tree = PyObject_CallOneArg(finder->basis->load, PySequence_Fast_GET_ITEM(entry->row, 2));
    if (tree == NULL) {
        return -1;
    }
    Template *template = make_template(&finder->basis->slots, tree);
    Py_DECREF(tree);
    if (template == NULL) {
        return -1;
    }
    if (entry->template != NULL) { /* another thread was quicker */
        free_template(template);
        return 0;
    }
    entry->template = template;
    return 0;
}

static int
stands_in(const Line *line, const Piece *piece)
{
    const Py_UCS4 *letters = piece->letters, first = letters[0];
    if (!line->single[gram_byte(first)]) {
        return 0;
    }
    for (Py_ssize_t i = 1; i < piece->n; i++) {
        if (!line->pairs[pair_bit(letters[i - 1], letters[i])]) {
            return 0;
        }
    }
    for (Py_ssize_t i = 0; i <= line->n - piece->n; i++) {
        if (line->lower[i] == first && stands_at(line, piece, i)) {
            return 1;
        }
    }
    return 0;
}

/* True if of each set of texts that an entry needs one stands in the line. */
static int
holds_needs(Line *line, const Entry *entry)
{
    if (entry->n_needs) {
        note_pairs(line);
    }
    for (Py_ssize_t i = 0; i < entry->n_needs; i++) {
        int is_there = 0;
        for (; entry->needs[i].n; i++) {
            if (!is_there) {
                is_there = stands_in(line, &entry->needs[i]);
            }
        }
        if (!is_there) {
            return 0;
        }
    }
    return 1;
}

static int
ask_python(Search *search, const Entry *entry, Py_ssize_t number)
{
    PyObject *spots = PyObject_CallFunction(search->spots_of, "nO", number, search->text);
    PyObject *fast = spots ? PySequence_Fast(spots, "spots are a list") : NULL;
    Py_XDECREF(spots);
    for (Py_ssize_t i = 0; fast != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        Py_ssize_t mode, rule, start, end;
        PyObject *spot = PySequence_Fast_GET_ITEM(fast, i);
        if (!PyArg_ParseTuple(spot, "nnnn", &mode, &rule, &start, &end)
            || add_spot(search, entry, start, end) < 0) {
            Py_CLEAR(fast);
        }
    }
    Py_XDECREF(fast);
    return fast == NULL ? -1 : 0;
}

static int
is_timed_line(Search *search)
{
    PyObject *answer = PyObject_CallOneArg(search->is_timed, search->text);
    int is_true = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return is_true;
}

/* Adds the spots of an entry; `needs_time`: only if the line holds a date or time. */
static int
try_entry(Search *search, Py_ssize_t number, int needs_time)
{
    Finder *finder = search->finder;
    Entry *entry = &finder->rows[number];
    Walk *walk = &search->walk;
    if (!holds_needs(&walk->line, entry)) {
        return 0;
    }
    if (entry->mode == PATTERN) {
        return ask_python(search, entry, number);
    }
    if (load_entry(finder, entry) < 0) {
        return -1;
    }
    Numbers *spans = &search->spans;
    spans->n = 0;
    if (entry->limit == 0) {
        if (find_template(walk, entry->template, entry->anchor, spans) < 0) {
            return -1;
        }
    }
    else if (walk->line.n <= entry->limit) {
        int is_filled = fills(walk, entry->template);
        if (is_filled < 0 || (is_filled && (push(spans, 0) < 0 || push(spans, walk->line.n) < 0))) {
            return -1;
        }
    }
    if (spans->n && needs_time) {
        int is_one = is_timed_line(search);
        if (is_one <= 0) {
            return is_one;
        }
    }
    for (Py_ssize_t i = 0; i < spans->n; i += 2) {
        if (add_spot(search, entry, spans->items[i], spans->items[i + 1]) < 0) {
            return -1;
        }
    }
    return 0;
}

static inline int
put_on_list(Search *search, Py_ssize_t number)
{
    if (search->seen[number] == search->line) {
        return 0;
    }
    search->seen[number] = search->line;
    return push(&search->todo, number);
}

static inline int
is_text(const Entry *entry)
{
    return entry->mode == PHRASE || entry->mode == FLOW_LINE || entry->mode == FINGERPRINT;
}

static int
is_held(const Line *line, const Entry *entry, Py_ssize_t start, Py_ssize_t end)
{
    if ((entry->anchor == 'l' || entry->anchor == 's') && start > line->lead) {
        return 0;
    }
    return !((entry->anchor == 'l' || entry->anchor == 'e') && end < line->tail);
}

/* Literals: a text is its own proof, all else is put on the list. */
static int
search_literals(Search *search, const Table *table)
{
    Found *found = &search->found;
    const Line *line = &search->walk.line;
    found->rows.n = found->starts.n = 0;
    if (table->n == 0) {
        return 0;
    }
    if (find_everywhere(table, line, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &table->rows[found->rows.items[i]];
        const Entry *entry = &search->finder->rows[row->owner];
        if (line->n > row->limit) {
            continue;
        }
        if (!is_text(entry)) {
            if (put_on_list(search, row->owner) < 0) {
                return -1;
            }
            continue;
        }
        Py_ssize_t start = found->starts.items[i], end = start + row->n;
        if (may_begin(line, start) && may_end(line, end) && is_held(line, entry, start, end)
            && add_spot(search, entry, start, end) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Whole lines, and templates whose beginning is known. */
static int
search_beginning(Search *search)
{
    const Finder *finder = search->finder;
    const Line *line = &search->walk.line;
    Found *found = &search->found;
    if (line->lead >= line->tail) {
        return 0; /* nothing but decoration */
    }
    uint64_t window = window_at(line, line->lead);
    found->rows.n = found->starts.n = 0;
    if (finder->lines.n
        && find_at(&finder->lines, line->lower, window, line->lead, line->tail, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &finder->lines.rows[found->rows.items[i]];
        Entry whole = {PHRASE, row->owner, 0, 'l', NULL, NULL, NULL, 0};
        if (row->n == line->tail - line->lead && add_spot(search, &whole, 0, line->n) < 0) {
            return -1;
        }
    }
    found->rows.n = found->starts.n = 0;
    if (finder->heads.n
        && find_at(&finder->heads, line->lower, window, line->lead, line->tail, found) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < found->rows.n; i++) {
        const Row *row = &finder->heads.rows[found->rows.items[i]];
        if (line->n <= row->limit && put_on_list(search, row->owner) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
search_line(Search *search, int is_running)
{
    Finder *finder = search->finder;
    Line *line = &search->walk.line;
    search->line++;
    search->todo.n = search->n_spots = 0;
    forget(&search->walk.memory);
    if (search_beginning(search) < 0 || search_literals(search, &finder->literals) < 0
        || (is_running && search_literals(search, &finder->flow_literals) < 0)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < search->todo.n; i++) {
        if (try_entry(search, search->todo.items[i], 0) < 0) {
            return -1;
        }
    }
    int is_timed = 0;
    if (finder->n_short_lines && line->has_digit
        && PyUnicode_GET_LENGTH(search->text) <= finder->short_line) {
        is_timed = may_hold_time(&finder->basis->slots, line);
    }
    if (is_timed < 0) {
        return -1;
    }
    if (is_timed) {
        for (Py_ssize_t i = 0; i < finder->n_short_lines; i++) {
            if (try_entry(search, finder->short_lines[i], 1) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Reads a text as a line; Python makes the compact one where letters and marks are to be joined. */
static int
begin_line(Search *search, PyObject *text)
{
    Line *line = &search->walk.line;
    search->text = text;
    Py_CLEAR(search->origin);
    int shape = read_line(line, text);
    if (shape != COMBINED) {
        return shape == LOOSE ? compact_line(line) : shape;
    }
    PyObject *compact = PyObject_CallOneArg(search->line_of, text);
    if (compact == NULL) {
        return -1;
    }
    PyObject *cased = PyObject_GetAttrString(compact, "cased");
    search->origin = PyObject_GetAttrString(compact, "origin");
    Py_DECREF(compact);
    if (cased != NULL && !PyUnicode_Check(cased)) {
        PyErr_SetString(PyExc_TypeError, "a line's text is a string");
        Py_CLEAR(cased);
    }
    int status = cased != NULL && search->origin != NULL ? read_line(line, cased) : -1;
    Py_XDECREF(cased);
    return status < 0 ? -1 : 0;
}

/* Returns the spots of a text, known or searched for; a new reference. */
static PyObject *
spots_of_text(Search *search, PyObject *text, int is_running)
{
    PyObject *spots = PyDict_GetItemWithError(search->known, text);
    if (spots != NULL || PyErr_Occurred()) {
        return Py_XNewRef(spots);
    }
    if (begin_line(search, text) < 0 || search_line(search, is_running) < 0) {
        return NULL;
    }
    spots = spots_as_tuple(search);
    if (spots != NULL && PyDict_SetItem(search->known, text, spots) < 0) {
        Py_CLEAR(spots);
    }
    return spots;
}

/* Where the text of a unit begins in its document, white space before it passed over. */
static Py_ssize_t
place_of_unit(Search *search, Py_ssize_t unit)
{
    PyObject *start = unit < PyList_GET_SIZE(search->starts) ? PyList_GET_ITEM(search->starts, unit) : NULL;
    Py_ssize_t place = start ? PyLong_AsSsize_t(start) : -1;
    int kind = PyUnicode_KIND(search->folded);
    const void *letters = PyUnicode_DATA(search->folded);
    if (place < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_IndexError, "there is no such unit");
        }
        return -1;
    }
    while (place < PyUnicode_GET_LENGTH(search->folded)
           && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, place))) {
        place++;
    }
    return place;
}

/* Adds the spots of a unit's text as hits in the document. */
static int
add_hits(Search *search, Py_ssize_t unit, PyObject *spots, PyObject *hits)
{
    Py_ssize_t place = place_of_unit(search, unit);
    if (place < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(spots); i++) {
        Py_ssize_t mode, rule, start, end;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(spots, i), "nnnn", &mode, &rule, &start, &end)) {
            return -1;
        }
        Py_ssize_t numbers[] = {mode, rule, unit, place + start, place + end};
        PyObject *hit = named_tuple(search->finder->basis->hit, numbers, 5);
        int status = hit ? PyList_Append(hits, hit) : -1;
        Py_XDECREF(hit);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

static Py_ssize_t
unit_at(PyObject *units, Py_ssize_t i)
{
    if (units == Py_None) {
        return i;
    }
    if (!PyList_Check(units) || i >= PyList_GET_SIZE(units)) {
        PyErr_SetString(PyExc_IndexError, "each text belongs to a unit");
        return -1;
    }
    return PyLong_AsSsize_t(PyList_GET_ITEM(units, i));
}

static int
search_texts(Search *search, PyObject *texts, PyObject *units, int is_running, PyObject *hits)
{
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = Py_NewRef(PyList_GET_ITEM(texts, i));
        PyObject *spots = NULL;
        if (PyUnicode_Check(text)) {
            spots = spots_of_text(search, text, is_running);
        }
        else {
            PyErr_SetString(PyExc_TypeError, "texts are strings");
        }
        status = spots == NULL ? -1 : 0;
        if (spots != NULL && PyTuple_Check(spots) && PyTuple_GET_SIZE(spots)) {
            Py_ssize_t unit = unit_at(units, i);
            status = unit < 0 ? -1 : add_hits(search, unit, spots, hits);
        }
        Py_XDECREF(spots);
        Py_DECREF(text);
    }
    Py_CLEAR(search->origin);
    return status;
}

static void
free_search(Search *search)
{
    free_walk(&search->walk);
    PyMem_Free(search->found.rows.items);
    PyMem_Free(search->found.starts.items);
    PyMem_Free(search->todo.items);
    PyMem_Free(search->spans.items);
    PyMem_Free(search->seen);
    PyMem_Free(search->spots);
}

PyDoc_STRVAR(look_doc,
"look(texts, units, starts, folded, known, is_running, line_of, spots_of, is_timed)\n--\n\n"
"Return what stands in the texts of some units (None: of all), as hits in the document.\n\n"
"`starts` are those of all units in `folded`; `known` holds spots by text and is added to. Python\n"
"is asked for the compact line of a text with combining marks, for the spots of an entry that is a\n"
"regular expression, and whether a short line holds a time.");

static PyObject *
look(Finder *self, PyObject *arguments)
{
    PyObject *texts, *units, *hits = PyList_New(0);
    int is_running, status = -1;
    Search search = {.finder = self};
    search.walk.slots = &self->basis->slots;
    search.walk.line.letters = self->basis->letters;
    if (hits == NULL) {
        return NULL;
    }
    if (PyArg_ParseTuple(arguments, "O!OO!UO!pOOO", &PyList_Type, &texts, &units, &PyList_Type,
                         &search.starts, &search.folded, &PyDict_Type, &search.known, &is_running,
                         &search.line_of, &search.spots_of, &search.is_timed)) {
        search.seen = PyMem_Calloc((size_t)self->n_entries + 1, sizeof(uint32_t));
        if (search.seen == NULL) {
            PyErr_NoMemory();
        }
        else {
            status = search_texts(&search, texts, units, is_running, hits);
        }
    }
    free_search(&search);
    if (status < 0) {
        Py_CLEAR(hits);
    }
    return hits;
}

PyDoc_STRVAR(stands_in_doc,
"stands_in(text, line_of)\n--\n\nTrue if one of the templates stands anywhere in a text.");

static PyObject *
stands_in_text(Finder *self, PyObject *arguments)
{
    PyObject *text;
    Search search = {.finder = self};
    int is_there = 0;
    search.walk.slots = &self->basis->slots;
    search.walk.line.letters = self->basis->letters;
    if (!PyArg_ParseTuple(arguments, "UO", &text, &search.line_of)) {
        return NULL;
    }
    if (begin_line(&search, text) < 0) {
        is_there = -1;
    }
    forget(&search.walk.memory);
    for (Py_ssize_t i = 0; is_there == 0 && i < self->n_entries; i++) {
        search.n_spots = 0;
        is_there = try_entry(&search, i, 0) < 0 ? -1 : search.n_spots > 0;
    }
    Py_CLEAR(search.origin);
    free_search(&search);
    return is_there < 0 ? NULL : PyBool_FromLong(is_there);
}

PyDoc_STRVAR(stripped_doc,
"stripped(text, starts, ends)\n--\n\n"
"Return [text[start:end].strip() for start, end in zip(starts, ends)].");

static PyObject *
stripped(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *text, *starts, *ends;
    if (!PyArg_ParseTuple(arguments, "UO!O!", &text, &PyList_Type, &starts, &PyList_Type, &ends)) {
        return NULL;
    }
    Py_ssize_t n = PyList_GET_SIZE(starts), length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *letters = PyUnicode_DATA(text);
    if (PyList_GET_SIZE(ends) != n) {
        PyErr_SetString(PyExc_ValueError, "there are as many ends as starts");
        return NULL;
    }
    PyObject *texts = PyList_New(n);
    for (Py_ssize_t i = 0; texts != NULL && i < n; i++) {
        Py_ssize_t start = PyLong_AsSsize_t(PyList_GET_ITEM(starts, i));
        Py_ssize_t end = PyLong_AsSsize_t(PyList_GET_ITEM(ends, i));
        if (start < 0 || end < start || end > length) {
            PyErr_SetString(PyExc_ValueError, "a unit lies outside the text");
            Py_CLEAR(texts);
            break;
        }
        while (start < end && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, start))) {
            start++;
        }
        while (end > start && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, letters, end - 1))) {
            end--;
        }
        PyObject *unit = PyUnicode_Substring(text, start, end);
        if (unit == NULL) {
            Py_CLEAR(texts);
            break;
        }
        PyList_SET_ITEM(texts, i, unit);
    }
    return texts;
}

/* Making a Basis. */

static int
fill_letters(Letters *letters, PyObject *lowered, PyObject *twins, PyObject *decoration,
             PyObject *invisible,
             PyObject *combining)
{
    if (PyUnicode_GET_LENGTH(lowered) != LOWERED || PyUnicode_GET_LENGTH(twins) % 2) {
        PyErr_SetString(PyExc_ValueError, "the letters in lower case are not complete");
        return -1;
    }
    if (PyUnicode_AsUCS4(lowered, letters->lowered, LOWERED, 0) == NULL) {
        return -1;
    }
    letters->n_late_twins = PyUnicode_GET_LENGTH(twins) / 2;
    letters->late_twins = PyUnicode_AsUCS4Copy(twins);
    PyObject *marked[] = {decoration, invisible, combining};
    const uint8_t flags[] = {IS_DECORATION, IS_INVISIBLE, IS_COMBINING};
    for (int k = 0; k < 3; k++) {
        for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(marked[k]); i++) {
            Py_UCS4 letter = PyUnicode_READ_CHAR(marked[k], i);
            if (letter >= PLANE) {
                PyErr_SetString(PyExc_ValueError, "a letter to be marked is beyond the first plane");
                return -1;
            }
            letters->flags[letter] |= flags[k];
        }
    }
    return letters->late_twins ? 0 : -1;
}

static int
fill_slot(Slot *slot, PyObject *row)
{
    PyObject *program;
    if (!PyArg_ParseTuple(row, "UnnnpO", &slot->name, &slot->words, &slot->most, &slot->most_in_long,
                          &slot->is_dated, &program)) {
        slot->name = NULL;
        return -1;
    }
    Py_INCREF(slot->name);
    return fill_program(&slot->program, program);
}

static void
basis_dealloc(Basis *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (self->letters != NULL) {
        PyMem_Free(self->letters->late_twins);
        PyMem_Free(self->letters);
    }
    free_slots(&self->slots);
    Py_XDECREF(self->spot);
    Py_XDECREF(self->hit);
    Py_XDECREF(self->load);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_basis(Basis *self, PyObject *arguments)
{
    PyObject *lowered, *twins, *decoration, *invisible, *combining, *rows, *months, *is_date, *spot, *hit,
        *load;
    Py_ssize_t long_line;
    if (!PyArg_ParseTuple(arguments, "UUUUUO!nO!OO!O!O", &lowered, &twins, &decoration, &invisible,
                          &combining, &PyTuple_Type, &rows, &long_line, &PyFrozenSet_Type, &months,
                          &is_date, &PyType_Type, &spot, &PyType_Type, &hit, &load)) {
        return -1;
    }
    if (!PyType_IsSubtype((PyTypeObject *)spot, &PyTuple_Type)
        || !PyType_IsSubtype((PyTypeObject *)hit, &PyTuple_Type)) {
        PyErr_SetString(PyExc_TypeError, "spots and hits are tuples");
        return -1;
    }
    self->slots.long_line = long_line;
    self->slots.months = Py_NewRef(months);
    self->slots.is_date = Py_NewRef(is_date);
    self->spot = (PyTypeObject *)Py_NewRef(spot);
    self->hit = (PyTypeObject *)Py_NewRef(hit);
    self->load = Py_NewRef(load);
    Py_ssize_t n = PyTuple_GET_SIZE(rows);
    self->letters = PyMem_Calloc(1, sizeof(Letters));
    self->slots.slots = PyMem_Calloc((size_t)n + 1, sizeof(Slot));
    if (self->letters == NULL || self->slots.slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    self->slots.n = n;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (fill_slot(&self->slots.slots[i], PyTuple_GET_ITEM(rows, i)) < 0) {
            return -1;
        }
    }
    return fill_letters(self->letters, lowered, twins, decoration, invisible, combining);
}

static PyObject *
basis_new(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    Basis *self = (Basis *)type->tp_alloc(type, 0);
    if (self != NULL && fill_basis(self, arguments) < 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

/* Making a Finder from the tables of a part. */

static int
fill_needs(Entry *entry, PyObject *sets)
{
    Py_ssize_t room = 0;
    PyObject *fast = PySequence_Fast(sets, "needs are a sequence");
    if (fast == NULL) {
        return -1;
    }
    Py_DECREF(fast); /* the row holds it */
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(sets); i++) {
        PyObject *texts = PySequence_Fast_GET_ITEM(sets, i);
        if (!PyTuple_Check(texts)
            || MAKE_ROOM(entry->needs, room, entry->n_needs, PyTuple_GET_SIZE(texts) + 1) < 0) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_TypeError, "needs are tuples of texts");
            }
            return -1;
        }
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(texts); k++) {
            PyObject *text = PyTuple_GET_ITEM(texts, k);
            if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) == 0) {
                PyErr_SetString(PyExc_ValueError, "texts that are needed are not empty");
                return -1;
            }
            Py_UCS4 *letters = PyUnicode_AsUCS4Copy(text);
            if (letters == NULL) {
                return -1;
            }
            entry->needs[entry->n_needs++] = (Piece){letters, PyUnicode_GET_LENGTH(text)};
        }
        entry->needs[entry->n_needs++] = (Piece){NULL, 0};
    }
    return 0;
}

static int
fill_entry(Entry *entry, PyObject *row)
{
    PyObject *source, *needs, *anchor;
    if (!PyTuple_Check(row)
        || !PyArg_ParseTuple(row, "nnOnOU", &entry->mode, &entry->rule, &source, &entry->limit, &needs,
                             &anchor)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "entries are tuples");
        }
        return -1;
    }
    entry->row = row;
    entry->anchor = PyUnicode_GET_LENGTH(anchor) ? (char)PyUnicode_READ_CHAR(anchor, 0) : 'n';
    if (!PyTuple_Check(needs)) {
        PyErr_SetString(PyExc_TypeError, "needs are a tuple");
        return -1;
    }
    return fill_needs(entry, needs);
}

static int
fill_entries(Finder *self, PyObject *entries)
{
    self->entries = PySequence_Tuple(entries);
    if (self->entries == NULL) {
        return -1;
    }
    Py_ssize_t n = PyTuple_GET_SIZE(self->entries);
    self->rows = PyMem_Calloc((size_t)n + 1, sizeof(Entry));
    if (self->rows == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    self->n_entries = n;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (fill_entry(&self->rows[i], PyTuple_GET_ITEM(self->entries, i)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Entries are numbers of rows; a text that is looked for must be what its entry says. */
static int
check_owner(const Finder *self, Py_ssize_t owner, PyObject *text)
{
    if (owner < 0 || owner >= self->n_entries) {
        PyErr_SetString(PyExc_ValueError, "there is no such entry");
        return -1;
    }
    const Entry *entry = &self->rows[owner];
    if (text == NULL || !is_text(entry)) {
        return 0;
    }
    int is_same = PyObject_RichCompareBool(PyTuple_GET_ITEM(entry->row, 2), text, Py_EQ);
    if (is_same == 0 || entry->n_needs) {
        PyErr_SetString(PyExc_ValueError, "a text is looked for under another name");
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* Literals: owners are pairs of an entry and a limit. */
static int
fill_literals(const Finder *self, Table *table, PyObject *literals)
{
    PyObject *text, *owners;
    Py_ssize_t position = 0, at;
    while (PyDict_Next(literals, &position, &text, &owners)) {
        if (add_text(table, text, &at) < 0 || !PyList_Check(owners)) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(owners); i++) {
            Py_ssize_t entry, limit;
            if (!PyArg_ParseTuple(PyList_GET_ITEM(owners, i), "nn", &entry, &limit)
                || check_owner(self, entry, text) < 0
                || add_row(table, at, PyUnicode_GET_LENGTH(text), entry, limit) < 0) {
                return -1;
            }
        }
    }
    return file_rows(table);
}

/* Whole lines: owners are rules. */
static int
fill_lines(Table *table, PyObject *lines)
{
    PyObject *text, *rules;
    Py_ssize_t position = 0, at;
    while (PyDict_Next(lines, &position, &text, &rules)) {
        if (add_text(table, text, &at) < 0 || !PyList_Check(rules)) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(rules); i++) {
            Py_ssize_t rule = PyLong_AsSsize_t(PyList_GET_ITEM(rules, i));
            if (PyErr_Occurred() || add_row(table, at, PyUnicode_GET_LENGTH(text), rule, 0) < 0) {
                return -1;
            }
        }
    }
    return file_rows(table);
}

/* Beginnings: filed by their first letters, each with entry, whole beginnings and limit. */
static int
fill_heads(const Finder *self, Table *table, PyObject *heads)
{
    PyObject *head, *owners, *begins;
    Py_ssize_t position = 0, at, entry, limit;
    while (PyDict_Next(heads, &position, &head, &owners)) {
        for (Py_ssize_t i = 0; PyList_Check(owners) && i < PyList_GET_SIZE(owners); i++) {
            if (!PyArg_ParseTuple(PyList_GET_ITEM(owners, i), "nO!n", &entry, &PyTuple_Type, &begins,
                                  &limit)
                || check_owner(self, entry, NULL) < 0) {
                return -1;
            }
            for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(begins); k++) {
                PyObject *text = PyTuple_GET_ITEM(begins, k);
                if (add_text(table, text, &at) < 0
                    || add_row(table, at, PyUnicode_GET_LENGTH(text), entry, limit) < 0) {
                    return -1;
                }
            }
        }
    }
    return file_rows(table);
}

static int
fill_short_lines(Finder *self, PyObject *short_lines)
{
    Py_ssize_t n = PyList_GET_SIZE(short_lines);
    self->short_lines = PyMem_Calloc((size_t)n + 1, sizeof(Py_ssize_t));
    if (self->short_lines == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t entry = PyLong_AsSsize_t(PyList_GET_ITEM(short_lines, i));
        if (PyErr_Occurred() || check_owner(self, entry, NULL) < 0) {
            return -1;
        }
        self->short_lines[self->n_short_lines++] = entry;
    }
    return 0;
}

static void
finder_dealloc(Finder *self)
{
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; i < self->n_entries; i++) {
        Entry *entry = &self->rows[i];
        free_template(entry->template);
        for (Py_ssize_t k = 0; k < entry->n_needs; k++) {
            PyMem_Free((void *)entry->needs[k].letters);
        }
        PyMem_Free(entry->needs);
    }
    PyMem_Free(self->rows);
    PyMem_Free(self->short_lines);
    free_table(&self->lines);
    free_table(&self->literals);
    free_table(&self->flow_literals);
    free_table(&self->heads);
    Py_XDECREF(self->entries);
    Py_XDECREF(self->basis);
    type->tp_free(self);
    Py_DECREF(type);
}

static int
fill_finder(Finder *self, PyObject *arguments)
{
    PyObject *basis, *entries, *lines, *literals, *flow_literals, *heads, *short_lines;
    if (!PyArg_ParseTuple(arguments, "OOO!O!O!O!O!n", &basis, &entries, &PyDict_Type, &lines,
                          &PyDict_Type, &literals, &PyDict_Type, &flow_literals, &PyDict_Type, &heads,
                          &PyList_Type, &short_lines, &self->short_line)) {
        return -1;
    }
    if (Py_TYPE(basis)->tp_dealloc != (destructor)basis_dealloc) {
        PyErr_SetString(PyExc_TypeError, "a finder stands on a Basis");
        return -1;
    }
    self->basis = (Basis *)Py_NewRef(basis);
    if (fill_entries(self, entries) < 0 || fill_lines(&self->lines, lines) < 0
        || fill_literals(self, &self->literals, literals) < 0
        || fill_literals(self, &self->flow_literals, flow_literals) < 0
        || fill_heads(self, &self->heads, heads) < 0 || fill_short_lines(self, short_lines) < 0) {
        return -1;
    }
    return 0;
}

static PyObject *
finder_new(PyTypeObject *type, PyObject *arguments, PyObject *Py_UNUSED(named))
{
    Finder *self = (Finder *)type->tp_alloc(type, 0);
    if (self != NULL && fill_finder(self, arguments) < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "these are no tables of a part");
        }
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static PyMethodDef finder_methods[] = {
    {"look", (PyCFunction)look, METH_VARARGS, look_doc},
    {"stands_in", (PyCFunction)stands_in_text, METH_VARARGS, stands_in_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(basis_doc,
"Basis(lowered, twins, decoration, invisible, combining, slots, long_line, months, is_date, spot,\n"
"    hit, load)\n--\n\nWhat all parts share: letters and slots; see `packs/compiled.py`.");

static PyType_Slot basis_slots[] = {
    {Py_tp_doc, (void *)basis_doc},
    {Py_tp_new, basis_new},
    {Py_tp_dealloc, basis_dealloc},
    {0, NULL},
};

static PyType_Spec basis_spec = {
    "cleaner.native._finder.Basis", sizeof(Basis), 0, Py_TPFLAGS_DEFAULT, basis_slots,
};

PyDoc_STRVAR(finder_doc,
"Finder(basis, entries, lines, literals, flow_literals, heads, short_lines, short_line)\n--\n\n"
"The tables of one part, ready to be looked up; `short_line`: how long such a line may be.");

static PyType_Slot finder_slots[] = {
    {Py_tp_doc, (void *)finder_doc},
    {Py_tp_new, finder_new},
    {Py_tp_dealloc, finder_dealloc},
    {Py_tp_methods, finder_methods},
    {0, NULL},
};

static PyType_Spec finder_spec = {
    "cleaner.native._finder.Finder", sizeof(Finder), 0, Py_TPFLAGS_DEFAULT, finder_slots,
};

static int
fill_module(PyObject *module)
{
    PyType_Spec *specs[] = {&basis_spec, &finder_spec};
    for (int i = 0; i < 2; i++) {
        PyObject *type = PyType_FromSpec(specs[i]);
        if (type == NULL) {
            return -1;
        }
        int status = PyModule_AddType(module, (PyTypeObject *)type);
        Py_DECREF(type);
        if (status < 0) {
            return -1;
        }
    }
    return PyModule_AddIntConstant(module, "LOWERED", LOWERED);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static PyMethodDef module_methods[] = {
    {"stripped", stripped, METH_VARARGS, stripped_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_finder", "What stands where, line by line: see `packs/finder.py`.", 0,
    module_methods, module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__finder(void)
{
    return PyModuleDef_Init(&module);
}
