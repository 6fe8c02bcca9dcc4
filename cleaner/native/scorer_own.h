/* From what is counted in blocks to their own features (see scoring/features.py). */

enum { N_EDGE = 4, N_SIGNALS = 6, N_LABELS = 5 };

static const int SIGNALS[N_SIGNALS] = { /* own features that the windows look at */
    OWN_ends_terminal, OWN_log_words, OWN_cues, OWN_function_share, OWN_capitalised, OWN_wording,
};
enum { ENDS_TERMINAL, LOG_WORDS, CUES, FUNCTION_SHARE, CAPITALISED, WORDING };

typedef struct {
    size_t block;
    int64_t words2;             /* words in halves: a word counts 2, an ideograph 1 */
    uint64_t line, head;        /* hashes of all words and of the first two; 0 if there are none */
    int64_t second;             /* logit of the second stage, hundredths */
    int64_t logit;              /* that of the stage before, as the windows see it */
    int is_drop;                /* the rules say chrome */
    int32_t signals[N_SIGNALS]; /* before they are cut */
} Row;

typedef struct {
    const uint16_t *codes; /* stand-ins for code points beyond */
    size_t n_blocks;
    const size_t *ends;
    const int64_t *evidence;
    size_t n_rows;
    Row *rows;
    int16_t *values; /* shape (rows, N_STAGES, N_FEATURES), cut to their bounds */
} Document;

static inline int16_t *values_of(const Document *document, size_t row, int stage)
{
    return document->values + (row * N_STAGES + (size_t)stage) * N_FEATURES;
}

static const uint32_t BULLETS = BIT(DASH) | BIT(SEPARATOR) | BIT(AT) | BIT(MARK) | BIT(SYMBOL);
static const uint32_t UNSEEN = BIT(SPACE) | BIT(NEWLINE) | BIT(OTHER);

static int64_t visible_of(const Tally *tally)
{
    int64_t visible = 0;
    for (unsigned kind = 0; kind < N_CLASSES; kind++)
        if (!(UNSEEN >> kind & 1))
            visible += tally->classes[kind];
    return visible;
}

static void put_shape(const Model *model, const Tally *tally, int64_t words2, int64_t visible,
                      int32_t *own)
{
    const int64_t *classes = tally->classes;
    int64_t ideographs = classes[CLASS_IDEOGRAPH], some2 = most(words2, 1);
    int64_t letters = classes[CLASS_LOWER] + classes[CLASS_UPPER] + classes[CLASS_LETTER];
    int64_t bars = classes[CLASS_SEPARATOR] + classes[CLASS_GUILLEMET], punctuation = 0;
    for (int kind = CLASS_STOP; kind < CLASS_SYMBOL; kind++)
        punctuation += classes[kind];
    own[OWN_log_words] = log_of(model, words2);
    own[OWN_log_chars] = log_of(model, visible);
    own[OWN_letters_per_word] = (int32_t)least(ratio((letters + ideographs) * 16, some2), 127);
    own[OWN_capitalised] = (int32_t)ratio(tally->capitals * SHARE, most(tally->n_words, 1));
    own[OWN_upper] = (int32_t)ratio(classes[CLASS_UPPER] * SHARE, most(letters, 1));
    own[OWN_digits] = (int32_t)ratio(classes[CLASS_DIGIT] * SHARE, visible);
    own[OWN_punctuation] = (int32_t)ratio(punctuation * SHARE, visible);
    own[OWN_commas] = (int32_t)least(ratio(classes[CLASS_COMMA] * 2 * SHARE, some2), SHARE);
    own[OWN_separators] = (int32_t)least(ratio(bars * SHARE, some2), SHARE);
    own[OWN_ideographs] = (int32_t)ratio(ideographs * SHARE, visible);
    own[OWN_sentence_ends] = log_of(model, tally->sentence_ends);
    own[OWN_has_quote] = classes[CLASS_QUOTE] + classes[CLASS_GUILLEMET] > 0;
    own[OWN_has_bracket] = classes[CLASS_BRACKET] > 0;
    own[OWN_has_exclamation] = classes[CLASS_EXCLAIM] > 0;
    own[OWN_has_at] = classes[CLASS_AT] > 0;
    own[OWN_has_separator] = classes[CLASS_SEPARATOR] > 0;
    own[OWN_has_mark] = classes[CLASS_MARK] > 0;
    own[OWN_has_symbol] = classes[CLASS_SYMBOL] > 0;
    own[OWN_time] = tally->has_time;
    own[OWN_year] = tally->has_year;
}

static void put_length(int64_t words2, int32_t *own)
{
    own[OWN_words_1] = words2 > 0 && words2 <= 2;
    own[OWN_words_2] = words2 > 2 && words2 <= 6;
    own[OWN_words_4] = words2 > 6 && words2 <= 12;
    own[OWN_words_7] = words2 > 12 && words2 <= 22;
    own[OWN_words_12] = words2 > 22 && words2 <= 38;
    own[OWN_words_20] = words2 > 38 && words2 <= 78;
    own[OWN_words_40] = words2 > 78;
}

/* The characters around the first and the last word, within the block. */
static void put_edges(const Model *model, const uint16_t *codes, size_t start, size_t end,
                      const Tally *tally, int32_t *own)
{
    if (tally->n_words == 0)
        return;
    uint32_t after = 0, before = 0;
    unsigned two[2] = {CLASS_OTHER, CLASS_OTHER};
    for (size_t k = 0; k < N_EDGE && tally->last + k < end; k++) {
        unsigned kind = model->classes[codes[tally->last + k]];
        after |= 1u << kind;
        if (k < 2)
            two[k] = kind;
    }
    for (size_t k = 1; k <= 2 && tally->first >= start + k; k++)
        before |= 1u << model->classes[codes[tally->first - k]];
    unsigned head = model->classes[codes[tally->first]];
    own[OWN_ends_terminal] = (after & SENTENCE_STOPS) != 0;
    own[OWN_ends_colon] = (after & BIT(COLON)) != 0;
    own[OWN_ends_ellipsis] =
        (after & BIT(ELLIPSIS)) != 0 || (two[0] == CLASS_STOP && two[1] == CLASS_STOP);
    own[OWN_ends_question] = (after & BIT(QUESTION)) != 0;
    own[OWN_starts_lower] = head == CLASS_LOWER;
    own[OWN_starts_upper] = head == CLASS_UPPER;
    own[OWN_starts_digit] = head == CLASS_DIGIT;
    own[OWN_starts_symbol] = (before & BULLETS) != 0;
    own[OWN_starts_quote] = (before & (BIT(QUOTE) | BIT(GUILLEMET))) != 0;
}

static void put_wording(const Model *model, const Tally *tally, int64_t words2, int32_t *own)
{
    const int64_t *kinds = tally->kinds;
    int64_t some2 = most(words2, 1), points = tally->points;
    own[OWN_function_share] = (int32_t)ratio(kinds[KIND_function] * 2 * SHARE, some2);
    own[OWN_function_log] = log_of(model, kinds[KIND_function]);
    own[OWN_function_none] = kinds[KIND_function] == 0 && words2 >= 8;
    own[OWN_you] = (int32_t)least(ratio(kinds[KIND_you] * 2 * SHARE, some2), SHARE);
    own[OWN_we] = (int32_t)least(ratio(kinds[KIND_we] * 2 * SHARE, some2), SHARE);
    own[OWN_speech] = kinds[KIND_speech] > 0;
    own[OWN_calendar] = log_of(model, kinds[KIND_calendar]);
    for (int cue = 0; cue < N_CUES; cue++) {
        own[OWN_cues] += kinds[FIRST_CUE + cue] > 0;
        own[OWN_cue_account + cue] = log_of(model, kinds[FIRST_CUE + cue]);
    }
    own[OWN_cue_first] = tally->begins_with_cue;
    if (points != 0) {
        int64_t root = model->half_roots[least(words2, N_HALF_ROOTS - 1)];
        own[OWN_wording] = (int32_t)within(floor_div(points * 8, root), 800);
        own[OWN_wording_sum] = (int32_t)floor_div(within(points, 3200), 4);
    }
}

static void put_row(const Model *model, const Document *document, size_t block, size_t start,
                    const Tally *tally, int64_t visible)
{
    int32_t own[N_OWN] = {0};
    int64_t said = document->evidence[block];
    Row *row = &document->rows[document->n_rows];
    *row = (Row){.block = block, .line = tally->line, .head = tally->head, .is_drop = said == -1};
    row->words2 = 2 * tally->n_words - tally->classes[CLASS_IDEOGRAPH];
    put_shape(model, tally, row->words2, visible, own);
    put_length(row->words2, own);
    put_edges(model, document->codes, start, document->ends[block], tally, own);
    own[OWN_sentence_like] = own[OWN_ends_terminal] && row->words2 >= 24;
    put_wording(model, tally, row->words2, own);
    own[OWN_blank_before] =
        document->n_rows > 0 && block - document->rows[document->n_rows - 1].block > 1;
    if (said >= 2 && said < 2 + N_LABELS)
        own[OWN_rule_headline + (said - 2)] = 1;
    for (int signal = 0; signal < N_SIGNALS; signal++)
        row->signals[signal] = own[SIGNALS[signal]];
    put_cut(&model->stages[0], values_of(document, document->n_rows, 0), own, 0, N_OWN);
}

/* Fill the rows of a document with what its blocks show by themselves. */
static void read_rows(const Model *model, Document *document)
{
    size_t start = 0;
    document->n_rows = 0;
    for (size_t block = 0; block < document->n_blocks; block++) {
        Tally tally = {0};
        read_block(model, document->codes, start, document->ends[block], &tally);
        int64_t visible = visible_of(&tally);
        if (visible > 0) {
            put_row(model, document, block, start, &tally, visible);
            document->n_rows++;
        }
        start = document->ends[block];
    }
}

typedef struct {
    uint64_t hash;
    size_t row;
} HashOfRow;

static int by_hash(const void *one, const void *other)
{
    uint64_t a = ((const HashOfRow *)one)->hash, b = ((const HashOfRow *)other)->hash;
    return (a > b) - (a < b);
}

static void put_one(const Model *model, const Document *document, size_t row, int feature,
                    int32_t value)
{
    put_cut(&model->stages[0], values_of(document, row, 0), &value, feature, 1);
}

/* Write how many rows have the same hash; sorted, so that no text can make it slow. */
static void put_repeats(const Model *model, const Document *document, HashOfRow *hashes,
                        int feature)
{
    size_t n = document->n_rows;
    qsort(hashes, n, sizeof *hashes, by_hash);
    for (size_t low = 0, high; low < n; low = high) {
        for (high = low + 1; high < n && hashes[high].hash == hashes[low].hash;)
            high++;
        int64_t times = hashes[low].hash ? (int64_t)(high - low) : 1;
        for (size_t at = low; at < high; at++)
            put_one(model, document, hashes[at].row, feature,
                    log_of(model, times) - model->logs[1]);
    }
}

/* Fill in what takes a look at the other rows. */
static void read_surroundings(const Model *model, const Document *document, HashOfRow *hashes)
{
    size_t n = document->n_rows;
    const Row *rows = document->rows;
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        hashes[i] = (HashOfRow){rows[i].line, i};
    put_repeats(model, document, hashes, OWN_repeats);
    for (size_t i = 0; i < n; i++)
        hashes[i] = (HashOfRow){rows[i].head, i};
    put_repeats(model, document, hashes, OWN_repeats_head);
    for (size_t i = 0; i + 1 < n; i++)
        put_one(model, document, i, OWN_blank_after, rows[i + 1].block - rows[i].block > 1);
}
