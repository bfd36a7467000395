#ifndef KENPIN_HELP_TEXT_H
#define KENPIN_HELP_TEXT_H

#include "ui/cli/command.h"

/* Help on stdout. `words`: a command's, a group's, "config", or none. Returns the exit status. */
int help_text_for(struct context *ctx, const char *const *words, size_t count);

#endif
