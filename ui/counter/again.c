#include "ui/counter/again.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/parts.h"
#include "ui/show/field.h"

static int damaged(struct err *err)
{
    return err_set(err, ERR_DATA, "a record of evidence.db cannot be read whole. Run: kenpin evidence verify",
                   "evidence.db の記録を完全には読めません。kenpin evidence verify を実行してください");
}

static enum symbology symbology_of(const char *name)
{
    for (int s = SYMBOLOGY_EAN13; s <= SYMBOLOGY_GS1_DATAMATRIX; s++)
        if (!strcmp(symbology_name((enum symbology)s), name))
            return (enum symbology)s;
    return SYMBOLOGY_NONE;
}

static enum origin origin_of(const char *name)
{
    for (int o = ORIGIN_SCAN; o <= ORIGIN_TYPED; o++)
        if (!strcmp(origin_name((enum origin)o), name))
            return (enum origin)o;
    return ORIGIN_NONE;
}

/* What a code on record is a part of; of one that was joined it is enough that it is whole. */
static struct symbol_part part_of(const cJSON *code, const struct symbol *s)
{
    const cJSON *part = field(code, "part");
    return (struct symbol_part){.index = (uint8_t)field_number(part, "index"),
                                .of = (uint8_t)field_number(part, "of"),
                                .message = (uint16_t)field_number(part, parts_message_name(s))};
}

static int add_code(const cJSON *code, struct symbols *to, struct err *err)
{
    uint8_t bytes[SYMBOL_BYTES_MAX];
    const char *text = field_text(code, "bytes");
    size_t size = 0;
    if (to->count == SYMBOLS_MAX ||
        sodium_base642bin(bytes, sizeof bytes, text, strlen(text), NULL, &size, NULL, sodium_base64_VARIANT_ORIGINAL))
        return damaged(err);
    struct symbol *s = &to->item[to->count];
    if (symbol_set(s, symbology_of(field_text(code, "symbology")), origin_of(field_text(code, "from")), bytes, size,
                   err))
        return -1;
    s->part = part_of(code, s);
    to->count++;
    return 0;
}

static const char *or_null(const cJSON *object, const char *name)
{
    const char *text = field_text(object, name);
    return text[0] ? text : NULL;
}

int again_read(const char *record, struct check_ask *ask, struct again *out, struct err *err)
{
    cJSON *json = NULL;
    const cJSON *item;
    *out = (struct again){0};
    if (field_parse(record, &json, err))
        return -1;
    out->json = json;
    cJSON_ArrayForEach(item, field(json, "codes")) if (add_code(item, &out->codes, err)) return -1;
    const cJSON *typed = field(json, "typed");
    ask->labels = 0;
    cJSON_ArrayForEach(item, field(typed, "labels"))
    {
        if (ask->labels == CHECK_LABELS_MAX || !cJSON_IsString(item))
            return damaged(err);
        ask->label[ask->labels++] = item->valuestring;
    }
    ask->codes = &out->codes;
    ask->gtin = or_null(typed, "gtin");
    ask->sku = or_null(typed, "sku");
    ask->brand = or_null(typed, "brand");
    ask->model = or_null(typed, "model");
    return 0;
}

void again_clear(struct again *a)
{
    cJSON_Delete(a->json);
    symbols_clear(&a->codes);
    *a = (struct again){0};
}
