#ifndef KENPIN_EXIT_H
#define KENPIN_EXIT_H

#include "app/judge/facts.h"

/* The words of --fail-on, from 1. */
#define EXIT_FAIL_ON "warn|review|hold|stop|never"

/* The exit status that an outcome gives; `fail_on`: which word of --fail-on, 0 = not said. What was not judged fails
 * whatever the line. */
int exit_for(enum outcome outcome, int fail_on);

#endif
