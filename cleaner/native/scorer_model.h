/* What is prepared once for weights: tables, the index of words, and the numbers of all stages. */

enum {
    N_CODES = 0x10000,   /* code points below; those beyond have stand-ins */
    ASTRAL_SYMBOL = 0xFFFF,
    ASTRAL_IDEOGRAPH = 0x4E00,
    N_LOGS = 4096,       /* entries of the tables that Python gives */
    N_HALF_ROOTS = 4096,
    N_ROOTS = 1024,
    LOGIT_CAP = 800,
    N_BELIEFS = 2 * LOGIT_CAP + 1,
    ONE = 1000,          /* a probability of one */
    SHARE = 64,          /* a share of everything */
    LANES = 8            /* numbers of the widest registers */
};

typedef struct {
    uint64_t hash;
    int32_t points; /* learnt, hundredths of a logit */
    int32_t kind;   /* number among the kinds of words, -1 none */
} Entry;

typedef struct {
    Entry *entries;
    uint16_t *slots;    /* number of an entry + 1; 0 where none is */
    uint64_t mask;      /* number of slots - 1; at least three quarters are free */
    uint8_t seen[8192]; /* one bit for each value that the upper 16 bits of some entry have */
    int has_points;
} Vocabulary;

/* A stage that looks around, see scoring/weights.py. */
typedef struct {
    int32_t low[N_FEATURES], high[N_FEATURES];
    int64_t middle[N_FEATURES];
    size_t units;        /* hidden units; the linear part is one more column */
    size_t width;        /* columns of a row of `slopes`, padded to whole LANES */
    double *slopes;      /* shape (N_FEATURES, width) */
    double *hidden_base; /* shape (width,) */
    double *out;         /* shape (width,), 0 but for hidden units */
    double base;
} Stage;

typedef struct {
    PyObject_HEAD
    uint8_t classes[N_CODES];
    uint16_t folded[N_CODES];
    int32_t logs[N_LOGS];
    int32_t half_roots[N_HALF_ROOTS];
    int32_t roots[N_ROOTS];
    int32_t beliefs[N_BELIEFS];
    Vocabulary words;
    int64_t own[N_OWN];
    int64_t own_base;
    Stage stages[N_STAGES]; /* the second and the third */
} Model;

/* Floor division by a positive number, as Python divides. */
static inline int64_t floor_div(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return quotient - (a % b < 0);
}

/* part / whole, neither negative; short division where both are short. */
static inline int64_t ratio(int64_t part, int64_t whole)
{
    if (part == 0)
        return 0;
    if (((uint64_t)part | (uint64_t)whole) >> 32)
        return part / whole;
    return (uint32_t)part / (uint32_t)whole;
}

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
static inline int64_t within(int64_t a, int64_t cap) { return most(least(a, cap), -cap); }

static inline int32_t log_of(const Model *model, int64_t count)
{
    return model->logs[least(count, N_LOGS - 1)];
}

/* Write values cut to the bounds of their features, from feature `first` on. */
static inline void put_cut(const Stage *stage, int16_t *values, const int32_t *raw, int first,
                           int n)
{
    const int32_t *low = stage->low + first, *high = stage->high + first;
    for (int i = 0; i < n; i++) {
        int32_t value = raw[i] < low[i] ? low[i] : raw[i];
        values[first + i] = (int16_t)(value > high[i] ? high[i] : value);
    }
}

static inline const Entry *find_word(const Vocabulary *words, uint64_t hash)
{
    if (!(words->seen[hash >> 51] >> (hash >> 48 & 7) & 1))
        return NULL;
    for (uint64_t slot = hash >> 32 & words->mask;; slot = (slot + 1) & words->mask) {
        uint16_t number = words->slots[slot];
        if (number == 0)
            return NULL;
        if (words->entries[number - 1].hash == hash)
            return &words->entries[number - 1];
    }
}

/* Index entries whose hashes, points and kinds are set; -1 where memory is short. */
static int index_words(Vocabulary *words, size_t n)
{
    uint64_t size = 16;
    while (size < 4 * n)
        size *= 2;
    words->mask = size - 1;
    words->slots = PyMem_Calloc(size, sizeof(uint16_t));
    if (words->slots == NULL)
        return -1;
    for (size_t number = 0; number < n; number++) {
        uint64_t hash = words->entries[number].hash, slot = hash >> 32 & words->mask;
        while (words->slots[slot])
            slot = (slot + 1) & words->mask;
        words->slots[slot] = (uint16_t)(number + 1);
        words->seen[hash >> 51] |= (uint8_t)(1 << (hash >> 48 & 7));
        words->has_points |= words->entries[number].points != 0;
    }
    return 0;
}
