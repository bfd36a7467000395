#include "ui/cli/asking.h"

#include <stdlib.h>

#include "cache/registry/entry_page.h"
#include "ui/cli/network.h"

enum { MS = 1000, LEAST_MS = 50 };

struct asking asking_begin(struct context *ctx, int64_t seconds)
{
    if (!seconds)
        seconds = ctx->config.ask_within ? ctx->config.ask_within : ASKING_SECONDS;
    return (struct asking){.ctx = ctx, .left_ms = seconds * MS};
}

static int get(struct asking *a, const struct entry_page *page, const struct page_ask *ask, struct answer *out,
               struct page_said *said, struct err *err)
{
    char folder[NETWORK_SCRATCH_MAX];
    struct db db = {0};
    int64_t spent = 0;
    if (network_scratch(folder, err))
        return -1;
    int rc = context_open_cache(a->ctx, DB_WRITE, &db, err);
    struct entry_page_ask how = {
        .db = &db, .folder = folder, .ca = network_certificates(), .ms = a->left_ms, .spent_ms = &spent};
    if (rc == 0)
        rc = entry_page_get(page, ask, &how, out, said, err);
    a->left_ms -= spent;
    context_close_cache(a->ctx, &db);
    network_scratch_remove(folder);
    return rc;
}

/* Whatever goes wrong, the check goes on with what it has. */
static int ask_page(void *ctx, const struct page_ask *ask, struct answer *out, struct page_said *said, struct err *err)
{
    struct asking *a = ctx;
    char sources[CONTEXT_PATH_MAX + 16];
    struct entry_page *page = calloc(1, sizeof *page);
    bool found = false;
    *out = (struct answer){0};
    *said = (struct page_said){0};
    if (!page)
        return err_memory(err);
    int rc = a->left_ms < LEAST_MS ? 0 : network_sources(a->ctx, sources, &said->why);
    if (rc == 0 && a->left_ms >= LEAST_MS)
        rc = entry_page_find(sources, ask, page, &found, &said->why);
    if (rc == 0 && found)
        rc = get(a, page, ask, out, said, &said->why);
    if (rc == 0)
        said->why = (struct err){0};
    entry_page_clear(page);
    free(page);
    return 0;
}

void asking_allow(struct asking *a, struct registry *registry)
{
    if (a->ctx->offline || a->ctx->as_if)
        return;
    registry->page_ask = ask_page;
    registry->page_ctx = a;
}
