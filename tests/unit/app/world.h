#ifndef KENPIN_TEST_WORLD_H
#define KENPIN_TEST_WORLD_H

#include "app/check/check.h"

/* A small invented world for golden cases: registry copies, a catalogue, confirmations, all in memory. */

#define WORLD_MAX 64

struct world_confirmation {
    char kind[8]; /* gtin, sku, model, brand */
    char key[128], other[128];
};

struct world {
    struct copy copy[2]; /* jc-star, cls */
    struct entry entry[WORLD_MAX];
    size_t entries;
    struct product product[WORLD_MAX];
    size_t products;
    struct world_confirmation confirmation[WORLD_MAX];
    size_t confirmations;
    struct revocations revocations;
};

/* One line of a world: "copy jc-star 2026-11-21T08:00:00Z", "entry jc-star DEMO-1 level=1 ...", "product gtin=... ...",
 * "confirm gtin 0952... DEMO-1", "confirm brand Umineko ウミネコ", "revoke DEMO-1 scheme=cls reason=...". Words are
 * apart by blanks; "a b" keeps its blank. False when the line is none of these. */
bool world_line(struct world *w, char **word, size_t words);
void world_clear(struct world *w);

struct registry world_registry(struct world *w);
struct shelf world_shelf(struct world *w);

/* Cuts a line into words; returns how many. */
size_t world_words(char *line, char **word, size_t most);

#endif
