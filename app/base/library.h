#ifndef KENPIN_LIBRARY_H
#define KENPIN_LIBRARY_H

#include <stddef.h>

#include "app/base/err.h"

/* Shared libraries that are loaded when something needs them, because loading them at start-up would cost every check
 * more than the check itself. They stay until the process ends. */

struct library_call {
    const char *name; /* as the library exports it */
    size_t at;        /* offset in the struct that takes the addresses */
};

struct library {
    const char *file;    /* "libxml2.so.2" */
    const char *package; /* Debian's name */
    struct words what;   /* "libxml2, which reads pages" */
    const struct library_call *call;
    size_t calls;
};

/* Fills the struct at `to` with the addresses of all calls; ERR_IO where the library or one of them is not there, and
 * says what to install. */
int library_load(const struct library *l, void *to, struct err *err) __attribute__((warn_unused_result));

#endif
