/* A page's tree -> its lines and what the tree knows of them: the twin of `formats/page_blocks.py`,
   which says what is meant. It reads the tree as its parser writes it, in one go, because making
   an object of every element and asking it for its text takes most of the Python's time. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

#include "numbers.h"
#include "walk_reading.h"
#include "walk_blocks.h"

static PyObject *
as_text(Slice slice)
{
    return PyUnicode_DecodeUTF8(slice.at, (Py_ssize_t)slice.n, "strict");
}

/* Return an attribute's value, nothing escaped. */
static PyObject *
value_of(Slice value)
{
    if (memchr(value.at, '&', value.n) == NULL)
        return as_text(value);
    Bytes bytes = {0};
    PyObject *text = NULL;
    if (add_unescaped(&bytes, value) == 0)
        text = as_text((Slice){bytes.at, bytes.n});
    PyMem_Free(bytes.at);
    return text;
}

/* Return class and id as one string, as `page_tags.named` does. */
static PyObject *
named(Slice name, Slice id)
{
    if (!name.n || !id.n)
        return name.n || id.n ? value_of(name.n ? name : id) : PyUnicode_FromStringAndSize("", 0);
    PyObject *one = value_of(name), *other = one ? value_of(id) : NULL;
    PyObject *both = other ? PyUnicode_FromFormat("%U %U", one, other) : NULL;
    Py_XDECREF(one);
    Py_XDECREF(other);
    return both;
}

static int
is_marking(Slice key)
{
    return is_named(key, "style") || is_named(key, "hidden") || is_named(key, "aria-hidden")
        || is_named(key, "itemprop") || is_named(key, "role");
}

/* Add the bit that an attribute sets, as `page_tags.mark` tells. */
static int
add_mark(const Walk *walk, Slice key, Slice value, long long *bits)
{
    PyObject *name = as_text(key), *text = name ? value_of(value) : NULL;
    PyObject *bit = text ? PyObject_CallFunctionObjArgs(walk->mark, name, text, NULL) : NULL;
    Py_XDECREF(name);
    Py_XDECREF(text);
    if (bit == NULL)
        return -1;
    *bits |= PyLong_AsLongLong(bit);
    Py_DECREF(bit);
    return PyErr_Occurred() ? -1 : 0;
}

/* Return class and id of an element; bits: what its attributes set, NULL if nobody asks. */
static PyObject *
read_attributes(const Walk *walk, Slice attributes, long long *bits)
{
    Reader reader = {attributes.at, attributes.at + attributes.n};
    Slice key, value, name = {NULL, 0}, id = {NULL, 0};
    while (next_attribute(&reader, &key, &value)) {
        if (is_named(key, "class"))
            name = value;
        else if (is_named(key, "id"))
            id = value;
        else if (bits != NULL && is_marking(key) && add_mark(walk, key, value, bits) < 0)
            return NULL;
    }
    return named(name, id);
}

/* Return a number from a table of tags, `otherwise` where it has none; -1 with an exception. */
static long long
number_of(PyObject *table, PyObject *tag, long long otherwise)
{
    PyObject *found = PyDict_GetItemWithError(table, tag);
    if (found == NULL)
        return PyErr_Occurred() ? -1 : otherwise;
    return PyLong_AsLongLong(found);
}

/* True for a row of short cells, see `page_blocks._is_data_row`; the reader stands behind its tag. */
static int
is_data_row(const Walk *walk, Reader reader)
{
    Read read;
    Bytes text = {0};
    size_t n_cells = 0, n_chars = 0, depth = 1;
    int is_one = 1;
    while (is_one && depth > 0) {
        Token token = read_next(&reader, &read);
        if (token == AT_END)
            break;
        if (token == CLOSING)
            depth--;
        else if (token == OPENING) {
            n_cells += depth == 1 && (is_named(read.tag, "td") || is_named(read.tag, "th"));
            is_one = !is_named(read.tag, "tr");
            depth += !read.is_empty;
        } else {
            text.n = 0;
            if (add_token(&text, token, read.text) < 0)
                is_one = -1;
            n_chars += characters_in(text.at, text.n);
            if (is_one > 0)
                is_one = n_chars <= walk->max_row_chars;
        }
    }
    PyMem_Free(text.at);
    return is_one < 0 ? -1 : is_one && n_cells >= walk->min_cells;
}

static int
open_block(Walk *walk, int code, PyObject *tag, const Read *read, const Reader *reader)
{
    if (edge(walk, code) < 0)
        return -1;
    long long bits = 0, of_tag = number_of(walk->tag_bits, tag, 0);
    PyObject *name = read_attributes(walk, read->attributes, &bits);
    PyObject *key = name == NULL ? NULL : PyTuple_Pack(2, tag, name);
    Py_XDECREF(name);
    if (key == NULL || PyErr_Occurred()) {
        Py_XDECREF(key);
        return -1;
    }
    Py_ssize_t kind = numbered(walk->kinds, key);
    Py_DECREF(key);
    const Open *around = &walk->open[walk->innermost];
    Open opened = {.code = code, .number = walk->ends.n, .bits = around->bits | bits | of_tag};
    if (kind < 0 || append(&walk->parents, around->number) < 0
        || append(&walk->depths, walk->n_blocks_open) < 0 || append(&walk->kind_of, kind) < 0
        || append(&walk->inside, (Py_ssize_t)opened.bits) < 0
        || append(&walk->ends, opened.number + 1) < 0 || PyList_Append(walk->tags, tag) < 0)
        return -1;
    if (code & IS_ITEM)
        walk->items++;
    else if (code & IS_ROW && walk->row < 0) {
        int is_data = read->is_empty ? 0 : is_data_row(walk, *reader);
        if (is_data < 0)
            return -1;
        if (is_data)
            walk->row = opened.number;
    }
    return push(walk, opened);
}

static int
open_inline(Walk *walk, int code, const Read *read)
{
    if (walk->inlines == 0) {
        PyObject *name = read_attributes(walk, read->attributes, NULL);
        walk->wrapping = name == NULL ? -1 : numbered(walk->names, name);
        Py_XDECREF(name);
        if (walk->wrapping < 0)
            return -1;
    }
    walk->inlines++;
    walk->open_links += (code & IS_LINK) != 0;
    walk->links += (code & IS_LINK) != 0;
    walk->open_bold += !(code & IS_LINK) && code & IS_BOLD;
    return push(walk, (Open){.code = code});
}

static int
open_element(Walk *walk, const Read *read, const Reader *reader)
{
    PyObject *tag = as_text(read->tag);
    int code = tag == NULL ? -1 : (int)number_of(walk->codes, tag, IS_BLOCK);
    int done = code < 0 ? -1 : 0;
    if (done == 0 && code & IS_BLOCK)
        done = open_block(walk, code, tag, read, reader);
    else if (done == 0 && code & IS_INLINE)
        done = open_inline(walk, code, read);
    else if (done == 0) {
        done = code ? end_line(walk, NEXT_LINE, 1) : 0;
        if (done == 0)
            done = push(walk, (Open){.code = code});
        walk->skipped = done == 0 && !code; /* of what is in there nothing is read */
    }
    Py_XDECREF(tag);
    return done;
}

static int
walk_through(Walk *walk, Reader reader)
{
    Read read;
    for (;;) {
        Token token = read_next(&reader, &read);
        if (walk->skipped) {
            if (token == AT_END)
                return 0;
            walk->skipped += token == OPENING && !read.is_empty;
            walk->skipped -= token == CLOSING;
            if (walk->skipped == 0)
                pop(walk);
            continue;
        }
        if (token == TEXT || token == RAW_TEXT) {
            if (add_token(&walk->chunk, token, read.text) < 0)
                return -1;
            continue;
        }
        if (add_chunk(walk) < 0)
            return -1;
        if (token == AT_END)
            return 0;
        if (token == OPENING && open_element(walk, &read, &reader) < 0)
            return -1;
        if (token == CLOSING || read.is_empty) {
            walk->skipped = 0;
            if (close_element(walk) < 0)
                return -1;
        }
    }
}

static PyObject *
walk_page(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer page;
    Walk walk = {.row = -1, .wrapper = -1};
    Py_ssize_t max_row_chars, min_cells;
    if (!PyArg_ParseTuple(arguments, "y*O!O!Onn", &page, &PyDict_Type, &walk.codes, &PyDict_Type,
                          &walk.tag_bits, &walk.mark, &max_row_chars, &min_cells))
        return NULL;
    walk.max_row_chars = (size_t)max_row_chars;
    walk.min_cells = (size_t)min_cells;
    PyObject *found = NULL;
    if (begin(&walk) == 0
        && walk_through(&walk, (Reader){page.buf, (const char *)page.buf + page.len}) == 0)
        found = told(&walk);
    drop(&walk);
    PyBuffer_Release(&page);
    return found;
}

/* True if bytes hold control characters that no tree can hold; without branches, so that compilers
   look at many bytes at once. */
static PyObject *
has_controls(PyObject *Py_UNUSED(module), PyObject *given)
{
    Py_buffer page;
    if (PyObject_GetBuffer(given, &page, PyBUF_SIMPLE) < 0)
        return NULL;
    const unsigned char *at = page.buf;
    unsigned char found = 0;
    for (Py_ssize_t i = 0; i < page.len; i++)
        found |= (unsigned char)((at[i] < 32) & (at[i] != '\t') & (at[i] != '\n') & (at[i] != '\r'));
    PyBuffer_Release(&page);
    return PyBool_FromLong(found);
}

static PyMethodDef methods[] = {
    {"has_controls", has_controls, METH_O,
     "has_controls(page) -> True if there is something to take away, see `formats/html.py`."},
    {"walk", walk_page, METH_VARARGS,
     "walk(page, codes, tag_bits, mark, max_row_chars, min_cells) -> (text, kinds, elements, blocks)"},
    {NULL, NULL, 0, NULL},
};

static int
fill_module(PyObject *module)
{
    PyObject *codes = Py_BuildValue("(iiiiiiii)", IS_BREAK, IS_INLINE, IS_BLOCK, IS_LINK, IS_BOLD,
                                    IS_ITEM, IS_ROW, IS_CELL);
    int done = codes == NULL ? -1 : PyModule_AddObjectRef(module, "CODES", codes);
    Py_XDECREF(codes);
    return done;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_walk",
    .m_doc = "A page's tree to its lines: see `formats/page_blocks.py`.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__walk(void)
{
    return PyModuleDef_Init(&module);
}
