#ifndef KENPIN_EYES_H
#define KENPIN_EYES_H

#include "app/scan/pictures.h"

/* How every command reads pictures: with the clock and the cores of this machine. The caller fills in what else it
 * wants. */
struct pictures_ask eyes_ask(uint32_t budget_ms);

unsigned eyes_cores(void); /* that this process may use */

/* Standard input to its end, no more than a picture may have; *bytes is owned by the caller. */
int eyes_standard_input(uint8_t **bytes, size_t *size, struct err *err) __attribute__((warn_unused_result));

#endif
