#ifndef KENPIN_WORKER_ANSWER_H
#define KENPIN_WORKER_ANSWER_H

#include "app/scan/pictures.h"

/* What a worker says of a picture. Who receives it believes nothing: a picture may have taken the worker over. */

/* Bytes of the part that tells how long an answer is. */
extern const size_t worker_answer_head;

/* The worker's side: to the socket, in one piece. `image` NULL: without pixels. */
int worker_answer_send(int socket, const struct picture_result *r, const struct image *image)
    __attribute__((warn_unused_result));

/* Before the first job: ready for it, or (`why`) that no picture can be read here. */
int worker_answer_greet(int socket, const struct err *why) __attribute__((warn_unused_result));

/* The other side. How long the whole answer is, from its first worker_answer_head bytes; false when it cannot be right.
 * `pixels`: whether they were asked for. */
bool worker_answer_size(const uint8_t *bytes, bool pixels, size_t *size);

/* Whether it greets, which is as long as the head. A worker speaks so before it has seen any picture, and what it then
 * says of this system is true; later nothing of that kind is taken from it. */
enum worker_greeting { WORKER_GREETING_NONE, WORKER_GREETING_READY, WORKER_GREETING_CANNOT };
enum worker_greeting worker_answer_greeting(const uint8_t *bytes, struct err *why);

/* Takes a whole answer apart, whose size worker_answer_size gave: all of *r but its name. WRONG: it cannot be right,
 * and *r is to be cleared. FAILED is the receiver's own. */
enum worker_answer { WORKER_ANSWER_WRONG, WORKER_ANSWER_READ, WORKER_ANSWER_FAILED };
enum worker_answer worker_answer_take(const uint8_t *bytes, struct picture_result *r, struct err *err);

#endif
