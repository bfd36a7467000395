#ifndef KENPIN_WORKER_LOCK_H
#define KENPIN_WORKER_LOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* What a process gives up before it looks at a picture: it may compute, have memory, read what it holds and answer.
 * Everything else ends it (seccomp(2)): no file to open, no network, no process, no program. */

#define WORKER_LOCK_SOCKET 3 /* the one descriptor it may write to */

/* Built with the sanitizers: more is allowed, as their reports and their memory need it, and their words are let out.
 */
extern const bool worker_lock_loose;

/* Makes the list of what is allowed, for processes forked from this one. */
int worker_lock_prepare(struct err *err) __attribute__((warn_unused_result));

/* Adds threads to what is allowed, for this process alone, before it is locked: decoders of HEIC and AVIF start them
 * whatever they are told. They are locked in as it is. */
int worker_lock_allow_threads(struct err *err) __attribute__((warn_unused_result));

/* There is no way back. `memory`: bytes it may have beyond what it has now. */
int worker_lock(size_t memory, struct err *err) __attribute__((warn_unused_result));

#endif
