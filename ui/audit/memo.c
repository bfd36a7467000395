#include "ui/audit/memo.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 1 << 20,            /* 24 bytes each */
    KEPT_MAX = SLOTS / 5 * 3,   /* verdicts */
    OWN_MAX = 16 * 1024 * 1024, /* bytes of what is a product's own */
    SHARED_MAX = 4096,          /* different texts that rows share */
    KEY_TEXT_MAX = 4096,
};

struct slot {
    struct memo_key key; /* {0} = free */
    uint32_t own;
    uint16_t shared;
};

struct memo {
    pthread_mutex_t lock;
    struct slot *slot; /* owned, SLOTS of them */
    size_t kept;
    struct buffer own;
    struct {
        char *text; /* owned */
        day lapses;
    } shared[SHARED_MAX];
    size_t shareds;
};

struct memo *memo_new(void)
{
    struct memo *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->slot = calloc(SLOTS, sizeof *m->slot);
    if (!m->slot) {
        free(m);
        return NULL;
    }
    m->own.max = OWN_MAX;
    pthread_mutex_init(&m->lock, NULL);
    return m;
}

void memo_free(struct memo *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->shareds; i++)
        free(m->shared[i].text);
    buffer_clear(&m->own);
    free(m->slot);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

/* ---- the key ---- */

struct key_text {
    unsigned char bytes[KEY_TEXT_MAX];
    size_t size;
    bool full;
};

static void add(struct key_text *k, const void *bytes, size_t size)
{
    if (size > sizeof k->bytes - k->size) {
        k->full = true;
        return;
    }
    memcpy(k->bytes + k->size, bytes, size);
    k->size += size;
}

static void add_text(struct key_text *k, const char *text)
{
    if (text)
        add(k, text, strlen(text) + 1);
    add(k, text ? "\1" : "\2", 1);
}

struct memo_key memo_key_of(const struct check_ask *a)
{
    struct key_text k;
    struct memo_key out = {{0, 0}};
    k.size = 0;
    k.full = a->codes && a->codes->count; /* read codes are not looked into */
    const int facts[] = {a->role,    a->event,         a->scope, a->default_scope, a->statement, a->default_statement,
                         a->failure, a->requires_star, a->on,    a->unread};
    add(&k, facts, sizeof facts);
    add(&k, &a->markets, sizeof a->markets);
    add(&k, a->market, a->markets * sizeof *a->market);
    add_text(&k, a->gtin);
    add_text(&k, a->sku);
    add_text(&k, a->brand);
    add_text(&k, a->model);
    for (size_t i = 0; i < a->labels; i++)
        add_text(&k, a->label[i]);
    if (!k.full)
        (void)crypto_generichash((unsigned char *)&out, sizeof out, k.bytes, k.size, NULL, 0);
    return out;
}

static bool is_none(struct memo_key key)
{
    return !key.half[0] && !key.half[1];
}

static bool same(struct memo_key a, struct memo_key b)
{
    return a.half[0] == b.half[0] && a.half[1] == b.half[1];
}

static struct slot *find(const struct memo *m, struct memo_key key)
{
    size_t at = key.half[0] % SLOTS;
    while (!is_none(m->slot[at].key) && !same(m->slot[at].key, key))
        at = (at + 1) % SLOTS;
    return &m->slot[at];
}

/* ---- asking and keeping ---- */

bool memo_get(struct memo *m, struct memo_key key, struct buffer *out, day *lapses)
{
    if (is_none(key))
        return false;
    pthread_mutex_lock(&m->lock);
    const struct slot *s = find(m, key);
    bool there = !is_none(s->key);
    if (there) {
        buffer_text(out, m->shared[s->shared].text);
        buffer_text(out, m->own.bytes + s->own);
        *lapses = m->shared[s->shared].lapses;
    }
    pthread_mutex_unlock(&m->lock);
    return there;
}

static void begin_anew(struct memo *m)
{
    for (size_t i = 0; i < m->shareds; i++)
        free(m->shared[i].text);
    m->shareds = m->kept = 0;
    buffer_reset(&m->own);
    memset(m->slot, 0, SLOTS * sizeof *m->slot);
}

/* Its index; SHARED_MAX when there is no room. The last ones are the likeliest. */
static size_t share(struct memo *m, const char *text, day lapses)
{
    for (size_t i = m->shareds; i > 0; i--)
        if (m->shared[i - 1].lapses == lapses && !strcmp(m->shared[i - 1].text, text))
            return i - 1;
    if (m->shareds == SHARED_MAX || !(m->shared[m->shareds].text = strdup(text)))
        return SHARED_MAX;
    m->shared[m->shareds].lapses = lapses;
    return m->shareds++;
}

void memo_put(struct memo *m, struct memo_key key, const struct memo_verdict *v)
{
    if (is_none(key))
        return;
    pthread_mutex_lock(&m->lock);
    if (m->kept == KEPT_MAX || m->shareds == SHARED_MAX || m->own.size + strlen(v->own) + 1 >= OWN_MAX)
        begin_anew(m);
    struct slot *s = find(m, key);
    size_t shared = is_none(s->key) ? share(m, v->shared, v->lapses) : SHARED_MAX, own = m->own.size;
    buffer_put(&m->own, v->own, strlen(v->own) + 1);
    if (shared < SHARED_MAX && !m->own.failed) {
        *s = (struct slot){key, (uint32_t)own, (uint16_t)shared};
        m->kept++;
    }
    pthread_mutex_unlock(&m->lock);
}
