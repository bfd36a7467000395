#ifndef KENPIN_FINGERPRINT_H
#define KENPIN_FINGERPRINT_H

#include <sodium.h>
#include <stdint.h>

/* Of a row: changes when any field does. Every text goes in with its length, so that no two rows read the same, and
 * NULL differs from "". BLAKE2b-256. */

#define FINGERPRINT_BYTES 32
#define FINGERPRINT_TEXT  65 /* lower case hex and a NUL */

struct fingerprint {
    crypto_generichash_state state;
};

void fingerprint_begin(struct fingerprint *f);
void fingerprint_text(struct fingerprint *f, const char *text);
void fingerprint_number(struct fingerprint *f, int64_t number);
void fingerprint_end(struct fingerprint *f, uint8_t out[FINGERPRINT_BYTES]);

#endif
