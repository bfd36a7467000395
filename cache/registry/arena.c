#include "cache/registry/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST = 4096 };

static int grow(struct arena *a, size_t need, struct err *err)
{
    size_t room = a->room ? a->room : FIRST;
    while (room < need)
        room *= 2; /* need <= max, which is far from SIZE_MAX */
    char *larger = realloc(a->bytes, room);
    if (!larger)
        return err_memory(err);
    a->bytes = larger;
    a->room = room;
    return 0;
}

int arena_add(struct arena *a, const void *bytes, size_t size, struct err *err)
{
    if (a->used > a->max || size > a->max - a->used)
        return err_set(err, ERR_INPUT, "more than %zu bytes of text: this is no list of labels or products",
                       "文字列が %zu バイトを超えています。ラベルや商品の一覧ではないようです", a->max);
    if (a->used + size > a->room && grow(a, a->used + size, err))
        return -1;
    if (size > 0)
        memcpy(a->bytes + a->used, bytes, size);
    a->used += size;
    return 0;
}

void arena_clear(struct arena *a)
{
    free(a->bytes);
    *a = (struct arena){.max = a->max};
}
