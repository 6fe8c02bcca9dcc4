/* Documents as Python gives them, read into memory that one after the other uses again. */

/* What one document needs, kept for the next one. */
typedef struct {
    uint16_t *codes;
    size_t *ends;
    int64_t *evidence;
    Row *rows;
    HashOfRow *hashes;
    int64_t *sums;
    double *units;
    size_t n_codes, n_blocks, n_rows; /* of each there is room for so many */
} Scratch;

static void drop_scratch(Scratch *scratch)
{
    PyMem_Free(scratch->codes);
    PyMem_Free(scratch->ends);
    PyMem_Free(scratch->evidence);
    PyMem_Free(scratch->rows);
    PyMem_Free(scratch->hashes);
    PyMem_Free(scratch->sums);
    PyMem_Free(scratch->units);
}

static int grow(void *place, size_t n, size_t size)
{
    void *old, *new;
    memcpy(&old, place, sizeof old);
    new = n > (size_t)PY_SSIZE_T_MAX / size ? NULL : PyMem_Realloc(old, n * size);
    if (new == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(place, &new, sizeof new);
    return 0;
}

static int room_for_text(Scratch *scratch, size_t n_codes, size_t n_blocks)
{
    if (n_codes > scratch->n_codes) {
        if (grow(&scratch->codes, n_codes, sizeof(uint16_t)) < 0)
            return -1;
        scratch->n_codes = n_codes;
    }
    if (n_blocks > scratch->n_blocks) {
        if (grow(&scratch->ends, n_blocks, sizeof(size_t)) < 0 ||
            grow(&scratch->evidence, n_blocks, sizeof(int64_t)) < 0)
            return -1;
        scratch->n_blocks = n_blocks;
    }
    return 0;
}

static int room_for_rows(Scratch *scratch, size_t n_rows)
{
    if (n_rows <= scratch->n_rows)
        return 0;
    if (grow(&scratch->rows, n_rows, sizeof(Row)) < 0 ||
        grow(&scratch->hashes, n_rows, sizeof(HashOfRow)) < 0 ||
        grow(&scratch->sums, n_rows + 1, N_SUMS * sizeof(int64_t)) < 0)
        return -1;
    scratch->n_rows = n_rows;
    return 0;
}

static void read_codes(PyObject *text, uint16_t *codes)
{
    size_t n = (size_t)PyUnicode_GET_LENGTH(text);
    const void *data = PyUnicode_DATA(text);
    if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
        const Py_UCS1 *from = data;
        for (size_t i = 0; i < n; i++)
            codes[i] = from[i];
    } else if (PyUnicode_KIND(text) == PyUnicode_2BYTE_KIND) {
        memcpy(codes, data, n * sizeof(uint16_t));
    } else {
        const Py_UCS4 *from = data;
        for (size_t i = 0; i < n; i++)
            codes[i] = (uint16_t)(from[i] < N_CODES    ? from[i]
                                  : from[i] < 0x20000 ? ASTRAL_SYMBOL
                                                      : ASTRAL_IDEOGRAPH);
    }
}

static int refuse(const char *message)
{
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, message);
    return -1;
}

/* Return an integer as C has it; -1 with an exception where it is none or too large. */
static int64_t whole(PyObject *given)
{
    if (PyLong_CheckExact(given))
        return PyLong_AsLongLong(given);
    PyObject *index = PyNumber_Index(given);
    int64_t number = index == NULL ? -1 : PyLong_AsLongLong(index);
    Py_XDECREF(index);
    return number;
}

static int read_evidence(PyObject *given, size_t n, int64_t *evidence)
{
    PyObject *codes = PySequence_Tuple(given); /* of our own: reading may run the caller's code */
    int done = codes == NULL ? -1 : 0;
    if (done == 0 && (size_t)PyTuple_GET_SIZE(codes) != n)
        done = refuse("evidence needs one code for each block; give 0 where there is none");
    for (size_t i = 0; done == 0 && i < n; i++) {
        evidence[i] = whole(PyTuple_GET_ITEM(codes, (Py_ssize_t)i));
        if (evidence[i] == -1 && PyErr_Occurred())
            done = -1;
    }
    Py_XDECREF(codes);
    return done;
}

/* Read the ends of blocks; they must tile the text. */
static int read_ends(PyObject *starts, PyObject *ends, size_t size, size_t *found)
{
    static const char problem[] = "blocks must tile their text, in order and without gaps";
    int64_t edge = 0;
    Py_ssize_t n = PyTuple_GET_SIZE(ends);
    for (Py_ssize_t i = 0; i < n; i++) {
        int64_t start = whole(PyTuple_GET_ITEM(starts, i)), end = whole(PyTuple_GET_ITEM(ends, i));
        if (PyErr_Occurred())
            return -1;
        if (start != edge || end < start)
            return refuse(problem);
        found[i] = (size_t)(edge = end);
    }
    return edge == (int64_t)size ? 0 : refuse(problem);
}

static int read_blocks(Scratch *scratch, size_t size, PyObject *bounds, PyObject *evidence,
                       size_t *n_blocks)
{
    PyObject *starts = PySequence_Tuple(PyTuple_GET_ITEM(bounds, 0));
    PyObject *ends = starts == NULL ? NULL : PySequence_Tuple(PyTuple_GET_ITEM(bounds, 1));
    int done = -1;
    if (ends != NULL && PyTuple_GET_SIZE(starts) != PyTuple_GET_SIZE(ends))
        refuse("blocks need as many starts as ends");
    else if (ends != NULL) {
        *n_blocks = (size_t)PyTuple_GET_SIZE(ends);
        if (room_for_text(scratch, size, *n_blocks) == 0 &&
            read_evidence(evidence, *n_blocks, scratch->evidence) == 0)
            done = read_ends(starts, ends, size, scratch->ends);
    }
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    return done;
}

/* Read text, blocks and evidence into the scratch, count the rows and make room for them. */
static int read_document(const Model *model, Scratch *scratch, PyObject *const *given,
                         Document *document)
{
    PyObject *text = given[0], *bounds = given[1];
    if (!PyUnicode_Check(text) || !PyTuple_Check(bounds) || PyTuple_GET_SIZE(bounds) != 2) {
        PyErr_SetString(PyExc_TypeError, "score() takes texts and tuples (starts, ends)");
        return -1;
    }
    size_t size = (size_t)PyUnicode_GET_LENGTH(text), n_blocks = 0, n_rows = 0, at = 0;
    if (read_blocks(scratch, size, bounds, given[2], &n_blocks) < 0)
        return -1;
    read_codes(text, scratch->codes);
    for (size_t block = 0; block < n_blocks; block++) {
        while (at < scratch->ends[block] && UNSEEN >> model->classes[scratch->codes[at]] & 1)
            at++;
        n_rows += at < scratch->ends[block];
        at = scratch->ends[block];
    }
    if (n_blocks > INT32_MAX || room_for_rows(scratch, n_rows) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    *document = (Document){.codes = scratch->codes, .n_blocks = n_blocks, .ends = scratch->ends,
                           .evidence = scratch->evidence, .n_rows = n_rows, .rows = scratch->rows};
    return 0;
}
