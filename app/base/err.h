#ifndef KENPIN_ERR_H
#define KENPIN_ERR_H

#include "app/base/words.h"

/* Why something of ours failed, in both languages. A bad box is a finding and no registry answer is a result; neither
 * is an error (ARCHITECTURE.md, "Three kinds of trouble"). */

enum err_code {
    ERR_NONE,
    ERR_USAGE, /* a wrong call: exit status 2 */
    ERR_INPUT, /* what was given cannot be used: exit status 1 */
    ERR_IO,    /* a file, a folder, the disk */
    ERR_DATA,  /* a database is damaged */
    ERR_NEWER, /* a database or file was written by a newer kenpin */
    ERR_MEMORY,
    ERR_STOPPED,  /* Ctrl-C */
    ERR_CONFLICT, /* what it would be was done already, otherwise */
};

#define ERR_TEXT_MAX 1024 /* bytes with the final NUL; longer text is cut at a character */

struct err {
    enum err_code code;
    char en[ERR_TEXT_MAX];
    char ja[ERR_TEXT_MAX];
};

/* Fills `err` and returns -1, so that `return err_set(...)` is the idiom. Both formats take the same arguments in the
 * same order (a Japanese one may number them, %2$s); the compiler checks both. `err` may be NULL. Say what was seen and
 * what to do. */
int err_set(struct err *err, enum err_code code, const char *en, const char *ja, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5), cold));

/* err_set for memory that could not be had. */
int err_memory(struct err *err) __attribute__((cold));

const char *err_text(const struct err *err, enum lang lang); /* borrowed from `err` */

#endif
