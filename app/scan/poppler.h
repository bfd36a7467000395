#ifndef KENPIN_POPPLER_H
#define KENPIN_POPPLER_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "app/base/err.h"

/* Poppler's programs, which know what stands on a page of a PDF. They are not linked: one is a process of its own,
 * locked in (poppler_lock.h), with the document as its standard input and pipes as its outputs, and draws one page.
 * Nothing but reading PDFs wants them, so that they need not be there. */

enum poppler_program { POPPLER_NONE, POPPLER_INFO, POPPLER_DRAW };

/* Goes from process to process as it is. */
struct poppler_call {
    enum poppler_program program;
    char file[PATH_MAX];  /* the program */
    unsigned first, last; /* pages */
    double dpi;
    unsigned memory_mb, seconds; /* that it may use */
};

/* What it leaves with when it never became the program. */
enum poppler_exit { POPPLER_EXIT_NOT_LOCKED = 125, POPPLER_EXIT_NOT_STARTED = 126 };

/* The program in the first folder of `folders` that has it, apart by colons as $PATH has them; NULL or "" are the
 * system's own. Names of folders that do not begin with / are passed by: what they lead to depends on where one stands,
 * which may be a folder that somebody sent. ERR_INPUT: it is not there, and what to install. */
int poppler_find(enum poppler_program program, const char *folders, char file[PATH_MAX], struct err *err)
    __attribute__((warn_unused_result));

/* What is needed before poppler_start, once; for processes forked from this one too. */
int poppler_prepare(struct err *err) __attribute__((warn_unused_result));

/* Forks and becomes the program, with `files` as its standard input, output and error output, which stay the caller's.
 * It ends with its maker. */
int poppler_start(const struct poppler_call *call, const int files[3], pid_t *pid, struct err *err)
    __attribute__((warn_unused_result));

/* Waits a moment for its end, as it has closed its outputs, if `over`; kills it else. How it ended, as waitpid has it.
 */
int poppler_end(pid_t pid, bool over);

#endif
