#ifndef KENPIN_DATES_H
#define KENPIN_DATES_H

#include "app/base/day.h"
#include "app/base/err.h"

/* Days as lists write them: 2026-05-21, 2026/5/21, 2026.5.21, 2026年5月21日, 令和8年5月21日, R8.5.21, 21 May 2026,
 * May 21, 2026, Excel serials (46163), each with a time behind it or without; and from-to. 05/06/2026 is two days, and
 * so none. */

enum dates_end { DATES_FIRST, DATES_LAST }; /* which end of a period counts */

/* *out is 0 when `text` (valid UTF-8) is no day, or has no such end. */
int dates_read(const char *text, enum dates_end end, day *out, struct err *err) __attribute__((warn_unused_result));

/* The day that a serial number means, of this century or the last; 0 when `text` is none. `from_1904`: of a workbook
 * that counts from 1904-01-01. */
day dates_serial(const char *text, bool from_1904);

#endif
