#ifndef KENPIN_SNAPSHOT_LINE_H
#define KENPIN_SNAPSHOT_LINE_H

#include "cache/registry/snapshot.h"

/* One line of a snapshot or delta. For snapshot.c. */

#define SNAPSHOT_FIELDS_MAX 20

struct snapshot_line {
    char *bytes; /* owned; without the line's end */
    size_t size, room;
};

void snapshot_line_clear(struct snapshot_line *l);
void snapshot_line_begin(struct snapshot_line *l);
int snapshot_line_text(struct snapshot_line *l, const char *text, struct err *err) __attribute__((warn_unused_result));
int snapshot_line_raw(struct snapshot_line *l, const char *line, size_t size, struct err *err)
    __attribute__((warn_unused_result)); /* a whole line, escaped as it is */
int snapshot_line_number(struct snapshot_line *l, int64_t number, struct err *err) __attribute__((warn_unused_result));

int snapshot_line_write(struct snapshot_line *l, const struct labels_record *r, struct err *err)
    __attribute__((warn_unused_result));

/* Splits a line in place into at most SNAPSHOT_FIELDS_MAX fields; 0 when there are more. */
size_t snapshot_line_split(char *line, char *field[SNAPSHOT_FIELDS_MAX]);
bool snapshot_line_whole(const char *text, int64_t most, int64_t *out); /* a number from 0 to `most` */
/* The record of a split line; its strings are those of the line, unescaped in place. False at anything unsound. */
bool snapshot_line_read(char *const *field, size_t count, enum scheme scheme, struct snapshot_record *out);

#endif
