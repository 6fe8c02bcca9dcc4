/* Blocks in the making: text is added, elements are opened and closed around it. The functions are
   those of `page_blocks._Walker`. A line is kept as it will stand, its white space squeezed. */

enum {
    IS_BREAK = 1,
    IS_INLINE = 2,
    IS_BLOCK = 4,
    IS_LINK = 8,
    IS_BOLD = 16,
    IS_ITEM = 32,
    IS_ROW = 64,
    IS_CELL = 128
};

enum { NEXT_LINE = 1, BLANK_LINE = 2 }; /* so many line ends stand between two blocks */

typedef struct {
    int code;
    Py_ssize_t number; /* of a block-level element */
    Py_ssize_t around; /* place of the innermost block-level element that holds it */
    long long bits;    /* ANCESTORS that hold it, or that it is */
} Open;

typedef struct {
    PyObject *codes, *tag_bits, *mark; /* as Python gives them */
    size_t max_row_chars, min_cells;
    Open *open; /* the elements around, the outermost a stand-in for nothing */
    size_t n_open, open_room;
    Py_ssize_t innermost; /* place of the innermost block-level element */
    Py_ssize_t n_blocks_open;
    size_t skipped; /* elements open inside of one that nobody sees, with itself */
    Numbers parents, depths, kind_of, inside, ends;                  /* of elements */
    Numbers element, broken, linked, bold, links_of, wrapper_of;     /* of blocks */
    PyObject *tags, *texts, *kinds, *names;
    Bytes chunk; /* text between two tags */
    Bytes line, out;
    size_t solid;    /* of the line, up to the last piece that is no gap */
    int has_pieces, has_solid, is_blank_due;
    Py_ssize_t link_chars, bold_chars, links, open_links, open_bold, inlines, items;
    Py_ssize_t wrapping, wrapper; /* numbers of names; a wrapper of -1 is not known yet */
    Py_ssize_t row;               /* whose cells stand on one line */
    int was_broken, gap;
} Walk;

/* Return the number of a key, a new one for a new key; -1 with an exception. */
static Py_ssize_t
numbered(PyObject *table, PyObject *key)
{
    PyObject *found = PyDict_GetItemWithError(table, key);
    if (found != NULL)
        return PyLong_AsSsize_t(found);
    if (PyErr_Occurred())
        return -1;
    Py_ssize_t n = PyDict_GET_SIZE(table);
    PyObject *number = PyLong_FromSsize_t(n);
    int done = number == NULL ? -1 : PyDict_SetItem(table, key, number);
    Py_XDECREF(number);
    return done < 0 ? -1 : n;
}

static int
push(Walk *walk, Open opened)
{
    if (walk->n_open == walk->open_room) {
        size_t room = 2 * walk->open_room + 64;
        Open *open = PyMem_Realloc(walk->open, room * sizeof(Open));
        if (open == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        walk->open = open;
        walk->open_room = room;
    }
    opened.around = walk->innermost;
    if (opened.code & IS_BLOCK) {
        walk->innermost = (Py_ssize_t)walk->n_open;
        walk->n_blocks_open++;
    }
    walk->open[walk->n_open++] = opened;
    return 0;
}

static void
pop(Walk *walk)
{
    const Open *last = &walk->open[--walk->n_open];
    walk->innermost = last->around;
    walk->n_blocks_open -= (last->code & IS_BLOCK) != 0;
}

static int
begin(Walk *walk)
{
    walk->tags = PyList_New(0);
    walk->texts = PyList_New(0);
    walk->kinds = PyDict_New();
    walk->names = PyDict_New();
    PyObject *empty = PyUnicode_FromStringAndSize("", 0);
    int done = !walk->tags || !walk->texts || !walk->kinds || !walk->names || !empty
                   ? -1
                   : (int)numbered(walk->names, empty);
    Py_XDECREF(empty);
    return done < 0 ? -1 : push(walk, (Open){.number = -1});
}

static void
drop(Walk *walk)
{
    Numbers *columns[] = {&walk->parents, &walk->depths, &walk->kind_of,  &walk->inside,
                          &walk->ends,    &walk->element, &walk->broken,  &walk->linked,
                          &walk->bold,    &walk->links_of, &walk->wrapper_of};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        PyMem_Free(columns[i]->at);
    PyMem_Free(walk->open);
    PyMem_Free(walk->chunk.at);
    PyMem_Free(walk->line.at);
    PyMem_Free(walk->out.at);
    Py_XDECREF(walk->tags);
    Py_XDECREF(walk->texts);
    Py_XDECREF(walk->kinds);
    Py_XDECREF(walk->names);
}

/* Add a piece of text to the line; return how many of its characters are not blank. */
static Py_ssize_t
add_piece(Walk *walk, const char *at, size_t n)
{
    Bytes *line = &walk->line;
    const char *end = at + n;
    Py_ssize_t n_chars = 0;
    if (make_room(line, 2 * n + 1) < 0)
        return -1;
    while (at < end) {
        size_t blank = blank_at(at, end);
        if (blank) {
            walk->is_blank_due = 1;
            at += blank;
            continue;
        }
        if (walk->is_blank_due && line->n)
            line->at[line->n++] = ' ';
        walk->is_blank_due = 0;
        n_chars += ((unsigned char)*at & 0xC0) != 0x80;
        line->at[line->n++] = *at++;
    }
    walk->has_pieces = 1;
    return n_chars;
}

/* Add what stands between cells; if it ends the row it is taken away again. */
static int
add_gap(Walk *walk, const char *gap)
{
    return add_piece(walk, gap, strlen(gap)) < 0 ? -1 : 0;
}

static int
is_white(const Bytes *bytes)
{
    const char *at = bytes->at, *end = at + bytes->n;
    size_t blank = 1;
    while (at < end && blank)
        at += blank = blank_at(at, end);
    return at >= end;
}

/* Add the text between two tags. */
static int
add_chunk(Walk *walk)
{
    Bytes *chunk = &walk->chunk;
    if (chunk->n == 0)
        return 0;
    if (is_white(chunk)) {
        chunk->n = 0;
        return walk->has_pieces ? add_gap(walk, " ") : 0;
    }
    Py_ssize_t n_chars = add_piece(walk, chunk->at, chunk->n);
    if (n_chars < 0)
        return -1;
    if (chunk->n != 3 || memcmp(chunk->at, " | ", 3) != 0) { /* else it looks like a gap */
        walk->solid = walk->line.n;
        walk->has_solid = 1;
    }
    chunk->n = 0;
    walk->link_chars += walk->open_links ? n_chars : 0;
    walk->bold_chars += walk->open_bold ? n_chars : 0;
    Py_ssize_t wrapping = walk->inlines ? walk->wrapping : 0;
    walk->wrapper = walk->wrapper < 0 || walk->wrapper == wrapping ? wrapping : 0;
    return 0;
}

static void
clear_line(Walk *walk)
{
    walk->line.n = walk->solid = 0;
    walk->has_pieces = walk->has_solid = walk->is_blank_due = 0;
    walk->link_chars = walk->bold_chars = 0;
    walk->links = walk->open_links;
    walk->wrapper = -1;
}

static int
put_line(Walk *walk, int is_broken)
{
    const Bytes *line = &walk->line;
    PyObject *text = PyUnicode_DecodeUTF8(line->at, (Py_ssize_t)line->n, "strict");
    int done = text == NULL ? -1 : PyList_Append(walk->texts, text);
    Py_XDECREF(text);
    if (done < 0 || add_bytes(&walk->out, "\n\n", walk->out.n ? (size_t)walk->gap : 0) < 0
        || add_bytes(&walk->out, line->at, line->n) < 0
        || append(&walk->element, walk->open[walk->innermost].number) < 0
        || append(&walk->broken, is_broken) < 0 || append(&walk->linked, walk->link_chars) < 0
        || append(&walk->bold, walk->bold_chars) < 0 || append(&walk->links_of, walk->links) < 0)
        return -1;
    return append(&walk->wrapper_of, walk->wrapper < 0 ? 0 : walk->wrapper);
}

/* End the block here; blocks in a row of cells end with the row. */
static int
end_line(Walk *walk, int gap, int is_break)
{
    if (walk->row >= 0)
        return add_gap(walk, " ");
    int has_text = walk->line.n > 0;
    if (has_text && put_line(walk, is_break || walk->was_broken) < 0)
        return -1;
    if (has_text || gap > walk->gap)
        walk->gap = gap;
    if (has_text || !is_break)
        walk->was_broken = is_break;
    clear_line(walk);
    return 0;
}

/* End the block at an edge of an element; most edges stand beside another one. */
static int
edge(Walk *walk, int code)
{
    int gap = walk->items || code & (IS_ITEM | IS_ROW) ? NEXT_LINE : BLANK_LINE;
    if (walk->has_pieces || walk->row >= 0)
        return end_line(walk, gap, 0);
    if (gap > walk->gap)
        walk->gap = gap;
    walk->was_broken = 0;
    walk->links = walk->open_links;
    return 0;
}

/* Put a bar behind a cell, but none behind the last. */
static int
close_in_row(Walk *walk, int code, Py_ssize_t number)
{
    if (walk->row == number) {
        walk->row = -1;
        walk->line.n = walk->solid;
        walk->has_pieces = walk->has_solid;
    } else if (code & IS_CELL)
        return add_gap(walk, " | ");
    return 0;
}

static int
close_element(Walk *walk)
{
    if (walk->n_open < 2)
        return 0; /* nothing is open */
    const Open closed = walk->open[walk->n_open - 1];
    if (closed.code & IS_BLOCK) {
        if (walk->row >= 0 && close_in_row(walk, closed.code, closed.number) < 0)
            return -1;
        if (edge(walk, closed.code) < 0)
            return -1;
        walk->items -= (closed.code & IS_ITEM) != 0;
        walk->ends.at[closed.number] = walk->ends.n;
    } else if (closed.code & IS_INLINE) {
        walk->inlines--;
        walk->open_links -= (closed.code & IS_LINK) != 0;
        walk->open_bold -= !(closed.code & IS_LINK) && closed.code & IS_BOLD;
    }
    pop(walk);
    return 0;
}

static PyObject *
as_truths(const Numbers *numbers)
{
    PyObject *list = PyList_New(numbers->n);
    for (Py_ssize_t i = 0; list != NULL && i < numbers->n; i++)
        PyList_SET_ITEM(list, i, PyBool_FromLong((long)numbers->at[i]));
    return list;
}

/* Return (text, kinds, elements, blocks) as `page_blocks.walked` does. */
static PyObject *
told(const Walk *walk)
{
    return Py_BuildValue(
        "(NN(NNONNN)(ONNNNNNN))",
        PyUnicode_DecodeUTF8(walk->out.at, (Py_ssize_t)walk->out.n, "strict"),
        PyDict_Keys(walk->kinds), as_list(&walk->parents), as_list(&walk->depths), walk->tags,
        as_list(&walk->kind_of), as_list(&walk->inside), as_list(&walk->ends), walk->texts,
        as_list(&walk->element), as_truths(&walk->broken), as_list(&walk->linked),
        as_list(&walk->bold), as_list(&walk->links_of), as_list(&walk->wrapper_of),
        PyDict_Keys(walk->names));
}
