#ifndef KENPIN_LINK_H
#define KENPIN_LINK_H

#include "app/codes/gtin.h"

/* GS1 Digital Link: https://host/01/<gtin>[/22/..][/10/..][/21/..]?17=... on any host; the path names the GTIN. */

/* The GTIN that an address names. GTIN_NOT when it is no Digital Link; `digits` receives the digits as they stand
 * there, `out` the GTIN when they are good. */
enum gtin_trouble link_read(const char *text, char digits[GTIN_TEXT], char out[GTIN_TEXT]);

#endif
