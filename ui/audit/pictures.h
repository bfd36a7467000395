#ifndef KENPIN_AUDIT_PICTURES_H
#define KENPIN_AUDIT_PICTURES_H

#include "ui/audit/box.h"

/* The pictures of a row: their codes become the box's, each with the picture it was read from. */

/* Before the first one, while there is one thread. */
int pictures_begin(struct err *err) __attribute__((warn_unused_result));

/* `folder`: what the names are below of; one that leads out of it is not opened, and noted. A picture that cannot be
 * read, or shows no code, is noted. */
int pictures_read(struct audit_box *box, const char *folder, struct err *err) __attribute__((warn_unused_result));

#endif
