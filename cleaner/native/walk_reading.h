/* The tree of a page as its parser writes it: well-formed XML in UTF-8, read tag by tag. Nothing is
   taken for granted: what is cut short ends where the bytes end. */

typedef struct {
    const char *at;
    size_t n;
} Slice;

typedef struct {
    const char *at, *end;
} Reader;

typedef enum { AT_END, TEXT, RAW_TEXT, OPENING, CLOSING } Token;

typedef struct {
    Slice text;       /* of texts, escaped where the token is TEXT */
    Slice tag;        /* of an opening tag */
    Slice attributes; /* of an opening tag, up to its end */
    int is_empty;     /* an opening tag that is its own end */
} Read;

static int
is_named(Slice slice, const char *name)
{
    return slice.n == strlen(name) && memcmp(slice.at, name, slice.n) == 0;
}

/* Return where something ends that begins at `from`, or where the bytes end. */
static const char *
behind(const char *from, const char *end, const char *closing)
{
    size_t n = strlen(closing);
    while (from < end) {
        const char *found = memchr(from, closing[0], (size_t)(end - from));
        if (found == NULL || (size_t)(end - found) < n)
            return end;
        if (memcmp(found, closing, n) == 0)
            return found + n;
        from = found + 1;
    }
    return end;
}

static int
begins(const Reader *reader, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(reader->end - reader->at) >= n && memcmp(reader->at, with, n) == 0;
}

/* Read the next attribute from a tag; 0 where there is none. Names may hold any signs but blanks,
   slashes and ">"; "=" may be the first of them. */
static int
next_attribute(Reader *reader, Slice *name, Slice *value)
{
    while (reader->at < reader->end && *reader->at == ' ')
        reader->at++;
    const char *start = reader->at;
    if (start >= reader->end)
        return 0;
    const char *quote = behind(start + 1, reader->end, "=\"");
    if (quote >= reader->end)
        return 0;
    const char *closing = memchr(quote, '"', (size_t)(reader->end - quote));
    if (closing == NULL)
        return 0;
    *name = (Slice){start, (size_t)(quote - 2 - start)};
    *value = (Slice){quote, (size_t)(closing - quote)};
    reader->at = closing + 1;
    return 1;
}

/* Return where the attributes of a tag end: at "/>" or ">", which no value holds as such. */
static const char *
end_of_tag(const char *from, const char *end)
{
    const char *found = memchr(from, '>', (size_t)(end - from));
    return found == NULL ? end : found;
}

static Token
read_opening(Reader *reader, Read *read)
{
    const char *start = ++reader->at, *stop = end_of_tag(start, reader->end), *name = start;
    read->is_empty = stop > start && stop[-1] == '/';
    const char *last = stop - read->is_empty;
    while (name < last && *name != ' ')
        name++;
    read->tag = (Slice){start, (size_t)(name - start)};
    read->attributes = (Slice){name, (size_t)(last - name)};
    reader->at = stop < reader->end ? stop + 1 : stop;
    return OPENING;
}

static Token
read_text(Reader *reader, Read *read)
{
    const char *start = reader->at;
    const char *stop = memchr(start, '<', (size_t)(reader->end - start));
    reader->at = stop == NULL ? reader->end : stop;
    read->text = (Slice){start, (size_t)(reader->at - start)};
    return TEXT;
}

static Token
read_raw_text(Reader *reader, Read *read)
{
    const char *start = reader->at + strlen("<![CDATA["), *stop = behind(start, reader->end, "]]>");
    read->text = (Slice){start, (size_t)(stop - start)};
    if (read->text.n >= 3 && memcmp(stop - 3, "]]>", 3) == 0)
        read->text.n -= 3;
    reader->at = stop;
    return RAW_TEXT;
}

static Token
read_next(Reader *reader, Read *read)
{
    while (reader->at < reader->end) {
        if (*reader->at != '<')
            return read_text(reader, read);
        if (begins(reader, "</")) {
            reader->at = behind(reader->at, reader->end, ">");
            return CLOSING;
        }
        if (begins(reader, "<![CDATA["))
            return read_raw_text(reader, read);
        if (begins(reader, "<!--"))
            reader->at = behind(reader->at + 4, reader->end, "-->");
        else if (begins(reader, "<?"))
            reader->at = behind(reader->at, reader->end, "?>");
        else
            return read_opening(reader, read);
    }
    return AT_END;
}

/* Bytes that grow. */
typedef struct {
    char *at;
    size_t n, room;
} Bytes;

static int
make_room(Bytes *bytes, size_t more)
{
    if (bytes->n + more <= bytes->room)
        return 0;
    size_t room = 2 * (bytes->n + more) + 64;
    char *at = PyMem_Realloc(bytes->at, room);
    if (at == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    bytes->at = at;
    bytes->room = room;
    return 0;
}

static int
add_bytes(Bytes *bytes, const char *from, size_t n)
{
    if (make_room(bytes, n) < 0)
        return -1;
    if (n)
        memcpy(bytes->at + bytes->n, from, n);
    bytes->n += n;
    return 0;
}

static size_t
put_code_point(char *at, unsigned long code)
{
    if (code < 0x80) {
        at[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        at[0] = (char)(0xC0 | code >> 6);
        at[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        at[0] = (char)(0xE0 | code >> 12);
        at[1] = (char)(0x80 | (code >> 6 & 0x3F));
        at[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    at[0] = (char)(0xF0 | (code >> 18 & 7));
    at[1] = (char)(0x80 | (code >> 12 & 0x3F));
    at[2] = (char)(0x80 | (code >> 6 & 0x3F));
    at[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* Write what an escaped sign stands for, at most four bytes; return where its name ends. */
static const char *
put_unescaped(const char *from, const char *end, char *at, size_t *n)
{
    static const struct {
        const char *name;
        char sign;
    } signs[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}};
    Reader reader = {from, end};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (begins(&reader, signs[i].name)) {
            *n = put_code_point(at, (unsigned char)signs[i].sign);
            return from + strlen(signs[i].name);
        }
    if (begins(&reader, "&#")) {
        int base = from + 2 < end && from[2] == 'x' ? 16 : 10;
        const char *digit = from + (base == 16 ? 3 : 2);
        unsigned long code = 0;
        for (; digit < end && *digit != ';' && code < 0x110000; digit++) {
            int value = *digit <= '9' ? *digit - '0' : (*digit | 32) - 'a' + 10;
            if (value < 0 || value >= base)
                break;
            code = code * (unsigned)base + (unsigned)value;
        }
        if (digit < end && *digit == ';' && code < 0x110000) {
            *n = put_code_point(at, code);
            return digit + 1;
        }
    }
    *at = *from;
    *n = 1;
    return from + 1;
}

/* Add an escaped text as what it says. */
static int
add_unescaped(Bytes *bytes, Slice text)
{
    const char *at = text.at, *end = text.at + text.n;
    while (at < end) {
        const char *sign = memchr(at, '&', (size_t)(end - at));
        const char *stop = sign == NULL ? end : sign;
        if (add_bytes(bytes, at, (size_t)(stop - at)) < 0 || make_room(bytes, 4) < 0)
            return -1;
        if (sign == NULL)
            return 0;
        size_t n;
        at = put_unescaped(sign, end, bytes->at + bytes->n, &n);
        bytes->n += n;
    }
    return 0;
}

static int
add_token(Bytes *bytes, Token token, Slice text)
{
    return token == TEXT ? add_unescaped(bytes, text) : add_bytes(bytes, text.at, text.n);
}

/* Characters of UTF-8. */
static size_t
characters_in(const char *at, size_t n)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += ((unsigned char)at[i] & 0xC0) != 0x80;
    return found;
}

/* Return how many bytes the white space at this place takes, 0 if there is none; what `str.split`
   splits at. */
static inline size_t
blank_at(const char *at, const char *end)
{
    const unsigned char *c = (const unsigned char *)at;
    if (c[0] < 0x80)
        return c[0] == ' ' || (c[0] >= 9 && c[0] <= 13) || (c[0] >= 28 && c[0] <= 31);
    if (c[0] == 0xC2)
        return end - at >= 2 && (c[1] == 0x85 || c[1] == 0xA0) ? 2 : 0;
    if (c[0] < 0xE1 || c[0] > 0xE3 || end - at < 3)
        return 0;
    unsigned last = (unsigned)c[1] << 8 | c[2];
    if (c[0] == 0xE1)
        return last == 0x9A80 ? 3 : 0;
    if (c[0] == 0xE3)
        return last == 0x8080 ? 3 : 0;
    return (last >= 0x8080 && last <= 0x808A) || last == 0x80A8 || last == 0x80A9 ||
                   last == 0x80AF || last == 0x819F
               ? 3
               : 0;
}
