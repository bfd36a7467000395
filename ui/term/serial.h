#ifndef KENPIN_SERIAL_H
#define KENPIN_SERIAL_H

#include <termios.h>

#include "app/base/err.h"

/* The line of a serial scanner (RS-232, or USB that shows as one): 8 bits, no parity, no flow control, raw. */

#define SERIAL_PATH_MAX 256
#define SERIAL_BAUD     9600 /* where none is said */

struct serial_name {
    char path[SERIAL_PATH_MAX];
    speed_t speed; /* as termios names it */
};

/* "/dev/ttyACM0" or "/dev/ttyACM0:115200". ERR_USAGE for a speed that no line has. */
int serial_name(const char *text, struct serial_name *out, struct err *err) __attribute__((warn_unused_result));

struct serial_line {
    int fd; /* -1 = it is not open */
    struct termios before;
};

/* Opens it for this program alone, without waiting for a carrier. out->fd is -1, and 0 is returned, when it is not
 * plugged in. */
int serial_open(const struct serial_name *name, struct serial_line *out, struct err *err)
    __attribute__((warn_unused_result));
void serial_close(struct serial_line *line); /* it is as it was; safe on a closed one */

#endif
