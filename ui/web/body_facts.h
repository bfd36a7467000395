#ifndef KENPIN_BODY_FACTS_H
#define KENPIN_BODY_FACTS_H

#include <cjson/cJSON.h>

#include "ui/cli/facts.h"

/* POST /api/check: the facts of a box, named as the command line names them (requires_star for --requires-star), and
 * "codes": [{"text", "symbology"?}]. *facts and *codes are the caller's (symbols_clear); texts are kept in `keep`. */
int body_facts(const cJSON *json, struct facts *facts, struct symbols *codes, struct option_keep *keep, struct err *err)
    __attribute__((warn_unused_result));

#endif
