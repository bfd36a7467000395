#include "ui/web/watch.h"

#include <sodium.h>
#include <string.h>

static void hash(const struct symbol *s, uint8_t out[16])
{
    crypto_generichash_state state;
    uint8_t kind = (uint8_t)s->symbology;
    crypto_generichash_init(&state, NULL, 0, 16);
    crypto_generichash_update(&state, &kind, 1);
    crypto_generichash_update(&state, s->bytes, s->size);
    crypto_generichash_final(&state, out, 16);
}

static struct watched *find(struct watch *w, const uint8_t code[16])
{
    for (size_t i = 0; i < SYMBOLS_MAX; i++)
        if (w->seen[i].seen_ms && !memcmp(w->seen[i].code, code, 16))
            return &w->seen[i];
    return NULL;
}

/* A place for one more: a free one, else that of the code not seen for longest. */
static struct watched *place(struct watch *w)
{
    struct watched *oldest = &w->seen[0];
    for (size_t i = 1; i < SYMBOLS_MAX; i++)
        if (w->seen[i].seen_ms < oldest->seen_ms)
            oldest = &w->seen[i];
    return oldest;
}

static void forget(struct watch *w, int64_t now_ms)
{
    for (size_t i = 0; i < SYMBOLS_MAX; i++) {
        struct watched *s = &w->seen[i];
        if (s->seen_ms && now_ms - s->seen_ms >= (s->put ? WATCH_GONE_MS : WATCH_AGREE_MS))
            *s = (struct watched){0};
    }
}

/* A code that counted may be missed in a frame now and then; one that did not must be in the next one. */
static void forget_missed(struct watch *w, int64_t now_ms)
{
    for (size_t i = 0; i < SYMBOLS_MAX; i++)
        if (w->seen[i].seen_ms && !w->seen[i].put && w->seen[i].seen_ms != now_ms)
            w->seen[i] = (struct watched){0};
}

bool watch_frame(struct watch *w, const struct symbols *codes, int64_t now_ms, struct watched *agreed[SYMBOLS_MAX])
{
    bool any = false;
    now_ms = now_ms > 0 ? now_ms : 1;
    forget(w, now_ms);
    for (size_t i = 0; i < codes->count; i++) {
        uint8_t code[16];
        hash(&codes->item[i], code);
        struct watched *s = find(w, code);
        agreed[i] = s && !s->put && s->seen_ms != now_ms ? s : NULL;
        any |= agreed[i] != NULL;
        if (!s) {
            s = place(w);
            *s = (struct watched){0};
            memcpy(s->code, code, sizeof code);
        }
        s->seen_ms = now_ms;
    }
    forget_missed(w, now_ms);
    return any;
}

void watch_put(struct watched *code)
{
    code->put = true;
}
