#ifndef KENPIN_NETWORK_H
#define KENPIN_NETWORK_H

#include "ui/cli/context.h"

/* What commands share that ask others over the network. */

/* ERR_INPUT with --offline. */
int network_allowed(const struct context *ctx, struct err *err) __attribute__((warn_unused_result));

/* The file of certificates that the environment names as curl's and OpenSSL's own tools know it; NULL = the system's.
 */
const char *network_certificates(void);

/* DATA/sources: the user's own descriptions. */
int network_sources(const struct context *ctx, char out[CONTEXT_PATH_MAX + 16], struct err *err)
    __attribute__((warn_unused_result));

/* A folder that only this process uses, and its removal; it must be empty by then. */
#define NETWORK_SCRATCH_MAX 1024
int network_scratch(char out[NETWORK_SCRATCH_MAX], struct err *err) __attribute__((warn_unused_result));
void network_scratch_remove(const char *folder);

#endif
