#ifndef KENPIN_TEST_SHOP_H
#define KENPIN_TEST_SHOP_H

#include "ui/counter/counter.h"

/* An invented shop in a folder of its own, with its list, its catalogue and its counter. The clock is the test's. */

enum { SHOP_STATIONS = 4, SHOP_PATH = 512 };

struct shop {
    char folder[64];
    moment now;
    struct counter *counter;
    int64_t station[SHOP_STATIONS + 1]; /* by number, from 1: Dock 1, Dock 2, ... */
};

extern const char shop_registry[];       /* the list that it begins with */
extern const char shop_registry_later[]; /* DEMO-0101 was revoked since */

void shop_open(struct shop *s);
void shop_close(struct shop *s); /* and its folder is gone */

moment shop_clock(void *shop);
void shop_import(struct shop *s, const char *list);
void shop_open_counter(struct shop *s);
void shop_name_stations(struct shop *s);
const char *shop_path(const struct shop *s, const char *name, char out[SHOP_PATH]);

/* Fails the test, and says why, when `result` is not 0. */
void shop_must(int result, const struct err *err);

#define must(call)                                                                                                     \
    do {                                                                                                               \
        struct err err = {0};                                                                                          \
        int must_result = (call);                                                                                      \
        shop_must(must_result, &err);                                                                                  \
    } while (0)

#endif
