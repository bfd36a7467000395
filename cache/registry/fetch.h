#ifndef KENPIN_FETCH_H
#define KENPIN_FETCH_H

#include "cache/registry/input.h"
#include "cache/registry/source.h"

/* One file over https: certificates checked, hosts of the description only, redirects among them only, bounded in bytes
 * (after decompression too), in time and in slowness. Proxies as curl takes them from its environment. */

#define FETCH_REDIRECTS_MAX 5
#define FETCH_TAG_MAX       256
#define FETCH_PATH_MAX      4096

struct fetch_ask {
    const struct source *source; /* whose hosts */
    const char *address;
    const char *path;           /* the file it becomes, when it came whole; until then PATH.part */
    const char *etag, *changed; /* only if it is no longer that; NULL = whatever it is */
    const char *ca;             /* certificates that are trusted, a PEM file; NULL = the system's */
    int64_t most;               /* bytes */
    int seconds;                /* for all of it, redirects too */
    int64_t ms;                 /* the same, where a second is too coarse; 0 = `seconds` counts */
    input_progress *progress;   /* may be NULL */
    void *progress_ctx;
};

struct fetch_answer {
    long status;                                      /* HTTP's; 0 = none came */
    bool unchanged;                                   /* 304: no file was written */
    char address[SOURCE_ADDRESS_MAX];                 /* behind the redirects */
    char etag[FETCH_TAG_MAX], changed[FETCH_TAG_MAX]; /* ETag, Last-Modified; "" = none */
    int64_t age;                                      /* seconds it stood in somebody's cache */
    int64_t retry_after;                              /* seconds the server asked to wait; 0 = nothing said */
    int64_t bytes;
    int64_t spent_ms;
    int requests;
};

struct fetch; /* connections that are kept from one file to the next */

int fetch_open(struct fetch **out, struct err *err) __attribute__((warn_unused_result));
void fetch_close(struct fetch *f); /* NULL is fine */

/* 0 with the file in place, or unchanged. -1 with why; `out` says what came in that case too. */
int fetch_file(struct fetch *f, const struct fetch_ask *ask, struct fetch_answer *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
