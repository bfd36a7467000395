#ifndef KENPIN_PICTURES_H
#define KENPIN_PICTURES_H

#include "app/scan/reader.h"

/* Pictures in, codes out, each read in a locked-down process of its own (worker.h): whatever a picture does to a
 * decoder costs that picture alone. The one way in for every command, the camera and the audit.
 *
 * Pictures are put in and results come back in the same order; only a few are under way at a time, so that memory does
 * not grow with their number. Processes are made when the first picture comes. One thread at a time; threads that each
 * have their own do not disturb each other. */

#define PICTURES_MEMORY_MB   1024u  /* 100 million pixels of a progressive JPEG take some 800 */
#define PICTURES_PATIENCE_MS 10000u /* for what no budget bounds: 64 MB to decode */
#define PICTURES_ENDLESS_MS  60000u /* for a picture without a budget */
#define PICTURES_JOBS_MAX    64u

struct pictures_ask {
    struct reader_ask reader; /* now_us must be given */
    unsigned jobs;            /* processes at most; 0 as 1 */
    bool whole;         /* to be judged: a picture that was not looked at whole fails, as the rest may say otherwise */
    bool apart;         /* they are made by a process of their own: for many pictures, for long, with threads */
    uint32_t memory_mb; /* that a process may have for its picture; 0 = PICTURES_MEMORY_MB */
    uint32_t patience_ms;  /* beyond the budget, then the process is ended; 0 = PICTURES_PATIENCE_MS */
    bool (*stopped)(void); /* Ctrl-C came; may be NULL. Asked at least ten times a second */
    const char *programs; /* folders where those are that draw PDFs, as $PATH has them; borrowed, NULL = the system's */
    reader *read;         /* NULL: reader_read */
};

enum picture_kind { PICTURE_NONE, PICTURE_FILE, PICTURE_BYTES, PICTURE_FRAME, PICTURE_PDF };

struct picture {
    enum picture_kind kind;
    const char *name;       /* the path of a file or a PDF; of others, for messages */
    unsigned page;          /* of a PDF, from 1 */
    const uint8_t *bytes;   /* of a picture file, or the grey pixels of a frame */
    size_t size;            /* of `bytes`; for a frame width * height */
    uint32_t width, height; /* of a frame */
    bool only_if_known;     /* leave out a file that does not begin as a picture */
    bool pixels;            /* the grey picture comes back with the result */
};

struct picture_result {
    const char *name; /* of a page of a PDF "note.pdf#2" */
    bool left_out;    /* only_if_known: it is none */
    bool failed;
    struct err err; /* why */
    struct reading reading;
    uint32_t width, height; /* of what is stored, to which corners belong */
    uint8_t shrunk, turn;   /* as struct image has them */
    unsigned dpi;           /* that the page of a PDF was drawn at; else 0 */
    double ms;              /* loading and reading took */
    struct image image;     /* where it was asked for */
};

struct pictures;

int pictures_open(const struct pictures_ask *ask, struct pictures **out, struct err *err)
    __attribute__((warn_unused_result));

/* Whether one more must wait until pictures_next took one out; pictures_put is a fault then. */
bool pictures_full(const struct pictures *p);

/* Copies what it needs. A page of a PDF is drawn meanwhile (pdf.h), which takes as long as that takes; ERR_STOPPED may
 * come of it. */
int pictures_put(struct pictures *p, const struct picture *picture, struct err *err)
    __attribute__((warn_unused_result));

/* Waits for the result of the picture that was put first; *out is NULL when none is left. It is borrowed until the next
 * call of any; what it owns may be taken out. -1 is no picture's failure, but that none can be read here, or
 * ERR_STOPPED; then pictures_close is all that is left. */
int pictures_next(struct pictures *p, struct picture_result **out, struct err *err) __attribute__((warn_unused_result));

/* How many pages a PDF has. ERR_STOPPED after Ctrl-C; any other failure is an answer: what is so with the file. */
int pictures_pdf_pages(struct pictures *p, const char *path, size_t *pages, struct err *err)
    __attribute__((warn_unused_result));

/* Ends all processes; safe on NULL. */
void pictures_close(struct pictures *p);

/* The same where the program ends too: they are killed, and nobody waits until the system has cleared them away, which
 * would be a tenth of the time that one small picture takes. */
void pictures_leave(struct pictures *p);

#endif
