#ifndef KENPIN_MIRROR_WEB_H
#define KENPIN_MIRROR_WEB_H

#include "cache/registry/gather.h"
#include "cache/registry/mirror.h"

/* The files of a mirror over the network, by a source description of the form kenpin. */

struct mirror_web {
    struct fetch *fetch;          /* borrowed */
    const struct gather_ask *ask; /* source, folder, ca, seconds, progress */
    struct fetch_answer answer;   /* the last one */
    int requests;
};

/* For struct mirror_get: `ctx` is a struct mirror_web. */
int mirror_web_get(void *ctx, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
    __attribute__((warn_unused_result));

/* The keys that the description trusts. ERR_INPUT when it has none, or no address. */
int mirror_web_trusted(const struct source *s, struct minisign_public out[MIRROR_TRUSTED_MAX], size_t *count,
                       struct err *err) __attribute__((warn_unused_result));

#endif
