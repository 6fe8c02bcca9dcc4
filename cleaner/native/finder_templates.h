/* Templates: a tree walked over sets of positions, as `matcher.py` does it.

   Each part leads from the positions reached so far to the next ones. What can follow a slot is
   known beforehand, so that of the many places where it may end few are looked at. */

#ifndef FINDER_TEMPLATES_H
#define FINDER_TEMPLATES_H

#include "finder_slots.h"

enum { TEXTS, SLOT, PARTS, CHOICE };
#define FEW_TEXTS 4 /* so many beginnings are looked for one by one; more at every word */
#define MAX_DEPTH 1500

/* With what the rest of a template may begin. */
typedef struct {
    uint8_t lower[128], cased[128]; /* ASCII letters: of texts, in lower case, and of slots */
    uint8_t is_any_other;           /* some other letter */
    uint8_t is_end;                 /* or with nothing, because it is the last */
} Follow;

typedef struct {
    int kind, is_optional;
    Py_ssize_t slot;
    Py_ssize_t first, n; /* of `pieces` or `kids` */
    Py_ssize_t follow;   /* of a slot */
    Py_ssize_t next;     /* the texts right behind a slot, NOTHING without */
} Node;

typedef struct {
    Node *nodes;
    Py_ssize_t n_nodes, nodes_room;
    Py_ssize_t *kids;
    Py_ssize_t n_kids, kids_room;
    Piece *pieces;
    Py_ssize_t n_pieces, pieces_room;
    Follow *follows;
    Py_ssize_t n_follows, follows_room;
    PyObject *tree; /* holds the letters of the texts alive */
    Py_UCS4 **letters;
    Py_ssize_t n_letters, letters_room;
    Follow begins;    /* with what it may begin */
    Py_ssize_t begin; /* the texts with one of which it begins, NOTHING if unknown */
    int is_lazy;      /* it ends with any words: the fewest are meant */
} Template;

/* A walk through a line. */
typedef struct {
    Line line;
    const Slots *slots;
    Memory memory;
    Numbers places; /* sets of positions, the innermost at the end */
    int is_filling; /* the template must fill the line */
    int at_end;     /* it must end with the line */
} Walk;

static void
free_template(Template *template)
{
    if (template == NULL) {
        return;
    }
    for (Py_ssize_t i = 0; i < template->n_letters; i++) {
        PyMem_Free(template->letters[i]);
    }
    PyMem_Free(template->letters);
    PyMem_Free(template->nodes);
    PyMem_Free(template->kids);
    PyMem_Free(template->pieces);
    PyMem_Free(template->follows);
    PyMem_Free(template);
}

static void
free_walk(Walk *walk)
{
    free_line(&walk->line);
    free_memory(&walk->memory);
    PyMem_Free(walk->places.items);
}

/* Making one from its tree: ("a", texts), ("s", slot), ("q", parts), ("c", branches, optional). */

static int
copy_piece(Template *template, PyObject *text, Piece *piece)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "a template's texts are strings");
        return -1;
    }
    if (MAKE_ROOM(template->letters, template->letters_room, template->n_letters, 1) < 0) {
        return -1;
    }
    Py_UCS4 *letters = PyUnicode_AsUCS4Copy(text);
    if (letters == NULL) {
        return -1;
    }
    template->letters[template->n_letters++] = letters;
    *piece = (Piece){letters, PyUnicode_GET_LENGTH(text)};
    return 0;
}

static Py_ssize_t
slot_number(const Slots *slots, PyObject *name)
{
    for (Py_ssize_t i = 0; i < slots->n; i++) {
        int is_same = PyObject_RichCompareBool(slots->slots[i].name, name, Py_EQ);
        if (is_same != 0) {
            return is_same < 0 ? NOTHING : i;
        }
    }
    PyErr_Format(PyExc_ValueError, "slot %R is unknown", name);
    return NOTHING;
}

static int
add_texts(Template *template, Node *node, PyObject *texts)
{
    Py_ssize_t n = PyTuple_GET_SIZE(texts);
    node->first = template->n_pieces;
    node->n = n;
    if (MAKE_ROOM(template->pieces, template->pieces_room, template->n_pieces, n) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Piece *piece = &template->pieces[template->n_pieces];
        if (copy_piece(template, PyTuple_GET_ITEM(texts, i), piece) < 0) {
            return -1;
        }
        template->n_pieces++;
    }
    return 0;
}

static Py_ssize_t add_node(Template *template, const Slots *slots, PyObject *tree, int depth);

static int
add_kids(Template *template, const Slots *slots, Node *node, PyObject *trees, int depth)
{
    Py_ssize_t n = PyTuple_GET_SIZE(trees), first = template->n_kids;
    if (MAKE_ROOM(template->kids, template->kids_room, template->n_kids, n) < 0) {
        return -1;
    }
    template->n_kids += n;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t kid = add_node(template, slots, PyTuple_GET_ITEM(trees, i), depth + 1);
        if (kid < 0) {
            return -1;
        }
        template->kids[first + i] = kid;
    }
    node->first = first;
    node->n = n;
    return 0;
}

/* Adds a tree; returns its node, -1 after an error. */
static Py_ssize_t
add_node(Template *template, const Slots *slots, PyObject *tree, int depth)
{
    if (depth > MAX_DEPTH || !PyTuple_Check(tree) || PyTuple_GET_SIZE(tree) < 2
        || !PyUnicode_Check(PyTuple_GET_ITEM(tree, 0))) {
        PyErr_SetString(PyExc_ValueError, "this is no tree of a template");
        return -1;
    }
    Py_UCS4 kind = PyUnicode_READ_CHAR(PyTuple_GET_ITEM(tree, 0), 0);
    PyObject *content = PyTuple_GET_ITEM(tree, 1);
    Node node = {PARTS, 0, NOTHING, 0, 0, NOTHING, NOTHING};
    if (kind != 's' && !PyTuple_Check(content)) {
        PyErr_SetString(PyExc_ValueError, "a template's parts are a tuple");
        return -1;
    }
    if (kind == 'a') {
        node.kind = TEXTS;
        if (add_texts(template, &node, content) < 0) {
            return -1;
        }
    }
    else if (kind == 's') {
        node.kind = SLOT;
        node.slot = slot_number(slots, content);
        if (node.slot < 0) {
            return -1;
        }
    }
    else {
        if (kind == 'c') {
            node.kind = CHOICE;
            node.is_optional = PyTuple_GET_SIZE(tree) > 2 && PyObject_IsTrue(PyTuple_GET_ITEM(tree, 2));
        }
        if (add_kids(template, slots, &node, content, depth) < 0) {
            return -1;
        }
    }
    if (MAKE_ROOM(template->nodes, template->nodes_room, template->n_nodes, 1) < 0) {
        return -1;
    }
    template->nodes[template->n_nodes] = node;
    return template->n_nodes++;
}

static void
unite(Follow *follow, const Follow *other)
{
    for (int i = 0; i < 128; i++) {
        follow->lower[i] |= other->lower[i];
        follow->cased[i] |= other->cased[i];
    }
    follow->is_any_other |= other->is_any_other;
    follow->is_end |= other->is_end;
}

/* Marks with what a slot may begin. */
static void
mark_slot(Follow *follow, const Slot *slot)
{
    memset(follow, 0, sizeof(*follow));
    if (slot->words) {
        memset(follow->cased, 1, sizeof(follow->cased));
        follow->cased[' '] = 0;
    }
    else {
        memcpy(follow->cased, slot->program.begins, sizeof(follow->cased));
    }
    follow->is_any_other = 1;
}

/* Writes down what may follow the slots below a node; then `follow` is what the node begins with. */
static int
follow_up(Template *template, const Slots *slots, Py_ssize_t number, Follow *follow, Py_ssize_t next)
{
    Node *node = &template->nodes[number];
    if (node->kind == TEXTS) {
        Follow begin = {0};
        for (Py_ssize_t i = 0; i < node->n; i++) {
            const Piece *piece = &template->pieces[node->first + i];
            if (piece->n == 0) {
                unite(&begin, follow);
            }
            else if (piece->letters[0] < 128) {
                begin.lower[piece->letters[0]] = 1;
            }
            else {
                begin.is_any_other = 1;
            }
        }
        *follow = begin;
    }
    else if (node->kind == SLOT) {
        if (MAKE_ROOM(template->follows, template->follows_room, template->n_follows, 1) < 0) {
            return -1;
        }
        template->follows[template->n_follows] = *follow;
        node->follow = template->n_follows++;
        node->next = next;
        mark_slot(follow, &slots->slots[node->slot]);
    }
    else if (node->kind == PARTS) {
        for (Py_ssize_t i = node->n - 1; i >= 0; i--) {
            Py_ssize_t kid = template->kids[node->first + i];
            if (follow_up(template, slots, kid, follow, next) < 0) {
                return -1;
            }
            next = template->nodes[kid].kind == TEXTS ? kid : NOTHING;
        }
    }
    else {
        Follow begin = {0};
        for (Py_ssize_t i = 0; i < node->n; i++) {
            Follow branch = *follow;
            if (follow_up(template, slots, template->kids[node->first + i], &branch, next) < 0) {
                return -1;
            }
            unite(&begin, &branch);
        }
        if (node->is_optional) {
            unite(&begin, follow);
        }
        *follow = begin;
    }
    return 0;
}

static int
ends_lazily(const Template *template, const Slots *slots, Py_ssize_t number)
{
    const Node *node = &template->nodes[number];
    if (node->kind == SLOT) {
        return slots->slots[node->slot].words > 0;
    }
    if (node->kind == PARTS) {
        return node->n && ends_lazily(template, slots, template->kids[node->first + node->n - 1]);
    }
    for (Py_ssize_t i = 0; node->kind == CHOICE && i < node->n; i++) {
        if (ends_lazily(template, slots, template->kids[node->first + i])) {
            return 1;
        }
    }
    return 0;
}

static Py_ssize_t
first_texts(const Template *template, Py_ssize_t number)
{
    const Node *node = &template->nodes[number];
    if (node->kind == PARTS) {
        return node->n ? first_texts(template, template->kids[node->first]) : NOTHING;
    }
    return node->kind == TEXTS ? number : NOTHING;
}

/* Returns a template made from a tree, NULL after an error. Its root is the last node. */
static Template *
make_template(const Slots *slots, PyObject *tree)
{
    Template *template = PyMem_Calloc(1, sizeof(Template));
    if (template == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    Follow end = {0};
    end.is_end = 1;
    Py_ssize_t root = add_node(template, slots, tree, 0);
    if (root < 0 || follow_up(template, slots, root, &end, NOTHING) < 0) {
        free_template(template);
        return NULL;
    }
    template->begins = end;
    template->begin = first_texts(template, root);
    template->is_lazy = ends_lazily(template, slots, root);
    return template;
}

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
