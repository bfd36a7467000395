#ifndef KENPIN_CLI_FACTS_H
#define KENPIN_CLI_FACTS_H

#include "app/check/check.h"
#include "ui/cli/option.h"

/* What a call, or the config file, says about the boxes to check. */

struct facts {
    struct option_words markets;
    int role, event, scope, statement, failure; /* enums of app/judge/facts.h; 0 = not said */
    struct option_number requires_star;
    day on;
    struct option_texts labels;
    const char *gtin, *sku, *brand, *model, *consignment, *operator_name;
};

/* Both with targets in struct facts. */
extern const struct option facts_options[];     /* of every box of a call */
extern const struct option facts_box_options[]; /* of one box: its label, its product */

/* Puts them into `ask`: the call's where it speaks, else the config file's, else the built-in ones. */
void facts_ask(const struct facts *call, const struct facts *config, struct check_ask *ask);

/* What serves many boxes after this call: what the call says, else what the config file says. Borrows from both. */
struct facts facts_standing(const struct facts *call, const struct facts *config);

#endif
