#ifndef KENPIN_AUDIT_PICTURES_H
#define KENPIN_AUDIT_PICTURES_H

#include "app/scan/pictures.h"
#include "ui/audit/box.h"

/* The pictures of a row: their codes become the box's, each with the picture it was read from. */

/* `folder`: what the names are below of; one that leads out of it is not opened. ERR_INPUT when a picture could not
 * be looked at, so that the row must not be judged; one without a code is noted. `eyes` are one thread's own. */
int pictures_read(struct audit_box *box, struct pictures *eyes, const char *folder, struct err *err)
    __attribute__((warn_unused_result));

#endif
