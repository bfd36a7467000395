#ifndef KENPIN_CONTEXT_H
#define KENPIN_CONTEXT_H

#include <signal.h>

#include "app/evidence/ledger.h"
#include "app/label/revocations.h"
#include "cache/db.h"
#include "ui/cli/config.h"
#include "ui/show/show.h"

/* What every command works with: where the data is, the language, the moment. Only here does the program read its
 * environment and the clock. */

#define CONTEXT_PATH_MAX 3072 /* bytes of the data folder's name */

struct command;

/* The options of all commands. */
struct globals {
    const char *data;
    int lang;
    moment as_if;
    bool offline, help, version;
};

extern const struct option context_options[]; /* targets in struct globals */

struct context {
    const struct command *command;
    const void *call;        /* the command's options, filled */
    const char *const *args; /* the command's arguments */
    size_t count;
    enum lang lang;
    moment as_if; /* 0 = by the clock */
    bool offline; /* no network */
    char data[CONTEXT_PATH_MAX];
    struct config config;
    struct option_keep keep; /* of arguments normalised later */
};

/* --lang, else the config file's, else LC_ALL, LC_MESSAGES or LANG. */
enum lang context_lang(int said, int config);

/* The data folder: said, else by the environment. */
int context_data(const char *said, char out[CONTEXT_PATH_MAX], struct err *err) __attribute__((warn_unused_result));

/* The config file by the environment. */
int context_config(struct config *out, struct err *err) __attribute__((warn_unused_result));

/* Now, or what a rehearsal takes for it. */
moment context_now(const struct context *ctx);

/* An argument as the program takes it; see option_text. *out lives as long as ctx. */
int context_text(struct context *ctx, const char *shown, const char *arg, const char **out, struct err *err)
    __attribute__((warn_unused_result));

/* Makes the data folder when it is not there. */
int context_make_data(const struct context *ctx, struct err *err) __attribute__((warn_unused_result));

/* cache.db and evidence.db of the data folder; the folder is made when they are to be written. A damaged cache that was
 * set aside is said on stderr. */
int context_open_cache(struct context *ctx, enum db_mode mode, struct db *out, struct err *err)
    __attribute__((warn_unused_result));
void context_close_cache(struct context *ctx, struct db *db);
int context_open_ledger(struct context *ctx, bool create, struct ledger **out, struct err *err)
    __attribute__((warn_unused_result));

/* The shop's own revocations, DATA/revocations.csv; empty (no `file`) when there is none. Whoever checks reads it, and
 * checks nothing when this fails. */
int context_revocations(const struct context *ctx, struct revocations *out, struct err *err)
    __attribute__((warn_unused_result));

/* After an import: confirmations that a lost cache had come back from evidence.db. Says how many. */
int context_restore(struct context *ctx, struct db *db, struct err *err) __attribute__((warn_unused_result));

/* "kenpin: " and what went wrong, on stderr. Returns the exit status for it. */
int context_fail(const struct context *ctx, const struct err *err);

/* The same of a file: its name stands before what went wrong, unless that names it already. */
int context_fail_in(const struct context *ctx, const char *file, const struct err *err);

/* A line on stderr, or on stdout; both formats take the same arguments. What stands in them is made safe to show. */
void context_note(const struct context *ctx, const char *en, const char *ja, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));
void context_say(const struct context *ctx, const char *en, const char *ja, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

struct show_style context_style(const struct context *ctx); /* of stdout */

/* For what takes long: a count on stderr when that is a terminal. Returns other than 0 after Ctrl-C. */
struct context_progress {
    const struct context *ctx;
    bool shown;
    int percent;
};

struct context_progress context_progress_begin(const struct context *ctx);
int context_progress(void *progress, int64_t done, int64_t of);
void context_progress_hide(struct context_progress *p); /* before a note; it comes again with the next count */
void context_progress_end(struct context_progress *p);  /* clears its line */
bool context_stopped(void);                             /* Ctrl-C came since the beginning */

#endif
