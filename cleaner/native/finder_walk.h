/* Walking templates through a line. */

#ifndef FINDER_WALK_H
#define FINDER_WALK_H

#include "finder_templates.h"

/* Walking. A set of positions is what stands in `places` from some place on; each step puts the
   positions that it reaches in the place of those it began with. */

static int
compare_numbers(const void *one, const void *two)
{
    Py_ssize_t a = *(const Py_ssize_t *)one, b = *(const Py_ssize_t *)two;
    return a < b ? -1 : a > b;
}

/* Makes what stands from `from` on the set that begins at `base`. */
static void
settle(Numbers *places, Py_ssize_t base, Py_ssize_t from)
{
    Py_ssize_t *items = places->items, n = places->n - from, is_sorted = 1;
    for (Py_ssize_t i = from + 1; i < places->n && is_sorted; i++) {
        is_sorted = items[i - 1] < items[i];
    }
    if (!is_sorted) {
        qsort(items + from, (size_t)n, sizeof(Py_ssize_t), compare_numbers);
        Py_ssize_t kept = 1;
        for (Py_ssize_t i = 1; i < n; i++) {
            if (items[from + i] != items[from + kept - 1]) {
                items[from + kept++] = items[from + i];
            }
        }
        n = kept;
    }
    if (base != from && n > 0) {
        memmove(items + base, items + from, (size_t)n * sizeof(Py_ssize_t));
    }
    places->n = base + n;
}

static inline int
stands_at(const Line *line, const Piece *piece, Py_ssize_t start)
{
    if (piece->n == 0) {
        return 1;
    }
    return piece->n <= line->n - start && line->lower[start] == piece->letters[0]
        && memcmp(line->lower + start, piece->letters, (size_t)piece->n * sizeof(Py_UCS4)) == 0;
}

static int
any_stands_at(const Line *line, const Template *template, const Node *node, Py_ssize_t start)
{
    for (Py_ssize_t i = 0; i < node->n; i++) {
        if (stands_at(line, &template->pieces[node->first + i], start)) {
            return 1;
        }
    }
    return 0;
}

/* True if a whole template may end there. */
static inline int
may_finish(const Walk *walk, Py_ssize_t end)
{
    if ((walk->is_filling || walk->at_end) && end < walk->line.tail) {
        return 0;
    }
    return walk->is_filling || may_end(&walk->line, end);
}

/* True if a letter may be the first of what follows. */
static inline int
may_be_first(const Line *line, const Follow *follow, Py_ssize_t at)
{
    Py_UCS4 lower = line->lower[at], cased = line->cased[at];
    if (lower < 128 && follow->lower[lower]) {
        return 1;
    }
    return cased < 128 ? follow->cased[cased] : follow->is_any_other;
}

/* True if what comes behind a slot may begin at a place. */
static int
may_follow(const Walk *walk, const Template *template, const Node *node, Py_ssize_t end)
{
    const Line *line = &walk->line;
    const Follow *follow = &template->follows[node->follow];
    if (node->next != NOTHING) {
        return any_stands_at(line, template, &template->nodes[node->next], end);
    }
    if (follow->is_end && may_finish(walk, end)) {
        return 1;
    }
    return end < line->n && may_be_first(line, follow, end);
}

static int
advance_words(Walk *walk, const Template *template, const Node *node, Py_ssize_t start)
{
    const Line *line = &walk->line;
    Py_ssize_t blanks = 0, most = walk->slots->slots[node->slot].words;
    if (start >= line->n || line->cased[start] == ' ') {
        return 0;
    }
    for (Py_ssize_t end = start + 1; end <= line->n; end++) {
        if (line->cased[end - 1] == ' ') {
            if (++blanks == most || (end < line->n && line->cased[end] == ' ')) {
                break;
            }
            continue;
        }
        if (is_border(line, end) && may_follow(walk, template, node, end)
            && push(&walk->places, end) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
advance_slot(Walk *walk, const Template *template, const Node *node, Py_ssize_t start)
{
    Py_ssize_t n;
    Py_ssize_t at = ends_of_slot(walk->slots, &walk->memory, node->slot, &walk->line, start, &n);
    for (Py_ssize_t i = 0; at != FAILED && i < n; i++) {
        Py_ssize_t end = walk->memory.ends.items[at + i];
        if (may_follow(walk, template, node, end) && push(&walk->places, end) < 0) {
            return -1;
        }
    }
    return at == FAILED ? -1 : 0;
}

/* Goes on from the positions at `base` through a node. */
static int
advance(Walk *walk, const Template *template, Py_ssize_t number, Py_ssize_t base)
{
    const Node *node = &template->nodes[number];
    Numbers *places = &walk->places;
    Py_ssize_t reached = places->n;
    if (node->kind == PARTS) {
        for (Py_ssize_t i = 0; i < node->n && places->n > base; i++) {
            if (advance(walk, template, template->kids[node->first + i], base) < 0) {
                return -1;
            }
        }
        return 0;
    }
    if (node->kind == CHOICE) {
        for (Py_ssize_t i = 0; i < node->n; i++) {
            Py_ssize_t begun = places->n;
            for (Py_ssize_t p = base; p < reached; p++) {
                if (push(places, places->items[p]) < 0) {
                    return -1;
                }
            }
            if (advance(walk, template, template->kids[node->first + i], begun) < 0) {
                return -1;
            }
        }
        settle(places, base, node->is_optional ? base : reached);
        return 0;
    }
    for (Py_ssize_t p = base; p < reached; p++) {
        Py_ssize_t start = places->items[p];
        if (node->kind == SLOT) {
            int is_words = walk->slots->slots[node->slot].words > 0;
            int status = is_words ? advance_words(walk, template, node, start)
                                  : advance_slot(walk, template, node, start);
            if (status < 0) {
                return -1;
            }
            continue;
        }
        for (Py_ssize_t i = 0; i < node->n; i++) {
            const Piece *piece = &template->pieces[node->first + i];
            if (stands_at(&walk->line, piece, start) && push(places, start + piece->n) < 0) {
                return -1;
            }
        }
    }
    settle(places, base, reached);
    return 0;
}

/* Where a template begun at `start` ends: the first or last place that will do, NOTHING if none. */
static Py_ssize_t
end_from(Walk *walk, const Template *template, Py_ssize_t start, int is_first)
{
    Numbers *places = &walk->places;
    Py_ssize_t found = NOTHING;
    if (start >= walk->line.n || !may_be_first(&walk->line, &template->begins, start)) {
        return NOTHING;
    }
    places->n = 0;
    if (push(places, start) < 0 || advance(walk, template, template->n_nodes - 1, 0) < 0) {
        return FAILED;
    }
    for (Py_ssize_t i = 0; i < places->n; i++) {
        Py_ssize_t end = places->items[i];
        if (end > start && may_finish(walk, end)) {
            found = end;
            if (is_first) {
                break;
            }
        }
    }
    return found;
}

/* True if a template fills the line, bullets and closing marks apart; -1 after an error. */
static int
fills(Walk *walk, const Template *template)
{
    walk->is_filling = 1;
    walk->at_end = 0;
    for (Py_ssize_t start = walk->line.lead; start >= 0; start--) {
        Py_ssize_t end = end_from(walk, template, start, 1);
        if (end != NOTHING) {
            return end == FAILED ? -1 : 1;
        }
    }
    return 0;
}

/* Adds to `spans` where a template begun at `start` stands, unless before `after`. */
static int
find_from(Walk *walk, const Template *template, Py_ssize_t start, Numbers *spans)
{
    Py_ssize_t after = spans->n ? spans->items[spans->n - 1] : 0;
    if (start < after) {
        return 0;
    }
    Py_ssize_t end = end_from(walk, template, start, template->is_lazy && !walk->at_end);
    if (end == NOTHING) {
        return 0;
    }
    if (end == FAILED || push(spans, start) < 0 || push(spans, end) < 0) {
        return -1;
    }
    return 1;
}

static int
find_from_start(Walk *walk, const Template *template, Numbers *spans)
{
    for (Py_ssize_t start = walk->line.lead; start >= 0; start--) {
        int found = find_from(walk, template, start, spans);
        if (found != 0) {
            return found < 0 ? -1 : 0;
        }
    }
    return 0;
}

static int
find_at_word_starts(Walk *walk, const Template *template, Numbers *spans)
{
    Line *line = &walk->line;
    const Node *texts = template->begin == NOTHING ? NULL : &template->nodes[template->begin];
    if (find_word_starts(line) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < line->word_starts.n; i++) {
        Py_ssize_t start = line->word_starts.items[i];
        if (texts != NULL && !any_stands_at(line, template, texts, start)) {
            continue;
        }
        if (find_from(walk, template, start, spans) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
find_at_texts(Walk *walk, const Template *template, Numbers *spans)
{
    const Line *line = &walk->line;
    const Node *texts = &template->nodes[template->begin];
    for (Py_ssize_t start = 0; start < line->n; start++) {
        if (any_stands_at(line, template, texts, start) && may_begin(line, start)
            && find_from(walk, template, start, spans) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Adds to `spans` where a template stands, starts and ends by turns, without overlaps, in order.

   An anchor is 's' for the start of the line, 'e' for its end, 'n' for anywhere. */
static int
find_template(Walk *walk, const Template *template, char anchor, Numbers *spans)
{
    walk->is_filling = 0;
    walk->at_end = anchor == 'e';
    spans->n = 0;
    if (anchor == 's') {
        return find_from_start(walk, template, spans);
    }
    if (template->begin == NOTHING || template->nodes[template->begin].n > FEW_TEXTS) {
        return find_at_word_starts(walk, template, spans);
    }
    return find_at_texts(walk, template, spans);
}

#endif
