#ifndef KENPIN_POPPLER_LOCK_H
#define KENPIN_POPPLER_LOCK_H

#include "app/scan/poppler.h"

/* What the process that draws a page gives up before it becomes poppler. That loads its libraries and fonts from files,
 * so that it may do more than a process that reads pictures (worker_lock.h): open what is the system's own, for
 * reading. It cannot write a file, reach a network, start or touch another process, or read what is the user's (where
 * the kernel has Landlock). A call that it may not make fails; ending it at once would be no safer, and some poppler
 * somewhere may try what it can do without. */

/* Makes the filter, once. */
int poppler_lock_prepare(struct err *err) __attribute__((warn_unused_result));

/* There is no way back. Nothing but system calls: see poppler.c. */
bool poppler_lock(const struct poppler_call *call);

#endif
