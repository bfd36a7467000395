/* What a page or a script sends to the counter's server, as an act and as the facts of a check. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/demand.h"
#include "ui/web/body.h"
#include "ui/web/body_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_call(const cJSON *json)
{
    struct counter_call call;
    struct err err = {0};
    if (body_call(json, &call, &err)) {
        look_at_err(&err);
        return;
    }
    demand(call.act != ACT_NONE && call.markets <= CHECK_MARKETS_MAX && call.number >= 0 && call.seq >= 0);
    demand(!call.station && !call.key);
    const char *const texts[] = {call.text, call.brand,    call.model,  call.items,
                                 call.name, call.supplier, call.reason, call.pin};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        demand(valid(texts[i]));
}

static void try_facts(const cJSON *json)
{
    static struct symbols codes;
    struct facts facts;
    struct option_keep keep = {0};
    struct err err = {0};
    if (body_facts(json, &facts, &codes, &keep, &err))
        look_at_err(&err);
    demand(codes.count <= SYMBOLS_MAX && facts.labels.count <= OPTION_TEXTS_MAX);
    demand(valid(facts.gtin) && valid(facts.model));
    symbols_clear(&codes);
    option_keep_clear(&keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cJSON *json = NULL;
    struct err err = {0};
    char *text = malloc(size ? size : 1); /* its end is where the sanitizer sees it */
    demand(text != NULL);
    memcpy(text, data, size);
    if (body_parse(text, size, &json, &err) == 0) {
        try_call(json);
        try_facts(json);
    } else {
        demand(!json);
        look_at_err(&err);
    }
    cJSON_Delete(json);
    free(text);
    return 0;
}
