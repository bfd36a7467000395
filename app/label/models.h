#ifndef KENPIN_MODELS_H
#define KENPIN_MODELS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* The model names of one registry entry, split out of their cell (domain rules in matching: separators, series,
 * ranges). */

enum model_kind {
    MODEL_NONE,
    MODEL_EXACT,
    MODEL_SERIES, /* STARELINKシリーズ, GYES2〜4, ER-1*: `norm` is the stem, what comes before the open part */
};

struct model {
    enum model_kind kind;
    char *raw;  /* owned; as the registry writes it */
    char *norm; /* owned; normal form (of the stem, for a series) */
};

struct models {
    struct model *item; /* owned */
    size_t count;
};

#define MODELS_MAX      4096 /* of one entry */
#define MODEL_BYTES_MAX 512  /* of one name */

/* Splits a cell, or adds one name that is known to be one. Empty names are dropped. */
int models_split(struct models *to, const char *cell, struct err *err) __attribute__((warn_unused_result));
int models_add(struct models *to, const char *name, struct err *err) __attribute__((warn_unused_result));
void models_clear(struct models *m);

/* The series begins like `norm_model` (normal form), or the model like it: a member of what stands before シリーズ, the
 * stem and a number within the range, what stands before the first wildcard; also when that holds only for letters and
 * digits. Never for MODEL_EXACT, nor for a stem without letter or digit. This is never a match, only `series-only`. */
bool models_series_like(const struct model *m, const char *norm_model);

#endif
