#ifndef KENPIN_COUNTER_QR_H
#define KENPIN_COUNTER_QR_H

#include "app/check/json.h"

/* A QR code for a page to draw: {"size": n, "rows": ["0110...", ...]}, without the quiet zone. ERR_INPUT when `text` is
 * longer than a code holds. */
int qr_put(struct json *j, struct json_node *in, const char *key, const char *text, struct err *err)
    __attribute__((warn_unused_result));

#endif
