#include "app/codes/symbol.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/aim.h"
#include "app/codes/gtin.h"

int symbol_set(struct symbol *s, enum symbology symbology, enum origin from, const void *bytes, size_t size,
               struct err *err)
{
    symbol_clear(s);
    if (size > SYMBOL_BYTES_MAX)
        return err_set(err, ERR_INPUT, "a code of %zu bytes is longer than any code can be (%d): give it in parts",
                       "%zu バイトのコードは長すぎます（上限 %d バイト）。分けて渡してください", size,
                       SYMBOL_BYTES_MAX);
    uint8_t *copy = malloc(size + 1);
    if (!copy)
        return err_memory(err);
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = 0;
    char *text = NULL;
    if (text_from_bytes(copy, size, &text, err)) {
        free(copy);
        return -1;
    }
    *s = (struct symbol){.symbology = symbology, .from = from, .bytes = copy, .size = size, .text = text};
    return 0;
}

void symbol_clear(struct symbol *s)
{
    free(s->bytes);
    free(s->text);
    *s = (struct symbol){0};
}

void symbols_clear(struct symbols *s)
{
    for (size_t i = 0; i < s->count; i++)
        symbol_clear(&s->item[i]);
    s->count = 0;
}

void symbol_guess(struct symbol *s)
{
    static const enum symbology order[] = {SYMBOLOGY_EAN13, SYMBOLOGY_EAN8, SYMBOLOGY_UPCA, SYMBOLOGY_ITF14};
    char gtin[GTIN_TEXT];
    if (s->symbology != SYMBOLOGY_NONE || !s->text)
        return;
    const struct aim *aim = aim_find(s->text);
    if (aim) {
        s->symbology = aim_symbology(aim, s->text + AIM_SIZE);
        return;
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0] && s->symbology == SYMBOLOGY_NONE; i++)
        if (gtin_from_symbol(order[i], s->text, gtin) == GTIN_GOOD)
            s->symbology = order[i];
    if (s->symbology == SYMBOLOGY_NONE && s->size == 8 && gtin_from_symbol(SYMBOLOGY_UPCE, s->text, gtin) == GTIN_GOOD)
        s->symbology = SYMBOLOGY_UPCE;
}

const char *symbology_name(enum symbology s)
{
    static const char *const names[] = {
        [SYMBOLOGY_NONE] = "",
        [SYMBOLOGY_EAN13] = "ean13",
        [SYMBOLOGY_EAN8] = "ean8",
        [SYMBOLOGY_UPCA] = "upca",
        [SYMBOLOGY_UPCE] = "upce",
        [SYMBOLOGY_ITF14] = "itf14",
        [SYMBOLOGY_CODE128] = "code128",
        [SYMBOLOGY_GS1_128] = "gs1-128",
        [SYMBOLOGY_QR] = "qr",
        [SYMBOLOGY_GS1_QR] = "gs1-qr",
        [SYMBOLOGY_DATAMATRIX] = "datamatrix",
        [SYMBOLOGY_GS1_DATAMATRIX] = "gs1-datamatrix",
    };
    return s < sizeof names / sizeof names[0] ? names[s] : "";
}

const char *origin_name(enum origin from)
{
    static const char *const names[] = {"", "scan", "picture", "typed"};
    return from < sizeof names / sizeof names[0] ? names[from] : "";
}
