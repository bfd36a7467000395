#ifndef KENPIN_SCAN_H
#define KENPIN_SCAN_H

#include "app/scan/geometry.h"
#include "app/scan/pyramid.h"
#include "app/scan/reader.h"

/* What the stages of reading one picture share. A stage gets a struct scan, adds hits, and asks scan_over() between
 * any two pieces of work that take longer than a millisecond. */

#define SCAN_HITS_MAX     512 /* of all stages together, before the doubles go */
#define SCAN_SUSPECTS_MAX 256

struct scan_hit {
    struct symbol symbol; /* with its corners where quad has them */
    enum stage stage;
    bool has_quad;
    struct quad quad; /* in pixels of the picture, from the code's own top left, clockwise */
    int lines;        /* linear codes: scan lines that agree on it; QR and Data Matrix, which check themselves: 1 */
};

/* A place that looks like a code and was not read yet. */
struct scan_suspect {
    enum stage stage; /* what kind: the stage that found it */
    struct quad quad;
};

struct scan {
    const struct reader_ask *ask;
    const struct pyramid *pyramid;
    int64_t started_us;
    bool crowded;                      /* as struct reading has it */
    size_t hits_count, suspects_count; /* what comes after the most is left out */
    struct scan_hit hit[SCAN_HITS_MAX];
    struct scan_suspect suspect[SCAN_SUSPECTS_MAX];
};

/* The time is spent, or what is asked for is there: stop, with what was found. */
bool scan_over(const struct scan *scan);

bool scan_out_of_time(const struct scan *scan);

/* What is asked for is there. */
bool scan_has_all(const struct scan *scan);

/* Whether a hit lies over the point: nothing more to read there. */
bool scan_covers(const struct scan *scan, struct point at);

/* Takes the symbol over, whatever comes of it. */
void scan_add(struct scan *scan, struct scan_hit *hit);

void scan_suspect(struct scan *scan, enum stage stage, const struct quad *quad);

/* The stages of our own; each leaves err alone when it only found nothing. */
int qr_stage(struct scan *scan, struct err *err) __attribute__((warn_unused_result));
int linear_stage(struct scan *scan, struct err *err) __attribute__((warn_unused_result));
int matrix_stage(struct scan *scan, struct err *err) __attribute__((warn_unused_result));

#endif
