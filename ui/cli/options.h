#ifndef KENPIN_OPTIONS_H
#define KENPIN_OPTIONS_H

#include "ui/cli/option.h"

/* A command line against tables of options. Options may stand anywhere; `--` ends them. */

struct option_set {
    const struct option *options; /* ended by one without a name; NULL ends a list of sets */
    void *call;                   /* what the options fill */
};

#define OPTIONS_SETS_MAX 4

struct options {
    char **args; /* owned array, borrowed strings: what is no option, in order */
    size_t count;
    struct option_keep keep;
};

/* `command` is for messages: "check", or NULL when none is known yet. */
int options_parse(const struct option_set sets[OPTIONS_SETS_MAX], const char *command, int argc, char **argv,
                  struct options *out, struct err *err) __attribute__((warn_unused_result));
void options_clear(struct options *o);

/* The first words that are no options, to find the command by: up to `most` of them. `tables` are those of all
 * commands, ended by NULL: what takes an argument has to be known before the command is. */
size_t options_words(const struct option *const *tables, int argc, char **argv, const char **words, size_t most);

/* The table's option of that name, NULL for none. `size` bytes of `name` count. */
const struct option *options_find(const struct option *table, const char *name, size_t size);

#endif
