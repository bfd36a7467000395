#include "ui/term/burst.h"

#include "app/base/text.h"

void burst_put(struct burst *b, struct burst_key key, int64_t now_ms)
{
    if (b->count == b->given)
        b->count = b->given = 0;
    if (b->count < SYMBOL_BYTES_MAX)
        b->key[b->count++] = key;
    b->last_ms = now_ms;
}

static bool ends(struct burst_key key)
{
    return key.code == '\r' || key.code == '\n' || key.code == '\t';
}

static bool same(struct burst_key a, struct burst_key b)
{
    return a.code == b.code && a.special == b.special;
}

/* One key held down repeats as fast as a scanner types. */
static bool is_held(const struct burst *b)
{
    for (size_t i = 1; i < b->count; i++)
        if (!same(b->key[i], b->key[0]))
            return false;
    return true;
}

/* Words that a Japanese input method hands over all at once; a scanner types keys. */
static bool is_composed(const struct burst *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->key[i].code >= 0x80)
            return true;
    return false;
}

/* Keys that are no characters are left out: some scanners press them for what they cannot type. */
static const char *text_of(struct burst *b, size_t count)
{
    char *to = b->text;
    for (size_t i = 0; i < count; i++)
        if (b->key[i].code > 0)
            to = text_put(to, b->key[i].code);
    *to = 0;
    return b->text;
}

static bool scan(struct burst *b, enum burst_kind kind, size_t count, struct burst_event *out)
{
    *out = (struct burst_event){.kind = kind, .text = text_of(b, count)};
    b->count = b->given = 0;
    return true;
}

/* Arrows may come as fast, when the network held them back; they write nothing. */
static bool is_fast(const struct burst *b)
{
    size_t written = 0;
    for (size_t i = 0; i < b->count; i++)
        written += b->key[i].code > 0;
    return written >= BURST_LEAST && !is_held(b);
}

static bool give(struct burst *b, struct burst_event *out)
{
    if (b->given == b->count) {
        b->pressed = false;
        b->count = b->given = 0;
        return false;
    }
    *out = (struct burst_event){.kind = BURST_KEY, .key = b->key[b->given++]};
    return true;
}

static bool acts(struct burst_key key)
{
    return key.acts || (key.code > 0 && key.code < ' ' && !ends(key));
}

/* Some keys at once may be quick fingers, or a slow network; but a key that acts must stand alone. */
static bool may_be_fingers(const struct burst *b)
{
    for (size_t i = 0; i < b->count && b->count > 1 && !is_held(b); i++)
        if (acts(b->key[i]))
            return false;
    return true;
}

bool burst_next(struct burst *b, int64_t now_ms, struct burst_event *out)
{
    if (b->pressed)
        return give(b, out);
    if (b->count == 0)
        return false;
    if (is_fast(b) && ends(b->key[b->count - 1]))
        return scan(b, BURST_SCAN, b->count - 1, out);
    if (now_ms - b->last_ms <= BURST_GAP_MS)
        return false;
    if (is_fast(b) && !is_composed(b))
        return now_ms - b->last_ms > BURST_END_MS && scan(b, BURST_UNENDED, b->count, out);
    if (!may_be_fingers(b)) {
        b->count = 0;
        return false;
    }
    b->pressed = true;
    return give(b, out);
}

int64_t burst_due(const struct burst *b)
{
    if (b->pressed || b->count == 0)
        return 0;
    return b->last_ms + 1 + (is_fast(b) && !is_composed(b) ? BURST_END_MS : BURST_GAP_MS);
}
