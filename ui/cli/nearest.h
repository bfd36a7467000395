#ifndef KENPIN_NEAREST_H
#define KENPIN_NEAREST_H

#include <stdbool.h>

/* The known word that a mistyped one is nearest to, if any is near. */

struct nearest {
    const char *typed; /* borrowed */
    int distance;      /* of the best so far: letters to put in, take out, change or swap */
};

struct nearest nearest_to(const char *typed);

/* True when `known` is near enough, and nearer than every word tried before. */
bool nearest_try(struct nearest *n, const char *known);

#endif
