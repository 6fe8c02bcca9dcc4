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

#endif
