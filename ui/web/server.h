#ifndef KENPIN_SERVER_H
#define KENPIN_SERVER_H

#include "ui/cli/facts.h"
#include "ui/counter/counter.h"
#include "ui/web/listen.h"
#include "ui/web/readers.h"
#include "ui/web/secret.h"

/* The counter as pages and an API, kenpin-api(5), over HTTP or TLS. */

struct server_ask {
    struct counter *counter;
    struct readers *frames, *pictures;
    const struct listeners *listeners;
    const char *token;                 /* of scripts */
    const char *host_name;             /* this machine's, where it serves others; NULL = none */
    const char *certificate, *key;     /* PEM; NULL = without TLS */
    const struct check_ask *check_ask; /* of POST /api/check, where it does not speak */
    const struct facts *defaults;
    moment (*clock)(void *ctx);
    void *clock_ctx;
    bool (*stopped)(void); /* a signal came; those that set it are let through while the server waits */
};

/* Serves until ask->stopped. 0 when that was so, and all that had begun was answered. */
int server_run(const struct server_ask *ask, struct err *err) __attribute__((warn_unused_result));

#endif
