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
    *e = (struct entry){0};
}
