#ifndef KENPIN_HELP_MAN_H
#define KENPIN_HELP_MAN_H

#include "ui/cli/command.h"

/* The same as man pages, in man(7): of a command, of all when NULL. */
void help_man_command(FILE *out, const struct command *c, enum lang lang);
void help_man_all(FILE *out, enum lang lang);

#endif
