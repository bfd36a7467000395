#ifndef KENPIN_AUDIT_REPORT_H
#define KENPIN_AUDIT_REPORT_H

#include "ui/audit/files.h"

/* Results that are made when all rows are there: from the finished CSV and what it was counted to. Each is written
 * beside its place and then put there whole. */
struct report {
    const struct files *files;
    const struct audit_shape *shape;
    const struct line_map *map;
    const struct sum *sum;
    const struct sum_head *head;
    moment now;
    int fail_on; /* see exit.h */
};

#define REPORT_XLSX_ROWS_MAX 1048575 /* as many as a sheet has below its headings */

int report_xlsx(const struct report *r, const char *path, struct err *err) __attribute__((warn_unused_result));
int report_html(const struct report *r, const char *path, struct err *err) __attribute__((warn_unused_result));
int report_junit(const struct report *r, const char *path, struct err *err) __attribute__((warn_unused_result));

/* The headings of the finished list. */
size_t report_headings(const struct report *r, const char *heading[LINE_CELLS_MAX], char own[AUDIT_RESULTS_MAX][40]);

/* A file beside `path`, to be put in its place: NULL when it cannot be made. `name` receives its own. */
FILE *report_open(const char *path, char name[FILES_PATH_MAX], struct err *err);
int report_done(FILE *out, const char *name, const char *path, struct err *err) __attribute__((warn_unused_result));

void report_escaped(FILE *out, const char *text); /* for HTML and XML: control characters become spaces */

#endif
