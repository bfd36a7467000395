#include "app/codes/parts.h"

#include <stdlib.h>
#include <string.h>

#define NOWHERE ((size_t)-1)

static bool is_qr(const struct symbol *s)
{
    return s->symbology == SYMBOLOGY_QR || s->symbology == SYMBOLOGY_GS1_QR;
}

const char *parts_message_name(const struct symbol *s)
{
    return is_qr(s) ? "parity" : "file";
}

bool parts_same(const struct symbol *a, const struct symbol *b)
{
    return a->part.index && b->part.index && a->part.of == b->part.of && a->part.message == b->part.message &&
           is_qr(a) == is_qr(b);
}

static bool same_bytes(const struct symbol *a, const struct symbol *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* A QR code's parts all have the exclusive or of the message's bytes (8.3). 0 also stands where whoever printed it left
 * that open, and what FNC1 stands for is not a byte that was counted. */
static bool parity_fits(const struct symbols *all, const size_t *order, unsigned count)
{
    const struct symbol *first = &all->item[order[0]];
    unsigned parity = 0;
    if (first->symbology != SYMBOLOGY_QR || first->part.message == 0)
        return true;
    for (unsigned k = 0; k < count; k++)
        for (size_t i = 0; i < all->item[order[k]].size; i++)
            parity ^= all->item[order[k]].bytes[i];
    return parity == first->part.message;
}

bool parts_find(const struct symbols *all, size_t n, size_t order[PARTS_MAX])
{
    unsigned count = all->item[n].part.of, found = 0;
    if (all->item[n].part.index == 0 || count > PARTS_MAX)
        return false;
    for (unsigned k = 0; k < PARTS_MAX; k++)
        order[k] = NOWHERE;
    for (size_t i = 0; i < all->count; i++) {
        const struct symbol *s = &all->item[i];
        if (!parts_same(s, &all->item[n]))
            continue;
        size_t *place = &order[s->part.index - 1];
        if (*place == NOWHERE) {
            *place = i;
            found++;
        } else if (!same_bytes(s, &all->item[*place])) {
            return false;
        }
    }
    return found == count && parity_fits(all, order, count);
}

int parts_join(const struct symbols *all, const size_t order[PARTS_MAX], struct symbol *out, struct err *err)
{
    const struct symbol *first = &all->item[order[0]];
    size_t size = 0;
    for (unsigned k = 0; k < first->part.of; k++)
        size += all->item[order[k]].size;
    uint8_t *bytes = malloc(size + 1), *to = bytes;
    if (!bytes)
        return err_memory(err);
    for (unsigned k = 0; k < first->part.of; k++) {
        const struct symbol *s = &all->item[order[k]];
        memcpy(to, s->bytes, s->size);
        to += s->size;
    }
    int status = symbol_set(out, first->symbology, first->from, bytes, size, err);
    free(bytes);
    if (status)
        return -1;
    out->part = (struct symbol_part){.of = first->part.of, .message = first->part.message};
    out->has_corners = first->has_corners;
    memcpy(out->corners, first->corners, sizeof out->corners);
    return 0;
}
