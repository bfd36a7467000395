#ifndef KENPIN_LINEAR_GUARDS_H
#define KENPIN_LINEAR_GUARDS_H

#include <stdbool.h>
#include <zbar.h>

#include "app/scan/linear_edges.h"

/* An EAN or UPC within a line: guards of bars and spaces of one module at its ends and in its middle (GS1 General
 * Specifications 5.2.3), paper on either side, and the right number of elements between. What is known of the guards
 * sets the line right: bars that ink has spread or light has drowned, and modules that shrink from one end to the
 * other. */

#define GUARDS_KINDS 4

struct guards_code {
    zbar_symbol_type_t type;   /* ZBAR_EAN13 for a UPC-A too */
    struct linear_edges edges; /* of it alone, set right but for the first and the last one */
};

/* The code of kind `kind` (0 to GUARDS_KINDS - 1) that begins at this edge; false when there is none. */
bool linear_guards_find(const struct linear_edges *edges, int first, int kind, struct guards_code *out);

#endif
