#ifndef KENPIN_REVOCATIONS_FILE_H
#define KENPIN_REVOCATIONS_FILE_H

#include "app/label/revocations.h"

/* revocations.csv: the shop's own revocations. CSV with a heading `number` and, optional, `scheme` (jc-star or cls;
 * empty: both), `reason` and `date`.
 *
 * Nothing in it is ever passed over: a file that cannot be read to its end, a word that is no scheme, a date that is
 * none, a row without a number is an error, and the caller must not check then. A missing file is no revocation;
 * out->file is NULL then. A link that leads nowhere is an error. */
int revocations_file_read(const char *path, struct revocations *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
