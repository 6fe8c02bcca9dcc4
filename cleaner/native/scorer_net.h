/* The sums of all stages. All numbers are whole and all sums below 2**53 (weights that could pass
   it are refused when they are made), so that doubles hold them exactly in any order. */

/* Wider registers where the processor has them; sums that are exact are the same in any width. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_EACH_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_WIDTH
#endif

enum { AT_ONCE = 8 }; /* features of one step: their columns are added together */

/* A stage's logit as the next one sees it: within bounds, what the rules settled put in. */
static int64_t settled(const Document *document, const Row *row, int64_t logit)
{
    int64_t said = document->evidence[row->block];
    return said == 1 || said == -1 ? said * LOGIT_CAP : within(logit, LOGIT_CAP);
}

static void first_logits(const Model *model, const Document *document)
{
    for (size_t i = 0; i < document->n_rows; i++) {
        Row *row = &document->rows[i];
        const int16_t *values = values_of(document, i, 0);
        int64_t sum = model->own_base;
        for (int feature = 0; feature < N_OWN; feature++)
            sum += model->own[feature] * values[feature];
        row->logit = settled(document, row, (int64_t)floor((double)sum / 10000.0));
    }
}

/* Add up the columns of `slopes`, each times its value; features of value 0 are left out. */
FOR_EACH_WIDTH
static void weigh(const double *slopes, size_t width, const int16_t *values, double *sums)
{
    const double *columns[N_FEATURES + AT_ONCE];
    double factors[N_FEATURES + AT_ONCE];
    size_t n = 0;
    for (size_t feature = 0; feature < N_FEATURES; feature++) {
        columns[n] = slopes + feature * width;
        factors[n] = values[feature];
        n += values[feature] != 0;
    }
    for (; n % AT_ONCE; n++) {
        columns[n] = slopes;
        factors[n] = 0;
    }
    for (size_t unit = 0; unit < width; unit++)
        sums[unit] = 0;
    for (size_t i = 0; i < n; i += AT_ONCE) {
        const double *const *at = columns + i, *by = factors + i;
        for (size_t unit = 0; unit < width; unit++)
            sums[unit] += ((by[0] * at[0][unit] + by[1] * at[1][unit]) +
                           (by[2] * at[2][unit] + by[3] * at[3][unit])) +
                          ((by[4] * at[4][unit] + by[5] * at[5][unit]) +
                           (by[6] * at[6][unit] + by[7] * at[7][unit]));
    }
}

/* Return the sum of what the units give, those that are not awake nothing. */
FOR_EACH_WIDTH
static double given_by_units(const Stage *stage, const double *sums)
{
    double parts[LANES] = {0};
    for (size_t unit = 0; unit < stage->width; unit += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double inner = sums[unit + lane] + stage->hidden_base[unit + lane];
            parts[lane] += stage->out[unit + lane] * (inner > 0 ? inner : 0);
        }
    double total = 0;
    for (size_t lane = 0; lane < LANES; lane++)
        total += parts[lane];
    return total;
}

/* Return a row's logit by a stage, in hundredths. sums: room for `width` numbers. */
static int64_t logit_of(const Stage *stage, const int16_t *values, double *sums)
{
    weigh(stage->slopes, stage->width, values, sums);
    double total = sums[stage->units] + stage->base + given_by_units(stage, sums);
    return (int64_t)floor(total / 10000000.0);
}

/* Take the rows' logits from the second stage, and their own features over to the third. */
static void second_logits(const Model *model, const Document *document, double *sums)
{
    for (size_t i = 0; i < document->n_rows; i++) {
        Row *row = &document->rows[i];
        const int16_t *values = values_of(document, i, 0);
        int32_t own[N_OWN];
        for (int feature = 0; feature < N_OWN; feature++)
            own[feature] = values[feature];
        put_cut(&model->stages[1], values_of(document, i, 1), own, 0, N_OWN);
        row->second = logit_of(&model->stages[0], values, sums);
        row->logit = settled(document, row, row->second);
    }
}

/* Return a row's final logit: the mean of both stages that look around. */
static int64_t final_logit(const Model *model, const Document *document, size_t row, double *sums)
{
    int64_t third = logit_of(&model->stages[1], values_of(document, row, 1), sums);
    return floor_div(document->rows[row].second + third, 2);
}

/* Add what each feature adds to a row's logit by a stage against the mean block, in hundredths.
   sums, worth: room for `width` and for N_FEATURES numbers. */
static void add_terms(const Stage *stage, const int16_t *values, double *sums, int64_t *worth)
{
    weigh(stage->slopes, stage->width, values, sums);
    for (size_t feature = 0; feature < N_FEATURES; feature++) {
        const double *column = stage->slopes + feature * stage->width;
        double value = column[stage->units];
        for (size_t unit = 0; unit < stage->units; unit++)
            if (sums[unit] + stage->hidden_base[unit] > 0)
                value += stage->out[unit] * column[unit];
        worth[feature] +=
            floor_div((int64_t)value * (values[feature] - stage->middle[feature]), 10000000);
    }
}

/* What each feature adds to a row's final logit. values: shape (N_STAGES, N_FEATURES). */
static void term_points(const Model *model, const int16_t *values, double *sums, int64_t *worth)
{
    for (size_t feature = 0; feature < N_FEATURES; feature++)
        worth[feature] = 0;
    for (int stage = 0; stage < N_STAGES; stage++)
        add_terms(&model->stages[stage], values + stage * N_FEATURES, sums, worth);
    for (size_t feature = 0; feature < N_FEATURES; feature++)
        worth[feature] = floor_div(worth[feature], 2);
}

/* Room for the sums of the wider stage. */
static size_t most_units(const Model *model)
{
    return (size_t)most((int64_t)model->stages[0].width, (int64_t)model->stages[1].width);
}
