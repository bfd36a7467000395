#ifndef KENPIN_PDF_RUN_H
#define KENPIN_PDF_RUN_H

#include "app/scan/nursery.h"
#include "app/scan/pdf_complaints.h"

/* One run of a program of poppler's: what it prints is passed on as it comes, how it went is said, and it has ended
 * whatever comes of it. Nothing of it is believed. */

struct pdf_run {
    struct nursery *nursery;
    const struct poppler_call *call;
    int document; /* open for reading, at its beginning */
    int64_t (*now_us)(void);
    int64_t patience_us;
    bool (*stopped)(void); /* may be NULL */
    /* Its output, however it is cut; false: it is wrong, and no more of it is wanted. */
    bool (*take)(void *ctx, const uint8_t *bytes, size_t size);
    void *ctx;
};

enum pdf_end { PDF_END_NONE, PDF_END_DONE, PDF_END_LATE, PDF_END_WRONG, PDF_END_CRASHED, PDF_END_NOT_LOCKED };

struct pdf_ran {
    enum pdf_end end;
    int status; /* DONE: its exit status, CRASHED: the signal */
    struct pdf_complaints complaints;
};

/* -1: no such process can be made here, or ERR_STOPPED. */
int pdf_run(const struct pdf_run *run, struct pdf_ran *out, struct err *err) __attribute__((warn_unused_result));

#endif
