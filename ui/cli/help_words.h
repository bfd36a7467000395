#ifndef KENPIN_HELP_WORDS_H
#define KENPIN_HELP_WORDS_H

#include "ui/cli/option.h"

/* What help and the man pages say beside the commands' own words. */

struct help_item {
    const char *name;
    struct words says;
};

extern const struct words help_words_about;        /* the program in one line */
extern const struct words help_words_advice;       /* what it is not */
extern const struct help_item help_words_status[]; /* each ended by an item without a name */
extern const struct help_item help_words_environment[];
extern const struct help_item help_words_files[];
extern const struct words help_words_config[]; /* paragraphs; ended by an empty one */

/* "--market gb|ni|jp[,...]" */
#define HELP_OPTION_TEXT 128
const char *help_words_option(const struct option *o, char out[HELP_OPTION_TEXT]);
/* "requires_star = N", as the config file has it */
const char *help_words_key(const struct option *o, char out[HELP_OPTION_TEXT]);

#endif
