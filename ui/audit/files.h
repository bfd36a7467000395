#ifndef KENPIN_AUDIT_FILES_H
#define KENPIN_AUDIT_FILES_H

#include "ui/audit/source.h"
#include "ui/audit/sum.h"

/* Where an audit's results go, and how it is taken up again. Rows are written to the CSV file (one that is removed at
 * the end, where none was asked for) and to the JSON lines as they are done; workbook, page and JUnit are made from the
 * finished CSV. Beside the first file stands FILE.resume while the audit is under way: what it is an audit of, and how
 * far it has come. */

enum out_kind { OUT_NONE, OUT_CSV, OUT_JSONL, OUT_XLSX, OUT_HTML, OUT_JUNIT, OUT_KINDS };

#define FILES_PATH_MAX 4096
#define FILES_ID_TEXT  33

struct files {
    const char *path[OUT_KINDS]; /* borrowed; NULL = not asked for */
    bool to_stdout;              /* rows of CSV to stdout: no file at all */
    bool none;                   /* no rows anywhere: a summary alone */
    char csv[FILES_PATH_MAX], state[FILES_PATH_MAX];
    bool csv_is_ours; /* to be removed at the end */
    int csv_fd, jsonl_fd, state_fd;
    int64_t csv_at, jsonl_at; /* bytes of whole rows */
    int64_t rows, seq;        /* done with; of the last record among them */
    int64_t marked_ms;        /* when the state was written last */
    char id[FILES_ID_TEXT];   /* of the audit */
};

/* The paths of --out (several in one with commas, where each has a known ending). None of `inputs`, ended by
 * NULL, may be among them. */
int files_plan(struct files *f, char **paths, size_t count, const char *const *inputs, struct err *err)
    __attribute__((warn_unused_result));
/* `what`: everything that makes this audit this one. With `resume` the rows that are there already stay, and `rows`
 * says how many; without it, or where there is nothing to take up, all begins anew. */
int files_begin(struct files *f, const struct audit_shape *shape, const char *what, bool resume, struct err *err)
    __attribute__((warn_unused_result));
int files_write(struct files *f, const struct buffer *csv, const struct buffer *jsonl, int64_t rows, int64_t last_seq,
                struct err *err) __attribute__((warn_unused_result));
/* How far it has come, into the state. files_write does so from time to time. */
int files_mark(struct files *f, struct err *err) __attribute__((warn_unused_result));
/* All rows are on disk: nothing is left to take up. Removes what was only needed on the way. */
int files_end(struct files *f, struct err *err) __attribute__((warn_unused_result));
void files_close(struct files *f); /* safe after files_plan, and twice */

/* Lines of the CSV that are there already, without the headings. */
int files_each(const struct files *f, int (*each)(void *ctx, const char *const *cell, size_t count, struct err *err),
               void *ctx, struct err *err) __attribute__((warn_unused_result));

#endif
