#ifndef KENPIN_IMPORT_H
#define KENPIN_IMPORT_H

#include "cache/labels.h"
#include "cache/registry/headings.h"
#include "cache/registry/input.h"

/* A registry file into the cache: table, headings, fields, rows. All or nothing. */

enum form { FORM_NONE /* by the name and the first bytes */, FORM_CSV, FORM_XLSX, FORM_HTML, FORM_JSON };

struct import_ask {
    const char *path;
    enum scheme scheme;
    enum form form;
    const char *base; /* HTML: the page's own address, which its links are relative to; NULL = not known */
    moment as_of;     /* 0 = the file's own time */
    moment now;
    const char *columns;            /* path of a {"field": "heading"} file, or NULL */
    const struct columns *headings; /* the same, read already; NULL = none */
    const char *source;             /* what the copy is said to come from; NULL = the file's name */
    bool demo;
    bool preview;                                         /* say what would change, and change nothing */
    const char *accept_shrink;                            /* see labels_options */
    int (*progress)(void *ctx, int64_t done, int64_t of); /* bytes; NULL, or other than 0 stops with ERR_STOPPED */
    void *progress_ctx;
};

struct import_result {
    struct labels_result labels;
    moment as_of;
    bool as_of_from_file;
    int64_t unclear_words, unknown_levels, unread_dates; /* kept, and said */
};

/* The reader of a file. *form stays what it is when it is said, else becomes what was found. `path` is for its name. */
int import_table(struct input *in, const char *path, const char *base, enum form *form, struct table *out,
                 struct err *err) __attribute__((warn_unused_result));

/* The one entry of a page, put nowhere: `out` and its texts are the caller's. ERR_INPUT when there is none, or when
 * there are several. */
int import_entry(const struct import_ask *ask, struct entry *out, char digest[INPUT_DIGEST_TEXT], struct err *err)
    __attribute__((warn_unused_result));

int import_file(struct db *db, const struct import_ask *ask, struct import_result *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
