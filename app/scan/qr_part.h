#ifndef KENPIN_QR_PART_H
#define KENPIN_QR_PART_H

#include "app/codes/symbol.h"
#include "app/scan/qr_code.h"

/* Which part of a message a symbol holds (structured append; ISO/IEC 18004, clause 8), errors corrected. False when it
 * does not begin as a part, or more is wrong than can be corrected. */
bool qr_part_read(const struct qr_code *code, struct symbol_part *out);

#endif
