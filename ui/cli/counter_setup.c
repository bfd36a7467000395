#include "ui/cli/counter_setup.h"

#include <sodium.h>

#include "app/build.h"

static moment clock_of(void *ctx)
{
    return context_now(ctx);
}

static void random_of(void *to, size_t size)
{
    randombytes_buf(to, size);
}

int counter_setup_open(struct context *ctx, const struct facts *facts, struct counter **out, struct err *err)
{
    static const struct facts none;
    struct counter_setup setup = {.folder = ctx->data, .random = random_of, .offline = ctx->offline};
    *out = NULL;
    if (sodium_init() < 0)
        return err_memory(err);
    facts_ask(facts ? facts : &none, &ctx->config.defaults, &setup.ask);
    setup.ask.clock = clock_of;
    setup.ask.clock_ctx = ctx;
    setup.ask.built_at = KENPIN_BUILT_AT;
    setup.ask.lang = ctx->lang;
    setup.ask.limits = ctx->config.limits;
    setup.ask.operator_name = setup.ask.consignment = NULL; /* the station's own */
    return context_make_data(ctx, err) ? -1 : counter_open(&setup, out, err);
}
