#ifndef KENPIN_AUDIT_PICTURES_H
#define KENPIN_AUDIT_PICTURES_H

#include <limits.h>

#include "app/scan/pictures.h"
#include "ui/audit/box.h"

/* The pictures of a row, and pages of PDFs ("note.pdf" for all of them, "note.pdf#2" for one): their codes become the
 * box's, each with the picture it was read from. */

/* `folder`: what the names are below of; one that leads out of it is not opened. ERR_INPUT when a picture could not
 * be looked at, so that the row must not be judged; one without a code is noted. ERR_STOPPED after Ctrl-C. `eyes` are
 * one thread's own. */
int pictures_read(struct audit_box *box, struct pictures *eyes, const char *folder, struct err *err)
    __attribute__((warn_unused_result));

/* The file that a name below `folder` means; false when it leads out of it. One that is not there is in it, as far as
 * can be told. */
bool pictures_inside(const char *folder, const char *name, char path[PATH_MAX]);

#endif
