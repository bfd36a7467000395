#include "cache/fingerprint.h"

#include <string.h>

void fingerprint_begin(struct fingerprint *f)
{
    (void)crypto_generichash_init(&f->state, NULL, 0, FINGERPRINT_BYTES);
}

void fingerprint_number(struct fingerprint *f, int64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * i));
    (void)crypto_generichash_update(&f->state, bytes, sizeof bytes);
}

void fingerprint_text(struct fingerprint *f, const char *text)
{
    if (!text) {
        fingerprint_number(f, -1);
        return;
    }
    size_t size = strlen(text);
    fingerprint_number(f, (int64_t)size);
    (void)crypto_generichash_update(&f->state, (const unsigned char *)text, size);
}

void fingerprint_end(struct fingerprint *f, uint8_t out[FINGERPRINT_BYTES])
{
    (void)crypto_generichash_final(&f->state, out, FINGERPRINT_BYTES);
}
