#ifndef KENPIN_READERS_H
#define KENPIN_READERS_H

#include "app/scan/pictures.h"

/* Eyes for many threads: as many as the machine has cores, each reading one picture at a time, apart from the counter.
 * Open them before there are threads. */

struct readers;

/* `ask`: of each; its `jobs` says how many, `apart` is set here. */
int readers_open(const struct pictures_ask *ask, struct readers **out, struct err *err)
    __attribute__((warn_unused_result));

/* Reads one. 1: all were busy for `patience_ms`. Else out->failed and out->err say what was wrong with the picture;
 * out->reading is the caller's (reading_clear). */
int readers_read(struct readers *r, const struct picture *picture, int64_t patience_ms, struct picture_result *out,
                 struct err *err) __attribute__((warn_unused_result));

void readers_close(struct readers *r); /* NULL is fine; nobody may be reading */

#endif
