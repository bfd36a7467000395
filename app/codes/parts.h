#ifndef KENPIN_PARTS_H
#define KENPIN_PARTS_H

#include "app/codes/symbol.h"

/* Messages that are spread over several symbols: structured append of QR (ISO/IEC 18004, clause 8) and of Data Matrix
 * (ISO/IEC 16022, 5.6). A part by itself says nothing: the address that it begins may go on elsewhere. */

#define PARTS_MAX 16

/* The symbols that make up the message of which `n` is a part, in its order. False when one is missing, or two stand
 * for the same part and differ, or a QR code's parity says that they do not belong together. */
bool parts_find(const struct symbols *all, size_t n, size_t order[PARTS_MAX]);

/* What symbol_part's `message` is called of this symbol: "parity", or of a Data Matrix "file". */
const char *parts_message_name(const struct symbol *s);

/* Whether both are parts of one message, as far as they say. */
bool parts_same(const struct symbol *a, const struct symbol *b);

/* The whole message as one symbol, which lies where its first part does. ERR_INPUT where it is longer than a code may
 * be. */
int parts_join(const struct symbols *all, const size_t order[PARTS_MAX], struct symbol *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
