/* What a box says, from any bytes: as a symbol of every carrier and origin, as a typed label and a typed GTIN.
 *   clang -g -fsanitize=fuzzer,address,undefined ... fuzz_box.c; without libFuzzer, replay.c is its main(). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/box.h"

#define TODAY 20261121

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever was printed. */
static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void look_at(const struct box *box)
{
    demand(box->gtins <= BOX_MAX && box->refs <= BOX_MAX && box->findings.count <= FINDINGS_MAX);
    for (size_t i = 0; i < box->gtins; i++)
        demand(strspn(box->gtin[i], "0123456789") == GTIN_TEXT - 1 && !gtin_is_book(box->gtin[i]) &&
               !gtin_in_store(box->gtin[i]) && gtin_check_digit(box->gtin[i], 13) == box->gtin[i][13]);
    for (size_t i = 0; i < box->refs; i++)
        demand(box->ref[i].kind != REF_NONE && box->ref[i].text);
    for (size_t i = 0; i < box->findings.count; i++)
        demand(box->findings.item[i].code != FINDING_NONE);
}

static void as_symbol(enum symbology symbology, enum origin from, const uint8_t *data, size_t size)
{
    static struct box box;
    static struct symbols all;
    struct symbol *s = &all.item[0];
    if (symbol_set(s, symbology, from, data, size, NULL) == 0) {
        all.count = 1;
        if (from != ORIGIN_PICTURE)
            symbol_guess(s);
        demand(box_add_symbols(&box, &all, TODAY, NULL) == 0);
        look_at(&box);
    }
    symbols_clear(&all);
    box_clear(&box);
}

static void as_typed(const uint8_t *data, size_t size)
{
    static struct box box;
    char *text = malloc(size + 1);
    demand(text != NULL);
    memcpy(text, data, size);
    text[size] = 0;
    /* A wrong call is an answer too. */
    if (box_add_label(&box, text, TODAY, NULL) == 0)
        look_at(&box);
    if (box_add_gtin(&box, text, NULL) == 0)
        look_at(&box);
    box_clear(&box);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int symbology = SYMBOLOGY_NONE; symbology <= SYMBOLOGY_GS1_DATAMATRIX; symbology++)
        for (int from = ORIGIN_SCAN; from <= ORIGIN_TYPED; from++)
            as_symbol((enum symbology)symbology, (enum origin)from, data, size);
    as_typed(data, size);
    return 0;
}
