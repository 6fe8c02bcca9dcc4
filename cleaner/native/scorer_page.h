/* The part of the scorer for pages that looks at text, see scoring/tree/around.py: what the lines
   show by themselves and around them. What the tree adds to their first logits comes from Python. */

PyDoc_STRVAR(around_doc,
"around(text, bounds, evidence, more) -> (rows, first, values)\n"
"\n"
"more: for each block what is added to its first sum (64 bits). The number of each block's row (32\n"
"bits, -1 where blank), the rows' first logits (64 bits), and their features, cut to the bounds of\n"
"the second stage (16 bits).");

/* Work out the first logits of all rows and what stands around them. */
static void look_around(const Model *model, Scratch *scratch, Document *document,
                        const int64_t *more, int64_t *first)
{
    read_rows(model, document);
    read_surroundings(model, document, scratch->hashes);
    for (size_t i = 0; i < document->n_rows; i++) {
        Row *row = &document->rows[i];
        const int16_t *values = values_of(document, i, 0);
        int64_t sum = model->own_base + more[row->block];
        for (int feature = 0; feature < N_OWN; feature++)
            sum += model->own[feature] * values[feature];
        row->logit = settled(document, row, (int64_t)floor((double)sum / 10000.0));
        first[i] = row->logit;
    }
    read_windows(model, document, 0, scratch->sums);
}

static PyObject *rows_of(const Document *document)
{
    PyObject *rows = PyBytes_FromStringAndSize(
        NULL, (Py_ssize_t)(document->n_blocks * sizeof(int32_t)));
    int32_t row = 0;
    for (size_t block = 0; rows != NULL && block < document->n_blocks; block++) {
        int is_row = (size_t)row < document->n_rows && document->rows[row].block == block;
        int32_t number = is_row ? row++ : -1;
        memcpy(PyBytes_AS_STRING(rows) + block * sizeof number, &number, sizeof number);
    }
    return rows;
}

/* Return the second stage's features of all rows, without the room for the third. */
static PyObject *values_alone(const Document *document)
{
    size_t size = N_FEATURES * sizeof(int16_t);
    PyObject *values = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(document->n_rows * size));
    for (size_t row = 0; values != NULL && row < document->n_rows; row++)
        memcpy(PyBytes_AS_STRING(values) + row * size, values_of(document, row, 0), size);
    return values;
}

static PyObject *around(const Model *model, Scratch *scratch, PyObject *const *given,
                        const Py_buffer *more)
{
    Document document = {0};
    if (read_document(model, scratch, given, &document) < 0)
        return NULL;
    if ((size_t)more->len != document.n_blocks * sizeof(int64_t)) {
        refuse("each block needs its part of the first sum");
        return NULL;
    }
    PyObject *found = NULL;
    PyObject *first = PyBytes_FromStringAndSize(
        NULL, (Py_ssize_t)(document.n_rows * sizeof(int64_t)));
    int64_t *added = PyMem_Calloc(document.n_blocks + 1, sizeof(int64_t));
    int64_t *logits = PyMem_Calloc(document.n_rows + 1, sizeof(int64_t));
    document.values = PyMem_Calloc(document.n_rows * N_STAGES * N_FEATURES + 1, sizeof(int16_t));
    if (added == NULL || logits == NULL || document.values == NULL)
        PyErr_NoMemory();
    else if (first != NULL) {
        memcpy(added, more->buf, (size_t)more->len);
        look_around(model, scratch, &document, added, logits);
        memcpy(PyBytes_AS_STRING(first), logits, document.n_rows * sizeof(int64_t));
        found = Py_BuildValue("(NON)", rows_of(&document), first, values_alone(&document));
    }
    Py_XDECREF(first);
    PyMem_Free(added);
    PyMem_Free(logits);
    PyMem_Free(document.values);
    return found;
}

static PyObject *Model_around(PyObject *self, PyObject *args)
{
    PyObject *given[3];
    Py_buffer more;
    if (!PyArg_ParseTuple(args, "OOOy*", &given[0], &given[1], &given[2], &more))
        return NULL;
    Scratch scratch = {0};
    PyObject *found = around((const Model *)self, &scratch, given, &more);
    drop_scratch(&scratch);
    PyBuffer_Release(&more);
    return found;
}
