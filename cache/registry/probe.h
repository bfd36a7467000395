#ifndef KENPIN_PROBE_H
#define KENPIN_PROBE_H

#include "cache/registry/import.h"

/* How a list would be read, without a database: which table of it, which heading is which field, its first rows. */

struct probe_ask {
    const char *path;
    enum scheme scheme; /* SCHEME_NONE: its words are not judged */
    enum form form;
    const char *columns;            /* as in struct import_ask */
    const struct columns *headings; /* likewise */
    moment as_of;
    size_t rows; /* how many are told */
};

/* Where what is seen is told, headings first; any may be NULL. All is borrowed until the call returns. */
struct probe_sink {
    void *ctx;
    /* `field` is the plain name of the field that the column is; NULL when it is none. `known`: a heading that is
     * known, and not kept. */
    void (*heading)(void *ctx, size_t column, const char *text, const char *field, bool known);
    void (*row)(void *ctx, const struct label_row *row);
};

struct probe_result {
    enum form form;
    int64_t line;      /* of the headings */
    struct words unit; /* what it counts */
    size_t view;       /* which table of the file, from 0 */
    bool turned;       /* headings in the first column */
    unsigned missing;  /* bit set of fields that have no column */
    int64_t rows, unclear_words, unknown_levels, unread_dates;
};

int probe_file(const struct probe_ask *ask, const struct probe_sink *sink, struct probe_result *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
