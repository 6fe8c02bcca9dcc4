/* One pass over a block's characters: what is counted in it. */

enum { STEM_LENGTH = 7 };

/* What is counted in one block. */
typedef struct {
    int64_t classes[N_CLASSES];
    int64_t kinds[N_KINDS];
    int64_t n_words, capitals, sentence_ends, points;
    int has_time, has_year, begins_with_cue;
    size_t first, last; /* where the first word begins and the last one ends */
    uint64_t line, head, previous;
} Tally;

#define BIT(class) (1u << CLASS_##class)
static const uint32_t IN_WORDS = BIT(LOWER) | BIT(UPPER) | BIT(LETTER) | BIT(DIGIT);
static const uint32_t ENDS_SENTENCE =
    BIT(SPACE) | BIT(NEWLINE) | BIT(QUOTE) | BIT(BRACKET) | BIT(GUILLEMET);
static const uint32_t SENTENCE_STOPS = BIT(STOP) | BIT(EXCLAIM) | BIT(QUESTION) | BIT(ELLIPSIS);

static const uint64_t POWERS[STEM_LENGTH] = { /* of 0x9E3779B97F4A7C15, modulo 2**64 */
    0x1u,                0x9E3779B97F4A7C15u, 0xDF442D22CE4859B9u, 0x604A5CE3ADDEF82Du,
    0xD94363FC538227B1u, 0x2E2B795F2D10FD85u, 0x4BE7956E30A337E9u,
};

static inline uint64_t mixed(uint64_t hash)
{
    return (hash ^ hash >> 29) * 0xD6E8FEB86659FD93u;
}

static void add_points(const Vocabulary *words, uint64_t hash, Tally *tally)
{
    const Entry *entry = find_word(words, hash);
    if (entry != NULL)
        tally->points += entry->points;
}

/* Take in a word: its kind, its points, those of the pair it ends, and the hashes of the line. */
static inline void add_word(const Vocabulary *words, uint64_t hash, Tally *tally)
{
    const Entry *entry = find_word(words, hash);
    if (entry != NULL) {
        tally->points += entry->points;
        if (entry->kind >= 0)
            tally->kinds[entry->kind]++;
        if (tally->n_words == 0)
            tally->begins_with_cue = entry->kind >= FIRST_CUE;
    }
    if (words->has_points) {
        if (tally->n_words == 0)
            add_points(words, mixed(hash ^ 0xE7037ED1A0B428DBu), tally);
        else
            add_points(words, mixed(tally->previous * 0xA0761D6478BD642Fu + hash), tally);
    }
    if (tally->n_words == 1)
        tally->head = tally->previous * 3 + hash;
    tally->line += hash * (2 * (uint64_t)tally->n_words + 1);
    tally->previous = hash;
    tally->n_words++;
}

static inline int is_year(const uint16_t *word)
{
    return (word[0] == '1' && word[1] == '9') || (word[0] == '2' && word[1] == '0');
}

/* Read the word at `start`, which is of class `kind`; return where it ends. */
static inline size_t read_word(const Model *model, const uint16_t *codes, size_t start, size_t end,
                               unsigned kind, Tally *tally)
{
    uint64_t hash = model->folded[codes[start]];
    size_t at = start + 1, n_others = 0;
    tally->classes[kind]++;
    tally->capitals += kind == CLASS_UPPER;
    if (kind != CLASS_IDEOGRAPH) {
        for (; at < end; at++) {
            unsigned next = model->classes[codes[at]];
            if (!(IN_WORDS >> next & 1))
                break;
            if (at - start < STEM_LENGTH)
                hash += model->folded[codes[at]] * POWERS[at - start];
            if (next != CLASS_LOWER) {
                tally->classes[next]++;
                n_others++;
            }
        }
        tally->classes[CLASS_LOWER] += (int64_t)(at - start - 1 - n_others);
        tally->has_year |= at - start == 4 && is_year(codes + start);
    }
    if (tally->n_words == 0)
        tally->first = start;
    tally->last = at;
    add_word(&model->words, mixed(hash), tally);
    return at;
}

static void read_block(const Model *model, const uint16_t *codes, size_t start, size_t end,
                       Tally *tally)
{
    for (size_t at = start; at < end;) {
        unsigned kind = model->classes[codes[at]];
        if (kind <= CLASS_DIGIT) {
            at = read_word(model, codes, at, end, kind, tally);
            continue;
        }
        tally->classes[kind]++;
        int has_next = at + 1 < end;
        if (SENTENCE_STOPS >> kind & 1) {
            if (!has_next || codes[at] > 0x2FFF ||
                ENDS_SENTENCE >> model->classes[codes[at + 1]] & 1)
                tally->sentence_ends++;
        } else if (kind == CLASS_COLON && at > start && has_next) {
            tally->has_time |= model->classes[codes[at - 1]] == CLASS_DIGIT &&
                               model->classes[codes[at + 1]] == CLASS_DIGIT;
        }
        at++;
    }
}
