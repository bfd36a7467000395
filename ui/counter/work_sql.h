#ifndef KENPIN_WORK_SQL_H
#define KENPIN_WORK_SQL_H

#include "ui/counter/work.h"

/* One statement on counter.db, its values bound in their order. For the files of work.h. */
struct work_sql {
    struct work *w;
    sqlite3_stmt *stmt;
    int bound;
    bool bad; /* a value could not be bound */
};

int work_error(struct work *w, struct err *err); /* err from what SQLite last said. Returns -1 */
int work_run(struct work *w, const char *sql, struct err *err) __attribute__((warn_unused_result));

/* work_end is safe after a failure of work_query too. */
int work_query(struct work *w, struct work_sql *q, const char *sql, struct err *err)
    __attribute__((warn_unused_result));
void work_number(struct work_sql *q, int64_t number);
void work_text(struct work_sql *q, const char *text);
void work_bytes(struct work_sql *q, const void *bytes, size_t size); /* NULL is SQL NULL */
int work_step(struct work_sql *q, bool *row, struct err *err) __attribute__((warn_unused_result));
void work_column(struct work_sql *q, int column, char *out, size_t room); /* text, cut; "" when it is none */
void work_end(struct work_sql *q);
int work_do(struct work_sql *q, struct err *err) __attribute__((warn_unused_result)); /* one step, and its end */

#endif
