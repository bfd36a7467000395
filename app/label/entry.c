#include "app/label/entry.h"

#include <stdlib.h>

void copy_clear(struct copy *c)
{
    free(c->source);
    free(c->digest);
    *c = (struct copy){0};
}

void entry_clear(struct entry *e)
{
    free(e->number);
    free(e->product);
    free(e->vendor);
    free(e->url);
    free(e->word);
    free(e->fingerprint);
    models_clear(&e->models);
    copy_clear(&e->last);
    copy_clear(&e->first_without);
    *e = (struct entry){0};
}

enum status entry_status(const struct entry *e)
{
    return e->gone && e->status != STATUS_REVOKED ? STATUS_GONE : e->status;
}
