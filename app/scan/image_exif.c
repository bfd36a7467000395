#include "app/scan/image_exif.h"

#include <stdbool.h>
#include <string.h>

struct tiff {
    const uint8_t *bytes;
    size_t size;
    bool little; /* endian */
};

/* 0 behind the end. */
static uint32_t number(const struct tiff *t, size_t at, unsigned size)
{
    uint32_t v = 0;
    if (at > t->size || t->size - at < size)
        return 0;
    for (unsigned i = 0; i < size; i++)
        v = v << 8 | t->bytes[at + (t->little ? size - 1 - i : i)];
    return v;
}

/* Exif 2.3, 4.6.4: tag 0x0112, a SHORT, in the first directory. */
static uint8_t orientation(const struct tiff *t)
{
    enum { ENTRY = 12, TAG = 0x0112, SHORT = 3, MOST = 8 };
    size_t at = number(t, 4, 4), count = number(t, at, 2);
    for (size_t i = 0; i < count; i++) {
        size_t entry = at + 2 + i * ENTRY;
        if (entry > t->size || t->size - entry < ENTRY)
            return 0;
        if (number(t, entry, 2) != TAG || number(t, entry + 2, 2) != SHORT)
            continue;
        uint32_t value = number(t, entry + 8, 2);
        return value <= MOST ? (uint8_t)value : 0;
    }
    return 0;
}

uint8_t image_exif_turn(const uint8_t *exif, size_t size)
{
    enum { MARK = 6, HEAD = 8 };
    size_t skip = size >= MARK && memcmp(exif, "Exif\0", MARK) == 0 ? MARK : 0;
    if (size - skip < HEAD)
        return 0;
    struct tiff t = {exif + skip, size - skip, false};
    if (memcmp(t.bytes, "II*\0", 4) == 0)
        t.little = true;
    else if (memcmp(t.bytes, "MM\0*", 4) != 0)
        return 0;
    return orientation(&t);
}
