#ifndef KENPIN_HELP_COMPLETION_H
#define KENPIN_HELP_COMPLETION_H

#include <stdio.h>

/* The completion of bash, as a script: commands, options, and the words that options choose from. */
void help_completion_bash(FILE *out);

#endif
