#ifndef KENPIN_INVITES_H
#define KENPIN_INVITES_H

#include "ui/web/secret.h"

/* Codes with which a device joins: each once, within five minutes, by tick_now's clock. They are 256 bits, so that no
 * guess is worth while; guesses are limited all the same. */

#define INVITES_MAX     16
#define INVITES_LAST_MS 300000

struct invites {
    struct invite {
        struct secret code;
        int64_t until_ms; /* 0 = none */
    } invite[INVITES_MAX];
};

/* When there are too many, the oldest lapses. */
void invites_make(struct invites *in, int64_t now_ms, char code[SECRET_TEXT]);
/* Whether it is one of them; it is none afterwards. */
bool invites_take(struct invites *in, const char *code, int64_t now_ms);

#endif
