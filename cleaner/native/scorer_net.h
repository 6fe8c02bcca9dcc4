/* The sums of both stages. All numbers are whole and all sums below 2**53 (weights that could pass
   it are refused when they are made), so that doubles hold them exactly in any order. */

/* Wider registers where the processor has them; sums that are exact are the same in any width. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_EACH_WIDTH __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_WIDTH
#endif

enum { AT_ONCE = 4 }; /* features of one step: their columns are added together */

static void first_logits(const Model *model, const Document *document)
{
    for (size_t i = 0; i < document->n_rows; i++) {
        Row *row = &document->rows[i];
        const int16_t *values = document->values + i * N_FEATURES;
        int64_t sum = model->own_base, said = document->evidence[row->block];
        for (int feature = 0; feature < N_OWN; feature++)
            sum += model->own[feature] * values[feature];
        row->logit = within((int64_t)floor((double)sum / 10000.0), LOGIT_CAP);
        if (said == 1 || said == -1)
            row->logit = said * LOGIT_CAP;
    }
}

/* Add up the columns of `second`, each times its value; features of value 0 are left out. */
FOR_EACH_WIDTH
static void weigh(const double *second, size_t width, const int16_t *values, double *sums)
{
    const double *columns[N_FEATURES + AT_ONCE];
    double factors[N_FEATURES + AT_ONCE];
    size_t n = 0;
    for (size_t feature = 0; feature < N_FEATURES; feature++) {
        columns[n] = second + feature * width;
        factors[n] = values[feature];
        n += values[feature] != 0;
    }
    for (; n % AT_ONCE; n++) {
        columns[n] = second;
        factors[n] = 0;
    }
    for (size_t unit = 0; unit < width; unit++)
        sums[unit] = 0;
    for (size_t i = 0; i < n; i += AT_ONCE) {
        const double *a = columns[i], *b = columns[i + 1], *c = columns[i + 2], *d = columns[i + 3];
        double x = factors[i], y = factors[i + 1], z = factors[i + 2], w = factors[i + 3];
        for (size_t unit = 0; unit < width; unit++)
            sums[unit] += x * a[unit] + y * b[unit] + z * c[unit] + w * d[unit];
    }
}

/* Return a row's final logit in hundredths. sums: room for `width` numbers. */
static long final_logit(const Model *model, const int16_t *values, double *sums)
{
    weigh(model->second, model->width, values, sums);
    double total = sums[model->units] + model->base;
    for (size_t unit = 0; unit < model->units; unit++) {
        double inner = sums[unit] + model->hidden_base[unit];
        if (inner > 0)
            total += model->out[unit] * inner;
    }
    return (long)floor(total / 10000000.0);
}

/* What each feature adds to a row's score against the mean block, in hundredths.
   sums, worth: room for `width` and for N_FEATURES numbers. */
static void term_points(const Model *model, const int16_t *values, double *sums, int64_t *worth)
{
    weigh(model->second, model->width, values, sums);
    for (size_t feature = 0; feature < N_FEATURES; feature++) {
        const double *column = model->second + feature * model->width;
        double value = column[model->units];
        for (size_t unit = 0; unit < model->units; unit++)
            if (sums[unit] + model->hidden_base[unit] > 0)
                value += model->out[unit] * column[unit];
        worth[feature] =
            floor_div((int64_t)value * (values[feature] - model->middle[feature]), 10000000);
    }
}
