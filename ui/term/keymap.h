#ifndef KENPIN_KEYMAP_H
#define KENPIN_KEYMAP_H

#include <stdbool.h>
#include <stdint.h>

/* Keys of a USB scanner, as Linux numbers them (linux/input-event-codes.h), as the characters that it sends: it types
 * on a US keyboard whatever the computer's is. */

struct keymap {
    unsigned held;  /* shift, control, alt keys that are down */
    bool caps;      /* its own CAPS LOCK; that of a keyboard beside it changes nothing */
    bool by_number; /* alt is down and digits of the keypad came: the number of a character */
    int32_t number;
};

/* A key event: `value` 1 pressed, 0 let go, 2 repeated. Returns the ASCII character that it gives, '\r' for Enter, 0
 * for none. */
char keymap_key(struct keymap *k, unsigned code, int32_t value);

#endif
