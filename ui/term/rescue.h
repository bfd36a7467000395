#ifndef KENPIN_RESCUE_H
#define KENPIN_RESCUE_H

/* A program that dies of a fault of its own leaves the terminal as it found it: whoever stands there may then type a
 * command, and see it. SIGKILL leaves no time for that, nor does a stack
 * that is full. */

/* As the terminal is now, it is to be when the program dies. */
void rescue_begin(void);
/* What is written to it as well, `count` texts. */
void rescue_screen(const char *const *leave, int count);
void rescue_end(void);

#endif
