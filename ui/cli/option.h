#ifndef KENPIN_OPTION_H
#define KENPIN_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/day.h"
#include "app/base/err.h"

/* One option of one command. Parsing, --help, the man pages, the shell's completion and the config file's keys all come
 * from tables of these. */

enum option_kind {
    OPTION_FLAG,     /* bool */
    OPTION_TIMES,    /* int: how often it was said; takes no value */
    OPTION_TEXT,     /* const char *; NFKC, not blank, `most` bytes at most */
    OPTION_TEXTS,    /* struct option_texts; may repeat */
    OPTION_PATH,     /* const char *; bytes as typed */
    OPTION_PATHS,    /* struct option_texts; bytes as typed, may repeat */
    OPTION_WORD,     /* int: which word of `argument`, from 1, as the enums of the program count */
    OPTION_WORDS,    /* struct option_words: several of them with commas, each once */
    OPTION_NUMBER,   /* struct option_number, 0 to `most` */
    OPTION_DAY,      /* day */
    OPTION_MOMENT,   /* moment; OPTION_NOW for the word now, where `argument` offers it */
    OPTION_SINCE,    /* moment; a bare day is its beginning in UTC */
    OPTION_DURATION, /* int64_t, seconds; 90m, 24h, 7d */
};

#define OPTION_TEXTS_MAX 16
#define OPTION_WORDS_MAX 8
#define OPTION_NOW       INT64_MIN /* no moment that can be typed */

struct option_texts {
    const char *item[OPTION_TEXTS_MAX];
    size_t count;
};

struct option_words {
    int item[OPTION_WORDS_MAX];
    size_t count;
};

struct option_number {
    bool said;
    int value;
};

struct option {
    const char *name;     /* without the dashes */
    const char *argument; /* "gb|ni|jp": words to choose from; "TIME|now"; "DIR"; NULL: it takes no value */
    enum option_kind kind;
    size_t target; /* where in the command's call */
    size_t most;   /* bytes of a text, or the largest number */
    bool config;   /* may stand in the config file, under [defaults] */
    struct words help;
};

/* The strings that options point to. */
#define OPTION_KEEP_MAX 64
struct option_keep {
    char *item[OPTION_KEEP_MAX]; /* owned */
    size_t count;
};

/* Puts one value into `call`. `shown` is how the user wrote the option's name, for messages ("--role", "role"). Every
 * trouble with the value is ERR_USAGE. */
int option_set(const struct option *o, const char *shown, const char *value, void *call, struct option_keep *keep,
               struct err *err) __attribute__((warn_unused_result));

/* Typed text as the program takes it: valid UTF-8, NFKC, not blank, at most `most` bytes. *out is in `keep`. */
int option_text(const char *shown, const char *value, size_t most, struct option_keep *keep, const char **out,
                struct err *err) __attribute__((warn_unused_result));

/* The `index`th word to choose from, from 1; false when there are no more. */
#define OPTION_CHOICE_TEXT 32
bool option_choice(const struct option *o, int index, char out[OPTION_CHOICE_TEXT]);

void option_keep_clear(struct option_keep *keep);

#endif
