/* Model(...): tables and weights, which Python gives by name as arrays of integers. */

enum { MOST_ENTRIES = 65000, MOST_UNITS = 4096, MOST_FOLDED = 8192, ANY_NUMBER = -1 };

static const int64_t WHOLE = (int64_t)1 << 53; /* up to here doubles hold every integer */

/* Return a copy of the numbers of that name, each within the bounds, to be freed; NULL with an
   exception where they are not such. n: how many; ANY_NUMBER lets it be told. */
static int64_t *numbers_of(PyObject *given, const char *name, int64_t lowest, int64_t highest,
                           Py_ssize_t *n)
{
    Py_buffer buffer;
    PyObject *array = PyDict_GetItemString(given, name);
    if (array == NULL) {
        PyErr_Format(PyExc_ValueError, "%s: not given", name);
        return NULL;
    }
    if (PyObject_GetBuffer(array, &buffer, PyBUF_FORMAT) < 0)
        return NULL;
    Py_ssize_t width = buffer.itemsize, count = buffer.len / width;
    int64_t *numbers = PyMem_Calloc((size_t)count + 1, sizeof(int64_t));
    int is_sound = (*n == ANY_NUMBER || *n == count) && (width == 1 || width == 2 || width == 8);
    for (Py_ssize_t i = 0; numbers != NULL && is_sound && i < count; i++) {
        if (width == 1)
            numbers[i] = ((const uint8_t *)buffer.buf)[i];
        else if (width == 2)
            numbers[i] = ((const uint16_t *)buffer.buf)[i];
        else
            numbers[i] = ((const int64_t *)buffer.buf)[i];
        is_sound = numbers[i] >= lowest && numbers[i] <= highest;
    }
    *n = count;
    PyBuffer_Release(&buffer);
    if (numbers != NULL && is_sound)
        return numbers;
    if (numbers == NULL)
        PyErr_NoMemory();
    else
        PyErr_Format(PyExc_ValueError, "%s: not so many numbers, or too large ones", name);
    PyMem_Free(numbers);
    return NULL;
}

/* Read n numbers into places of any type; where that fails, the function around it returns -1. */
#define READ(name, n, lowest, highest, place)                              \
    do {                                                                   \
        Py_ssize_t n_ = (n);                                               \
        int64_t *numbers_ = numbers_of(given, name, lowest, highest, &n_); \
        if (numbers_ == NULL)                                              \
            return -1;                                                     \
        for (Py_ssize_t i_ = 0; i_ < n_; i_++)                             \
            place = numbers_[i_];                                          \
        PyMem_Free(numbers_);                                              \
    } while (0)

static int read_tables(Model *model, PyObject *given)
{
    READ("classes", N_CODES, 0, N_CLASSES - 1, model->classes[i_]);
    READ("logs", N_LOGS, 0, INT16_MAX, model->logs[i_]);
    READ("half_roots", N_HALF_ROOTS, 1, INT16_MAX, model->half_roots[i_]);
    READ("roots", N_ROOTS, 1, INT16_MAX, model->roots[i_]);
    READ("beliefs", N_BELIEFS, 0, ONE, model->beliefs[i_]);
    return 0;
}

/* Return how many numbers have that name, at most `most`; -1 with an exception. */
static Py_ssize_t count_of(PyObject *given, const char *name, Py_ssize_t most)
{
    Py_ssize_t n = ANY_NUMBER;
    int64_t *numbers = numbers_of(given, name, INT64_MIN, INT64_MAX, &n);
    if (numbers == NULL)
        return -1;
    PyMem_Free(numbers);
    if (n <= most)
        return n;
    PyErr_Format(PyExc_ValueError, "%s: more than %zd numbers", name, most);
    return -1;
}

static int read_folded(Model *model, PyObject *given)
{
    uint16_t unfolded[MOST_FOLDED];
    Py_ssize_t n = count_of(given, "unfolded", MOST_FOLDED);
    if (n < 0)
        return -1;
    READ("unfolded", n, 0, N_CODES - 1, unfolded[i_]);
    for (size_t code = 0; code < N_CODES; code++)
        model->folded[code] = (uint16_t)code;
    READ("folded", n, 0, N_CODES - 1, model->folded[unfolded[i_]]);
    return 0;
}

static int read_words(Model *model, PyObject *given)
{
    Py_ssize_t n = count_of(given, "hashes", MOST_ENTRIES);
    if (n < 0)
        return -1;
    Vocabulary *words = &model->words;
    words->entries = PyMem_Calloc((size_t)n + 1, sizeof(Entry));
    if (words->entries == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    READ("hashes", n, INT64_MIN, INT64_MAX, words->entries[i_].hash);
    READ("kinds", n, -1, N_KINDS - 1, words->entries[i_].kind);
    READ("points", n, INT32_MIN, INT32_MAX, words->entries[i_].points);
    if (index_words(words, (size_t)n) == 0)
        return 0;
    PyErr_NoMemory();
    return -1;
}

/* Read the numbers of a stage, whose names begin with its own. */
static int read_stage(Stage *stage, PyObject *given, const char *prefix)
{
    char name[32];
#define NAMED(last) (snprintf(name, sizeof name, "%s." last, prefix), name)
    Py_ssize_t units = count_of(given, NAMED("out"), MOST_UNITS);
    if (units < 0)
        return -1;
    stage->units = (size_t)units;
    stage->width = (stage->units + 1 + LANES - 1) / LANES * LANES;
    stage->slopes = PyMem_Calloc(N_FEATURES * stage->width, sizeof(double));
    stage->hidden_base = PyMem_Calloc(stage->width, sizeof(double));
    stage->out = PyMem_Calloc(stage->width, sizeof(double));
    if (stage->slopes == NULL || stage->hidden_base == NULL || stage->out == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    READ(NAMED("low"), N_FEATURES, INT16_MIN, INT16_MAX, stage->low[i_]);
    READ(NAMED("high"), N_FEATURES, INT16_MIN, INT16_MAX, stage->high[i_]);
    READ(NAMED("middle"), N_FEATURES, INT16_MIN, INT16_MAX, stage->middle[i_]);
    READ(NAMED("hidden"), units * N_FEATURES, -WHOLE, WHOLE, /* shape (units, N_FEATURES) */
         stage->slopes[(size_t)i_ % N_FEATURES * stage->width + (size_t)i_ / N_FEATURES]);
    READ(NAMED("direct"), N_FEATURES, -WHOLE, WHOLE,
         stage->slopes[(size_t)i_ * stage->width + stage->units]);
    READ(NAMED("hidden_base"), units, -WHOLE, WHOLE, stage->hidden_base[i_]);
    READ(NAMED("out"), units, -WHOLE, WHOLE, stage->out[i_]);
    READ(NAMED("base"), 1, -WHOLE, WHOLE, stage->base);
#undef NAMED
    return 0;
}

static int read_numbers(Model *model, PyObject *given)
{
    READ("own", N_OWN, -WHOLE, WHOLE, model->own[i_]);
    READ("own_base", 1, -WHOLE, WHOLE, model->own_base);
    return read_stage(&model->stages[0], given, "second") < 0
               ? -1
               : read_stage(&model->stages[1], given, "third");
}

/* Return how large a sum of features, each times a number, can be. step: between two numbers. */
static double largest(const Stage *stage, const double *numbers, size_t step, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        int64_t low = stage->low[i], high = stage->high[i], middle = stage->middle[i];
        int64_t reach = most(most(most(low, -low), most(high, -high)), most(middle, -middle));
        sum += fabs(numbers[(size_t)i * step]) * (double)most(reach, 1);
    }
    return sum;
}

static double largest_of_stage(const Stage *stage)
{
    double sum = fabs(stage->base) +
                 largest(stage, stage->slopes + stage->units, stage->width, N_FEATURES);
    for (size_t unit = 0; unit < stage->units; unit++)
        sum += fabs(stage->out[unit]) *
               (largest(stage, stage->slopes + unit, stage->width, N_FEATURES) +
                fabs(stage->hidden_base[unit]));
    return sum;
}

/* Refuse numbers whose sums could leave what 64 bits hold. Python has refused smaller ones
   (scoring/exact.py; the sums here may be rounded), but what it keeps on disk may be changed. */
static int check_sums(const Model *model)
{
    double own[N_OWN], bound = 2.0 * (double)WHOLE;
    for (int i = 0; i < N_OWN; i++)
        own[i] = (double)model->own[i];
    int fits =
        largest(&model->stages[0], own, 1, N_OWN) + fabs((double)model->own_base) < bound;
    for (int stage = 0; stage < N_STAGES; stage++)
        fits = fits && largest_of_stage(&model->stages[stage]) < bound;
    if (fits)
        return 0;
    PyErr_SetString(PyExc_ValueError, "weights too large for exact sums");
    return -1;
}

static PyObject *Model_new(PyTypeObject *type, PyObject *args, PyObject *names)
{
    PyObject *given;
    static char *keywords[] = {"given", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, names, "O!", keywords, &PyDict_Type, &given))
        return NULL;
    Model *model = (Model *)type->tp_alloc(type, 0); /* zeroed */
    if (model != NULL && (read_tables(model, given) < 0 || read_folded(model, given) < 0 ||
                          read_words(model, given) < 0 ||
                          read_numbers(model, given) < 0 || check_sums(model) < 0))
        Py_CLEAR(model);
    return (PyObject *)model;
}

static void Model_dealloc(PyObject *self)
{
    Model *model = (Model *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(model->words.entries);
    PyMem_Free(model->words.slots);
    for (int stage = 0; stage < N_STAGES; stage++) {
        PyMem_Free(model->stages[stage].slopes);
        PyMem_Free(model->stages[stage].hidden_base);
        PyMem_Free(model->stages[stage].out);
    }
    type->tp_free(self);
    Py_DECREF(type);
}
