#ifndef KENPIN_STAND_H
#define KENPIN_STAND_H

#include <cjson/cJSON.h>

#include "ui/counter/counter.h"
#include "ui/term/pending.h"

/* This program's place at the counter: what it does there, and what it shows. */

struct stand {
    struct counter *counter; /* borrowed */
    int64_t station;
    cJSON *view; /* owned; what is shown */
    int64_t version;
    struct err err;     /* of the last act: nothing was recorded; its code is 0 when it was done */
    bool failed;        /* an act was not done */
    int64_t answered;   /* record of the box answered last */
    bool any;           /* one was */
    enum outcome worst; /* of those answered, once any was */
};

/* ERR_ as counter_view. */
int stand_open(struct counter *counter, int64_t station, struct stand *out, struct err *err)
    __attribute__((warn_unused_result));
void stand_close(struct stand *s); /* safe on {0} */

void stand_key(char out[PENDING_KEY]); /* of a new act */

/* Does it and shows what came of it; a call without a key is given one. -1: s->err says why nothing was done. */
int stand_do(struct stand *s, struct counter_call *call) __attribute__((warn_unused_result));

/* Shows what is so, and no more what was done last. ERR_ as counter_view. */
int stand_look(struct stand *s, struct err *err) __attribute__((warn_unused_result));

/* What others did, and how old the copies are by now; *changed says whether there is anything new to show, and
 * may be true already. */
int stand_catch_up(struct stand *s, bool *changed) __attribute__((warn_unused_result));

/* At the end: an alarm that nobody acknowledged counts as if the box had been answered now, and a box that is open was
 * not checked. */
void stand_sum(struct stand *s);

enum lang stand_lang(const struct stand *s);

#endif
