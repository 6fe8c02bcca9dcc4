/* What the rows around a row say about it (see scoring/windows.py). */

enum { N_STEPS = 3, N_REACHES = 4, SIGNAL_REACH = 5, N_RUNS = 2 };

static const int REACHES[N_REACHES] = {2, 5, 12, 30};
static const int CUTS[N_RUNS] = {500, 350}; /* thousandths of belief: core, wide */

/* Running sums over the rows of a document, each shape (rows + 1,). */
typedef struct {
    int64_t *belief, *mass, *weight, *words, *drops, *signals[N_SIGNALS], *run;
    int64_t *through[N_RUNS]; /* the largest sum of a run through each row, shape (rows,) */
} Sums;

enum { N_SUMS = 6 + N_SIGNALS + N_RUNS };

/* A run of rows whose sum is the largest of the page, and what is known of it along the rows. */
typedef struct {
    int64_t best, size;
    size_t following, last; /* next and last marked row, `NOWHERE` if there is none */
} Run;

#define NOWHERE ((size_t)-1)

typedef struct {
    size_t n;
    int64_t best, worst, n_chrome;
    Run runs[N_RUNS];
} Page;

static Sums sums_in(int64_t *room, size_t n)
{
    int64_t *columns[N_SUMS];
    for (int i = 0; i < N_SUMS; i++)
        columns[i] = room + (size_t)i * (n + 1);
    Sums sums = {.belief = columns[0], .mass = columns[1], .weight = columns[2],
                 .words = columns[3], .drops = columns[4], .run = columns[5]};
    for (int i = 0; i < N_SIGNALS; i++)
        sums.signals[i] = columns[6 + i];
    for (int i = 0; i < N_RUNS; i++)
        sums.through[i] = columns[6 + N_SIGNALS + i];
    return sums;
}

static inline int64_t words_of(const Row *row) { return row->words2 / 2 + 1; }

static inline int64_t belief_of(const Model *model, const Row *row)
{
    return model->beliefs[row->logit + LOGIT_CAP];
}

static void add_up(const Model *model, const Document *document, const Sums *sums)
{
    sums->belief[0] = sums->mass[0] = sums->weight[0] = sums->words[0] = sums->drops[0] = 0;
    for (int signal = 0; signal < N_SIGNALS; signal++)
        sums->signals[signal][0] = 0;
    for (size_t i = 0; i < document->n_rows; i++) {
        const Row *row = &document->rows[i];
        int64_t words = words_of(row), belief = belief_of(model, row);
        sums->belief[i + 1] = sums->belief[i] + belief;
        sums->mass[i + 1] = sums->mass[i] + belief * words;
        sums->weight[i + 1] = sums->weight[i] + (belief - ONE / 2) * least(words, 60);
        sums->words[i + 1] = sums->words[i] + words;
        sums->drops[i + 1] = sums->drops[i] + row->is_drop;
        for (int signal = 0; signal < N_SIGNALS; signal++)
            sums->signals[signal][i + 1] = sums->signals[signal][i] + row->signals[signal];
    }
}

/* Find the largest sum of a run through each row, and the largest of all. */
static Run best_run(const Model *model, const Document *document, const Sums *sums, int number)
{
    size_t n = document->n_rows;
    int64_t *running = sums->run, *through = sums->through[number];
    int64_t lowest = 0;
    running[0] = 0;
    for (size_t i = 0; i < n; i++) {
        const Row *row = &document->rows[i];
        int64_t root = model->roots[least(words_of(row), N_ROOTS - 1)];
        through[i] = -(lowest = least(lowest, running[i]));
        running[i + 1] = running[i] + (belief_of(model, row) - CUTS[number]) * root;
    }
    Run run = {.following = NOWHERE, .last = NOWHERE};
    int64_t highest = running[n];
    for (size_t i = n; i-- > 0;) {
        highest = most(highest, running[i + 1]);
        through[i] += highest;
        run.best = i + 1 == n ? through[i] : most(run.best, through[i]);
    }
    for (size_t i = 0; i < n; i++)
        if (through[i] == run.best && run.best > 0) {
            run.size++;
            if (run.following == NOWHERE)
                run.following = i;
        }
    return run;
}

static Page page_of(const Model *model, const Document *document, const Sums *sums)
{
    Page page = {.n = document->n_rows};
    page.best = page.worst = document->rows[0].logit;
    for (size_t i = 0; i < page.n; i++) {
        int64_t logit = document->rows[i].logit;
        page.best = most(page.best, logit);
        page.worst = least(page.worst, logit);
        page.n_chrome += logit < -150;
    }
    for (int number = 0; number < N_RUNS; number++)
        page.runs[number] = best_run(model, document, sums, number);
    return page;
}

/* Write how the rows one to three away look; nothing beyond the page's edge. */
static void put_looks(const Document *document, size_t i, int sign, int32_t *side)
{
    for (int step = 1; step <= N_STEPS; step++) {
        int is_inside = sign < 0 ? i >= (size_t)step : i + (size_t)step < document->n_rows;
        int32_t *at = side + 4 * (step - 1);
        if (step == 1)
            side[WINDOW_edge_before - WINDOW_logit_before_1] = !is_inside;
        if (!is_inside)
            continue;
        const Row *row = &document->rows[sign < 0 ? i - (size_t)step : i + (size_t)step];
        at[0] = (int32_t)row->logit;
        if (step < N_STEPS) {
            at[1] = row->signals[LOG_WORDS];
            at[2] = row->signals[WORDING];
            at[3] = row->signals[ENDS_TERMINAL];
        }
    }
}

/* Write what the rows of the windows before or after say together. */
static void put_sums(const Model *model, const Sums *sums, size_t n, size_t i, int sign,
                     int32_t *side)
{
    int32_t *at = side + (WINDOW_belief_before_2 - WINDOW_logit_before_1);
    for (int number = 0; number < N_REACHES; number++) {
        size_t reach = (size_t)REACHES[number];
        size_t low = sign < 0 ? (i < reach ? 0 : i - reach) : i + 1;
        size_t high = sign < 0 ? i : (n - i - 1 < reach ? n : i + 1 + reach);
        at[2 * number] = (int32_t)ratio(sums->belief[high] - sums->belief[low],
                                        most((int64_t)(high - low), 1));
        at[2 * number + 1] = log_of(model, (sums->mass[high] - sums->mass[low]) / ONE);
        if (reach == SIGNAL_REACH) {
            for (int signal = 0; signal < N_SIGNALS; signal++)
                at[2 * N_REACHES + signal] =
                    (int32_t)(sums->signals[signal][high] - sums->signals[signal][low]);
            at[2 * N_REACHES + N_SIGNALS] = (int32_t)(sums->drops[high] - sums->drops[low]);
        }
    }
    int64_t held = sign < 0 ? sums->mass[i] : sums->mass[n] - sums->mass[i + 1];
    at[2 * N_REACHES + N_SIGNALS + 1] = (int32_t)ratio(held * SHARE, most(sums->mass[n], 1));
}

static int32_t balance(const Sums *sums, size_t n, size_t i, size_t reach, int64_t unit)
{
    size_t low = i < reach ? 0 : i - reach, high = n - i - 1 < reach ? n : i + 1 + reach;
    return (int32_t)within(floor_div(sums->weight[high] - sums->weight[low], unit), 400);
}

/* Write how a row stands to a best run; rows are asked for in order. */
static void put_run(const Model *model, Run *run, const int64_t *through, size_t n, size_t i,
                    int32_t *at)
{
    int is_inside = run->best > 0 && through[i] == run->best;
    if (is_inside)
        run->last = i;
    while (run->following != NOWHERE && run->following < i) {
        do
            run->following++;
        while (run->following < n && through[run->following] != run->best);
        if (run->following >= n)
            run->following = NOWHERE;
    }
    at[0] = is_inside;
    at[1] = log_of(model, run->following == NOWHERE ? 0 : (int64_t)(run->following - i));
    at[2] = log_of(model, run->last == NOWHERE ? 0 : (int64_t)(i - run->last));
    at[3] = (int32_t)ratio(most(through[i], 0) * SHARE, most(run->best, 1));
    at[4] = log_of(model, run->size);
}

static void put_page(const Model *model, const Page *page, const Sums *sums, const Row *row,
                     size_t i, int32_t *around)
{
    int64_t n = (int64_t)page->n, words = sums->words[page->n];
    around[WINDOW_page_share] = (int32_t)ratio(sums->mass[page->n], words);
    around[WINDOW_page_best] = (int32_t)page->best;
    around[WINDOW_below_best] = (int32_t)(page->best - row->logit);
    around[WINDOW_page_worst] = (int32_t)page->worst;
    around[WINDOW_page_chrome] = log_of(model, page->n_chrome);
    around[WINDOW_page_rows] = log_of(model, n);
    around[WINDOW_page_words] = log_of(model, words);
    around[WINDOW_place] = (int32_t)ratio((int64_t)i * SHARE, n);
    around[WINDOW_place_words] = (int32_t)ratio(sums->words[i] * SHARE, words);
    around[WINDOW_page_drops] = (int32_t)ratio(sums->drops[page->n] * SHARE, n);
}

/* Fill in the features of a stage; the rows have the logits of the one before.
   room: N_SUMS * (rows + 1) numbers. */
static void read_windows(const Model *model, const Document *document, int stage, int64_t *room)
{
    size_t n = document->n_rows;
    if (n == 0)
        return;
    Sums sums = sums_in(room, n);
    add_up(model, document, &sums);
    Page page = page_of(model, document, &sums);
    for (size_t i = 0; i < n; i++) {
        const Row *row = &document->rows[i];
        int32_t around[N_WINDOW] = {0};
        around[WINDOW_logit] = (int32_t)row->logit;
        around[WINDOW_belief] = (int32_t)belief_of(model, row);
        put_looks(document, i, -1, around + WINDOW_logit_before_1);
        put_looks(document, i, 1, around + WINDOW_logit_after_1);
        put_sums(model, &sums, n, i, -1, around + WINDOW_logit_before_1);
        put_sums(model, &sums, n, i, 1, around + WINDOW_logit_after_1);
        around[WINDOW_balance_5] = balance(&sums, n, i, 5, 500);
        around[WINDOW_balance_15] = balance(&sums, n, i, 15, 1000);
        put_run(model, &page.runs[0], sums.through[0], n, i, around + WINDOW_core_inside);
        put_run(model, &page.runs[1], sums.through[1], n, i, around + WINDOW_wide_inside);
        put_page(model, &page, &sums, row, i, around);
        put_cut(&model->stages[stage], values_of(document, i, stage), around, N_OWN, N_WINDOW);
    }
}
