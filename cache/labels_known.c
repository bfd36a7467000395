#include "cache/labels_known.h"

#include <stdlib.h>
#include <string.h>

void labels_known_begin(struct labels_known *k, const char *secret)
{
    *k = (struct labels_known){0};
    (void)crypto_generichash(k->key, sizeof k->key, (const unsigned char *)secret, strlen(secret), NULL, 0);
}

void labels_known_clear(struct labels_known *k)
{
    free(k->item);
    free(k->slot);
    free(k->text);
    *k = (struct labels_known){0};
}

/* The slot of `norm`, or the free one where it would go. */
static uint32_t *slot_of(const struct labels_known *k, const char *norm)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash;
    (void)crypto_shorthash(out, (const unsigned char *)norm, strlen(norm), k->key);
    memcpy(&hash, out, sizeof hash);
    size_t at = (size_t)hash & (k->slots - 1);
    while (k->slot[at] && strcmp(k->text + k->item[k->slot[at] - 1].norm, norm) != 0)
        at = (at + 1) & (k->slots - 1);
    return &k->slot[at];
}

struct labels_number *labels_known_find(const struct labels_known *k, const char *norm)
{
    uint32_t *slot = k->slots ? slot_of(k, norm) : NULL;
    return slot && *slot ? &k->item[*slot - 1] : NULL;
}

static int more_slots(struct labels_known *k, struct err *err)
{
    size_t slots = k->slots ? k->slots * 2 : 1024;
    uint32_t *slot = calloc(slots, sizeof *slot);
    if (!slot)
        return err_memory(err);
    free(k->slot);
    k->slot = slot;
    k->slots = slots;
    for (size_t i = 0; i < k->count; i++)
        *slot_of(k, k->text + k->item[i].norm) = (uint32_t)i + 1;
    return 0;
}

static int make_room(struct labels_known *k, size_t bytes, struct err *err)
{
    if (k->count == LABELS_KNOWN_MAX)
        return err_set(err, ERR_INPUT, "more than %d labels in one list; nothing was changed",
                       "一つの一覧に %d を超えるラベルがあります。何も変更していません", LABELS_KNOWN_MAX);
    if ((k->count + 1) * 2 > k->slots && more_slots(k, err))
        return -1;
    if (k->count == k->room) {
        size_t room = k->room ? k->room * 2 : 512;
        struct labels_number *item = realloc(k->item, room * sizeof *item);
        if (!item)
            return err_memory(err);
        k->item = item;
        k->room = room;
    }
    if (k->size + bytes > k->text_room) {
        size_t room = (k->size + bytes) * 2;
        char *text = realloc(k->text, room);
        if (!text)
            return err_memory(err);
        k->text = text;
        k->text_room = room;
    }
    return 0;
}

int labels_known_add(struct labels_known *k, const char *norm, struct labels_number **out, struct err *err)
{
    size_t bytes = strlen(norm) + 1;
    if (make_room(k, bytes, err))
        return -1;
    uint32_t *slot = slot_of(k, norm);
    struct labels_number *n = &k->item[k->count++];
    *n = (struct labels_number){.norm = k->size};
    memcpy(k->text + k->size, norm, bytes);
    k->size += bytes;
    *slot = (uint32_t)k->count;
    *out = n;
    return 0;
}
