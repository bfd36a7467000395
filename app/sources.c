#include "app/sources.h"

#include <stdlib.h>

void product_clear(struct product *p)
{
    free(p->sku);
    free(p->brand);
    free(p->model);
    free(p->vendor);
    free(p->name);
    free(p->fingerprint);
    *p = (struct product){0};
}

void answer_clear(struct answer *a)
{
    copy_clear(&a->copy);
    entry_clear(&a->entry);
    *a = (struct answer){0};
}

void entries_clear(struct entries *e)
{
    for (size_t i = 0; i < e->count && i < ENTRIES_MAX; i++)
        entry_clear(&e->item[i]);
    *e = (struct entries){0};
}
