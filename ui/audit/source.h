#ifndef KENPIN_AUDIT_SOURCE_H
#define KENPIN_AUDIT_SOURCE_H

#include "cache/registry/input.h"
#include "ui/audit/album.h"
#include "ui/audit/columns.h"

/* A list as a file: CSV, TSV, XLSX, HTML, JSON, JSON lines; or a folder of pictures. It is read once to its end before
 * anything is judged, so that a file that cannot be read whole leaves no record behind, and so that it is known how
 * much there is. */
struct source {
    struct input in;
    struct table table;
    struct audit_columns columns; /* as wide as the widest row */
    int64_t rows;
    bool is_folder;
    struct album_seen album; /* of a folder */
    struct stat seen;        /* of the file or folder, when it was opened */
    char folder[4096];       /* that names of pictures are below of */
};

/* What to open: a list, or a folder as boxes of pictures. Its progress is told bytes, or files of a folder. */
struct source_ask {
    struct album_ask album;
    const struct audit_chosen *chosen; /* columns; NULL = by their headings */
};

/* *out must stay where it is. */
int source_open(const struct source_ask *ask, struct source *out, struct err *err) __attribute__((warn_unused_result));
/* ERR_INPUT when the file is not the one that was opened any more. */
int source_unchanged(const struct source *s, struct err *err) __attribute__((warn_unused_result));
/* The next row that holds anything; empty ones are not counted. */
int source_next(struct source *s, struct row *out, bool *more, struct err *err) __attribute__((warn_unused_result));
void source_close(struct source *s); /* safe on {0} and twice */

#endif
