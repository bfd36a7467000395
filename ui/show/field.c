#include "ui/show/field.h"

#include <string.h>

int field_parse(const char *json, cJSON **out, struct err *err)
{
    *out = cJSON_Parse(json);
    if (cJSON_IsObject(*out))
        return 0;
    cJSON_Delete(*out);
    *out = NULL;
    return err_set(err, ERR_DATA, "this record is no JSON object: run kenpin evidence verify",
                   "この記録は JSON として読めません。kenpin evidence verify で確認してください");
}

const cJSON *field(const cJSON *object, const char *name)
{
    const cJSON *item = object ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
    return cJSON_IsNull(item) ? NULL : item;
}

const char *field_text(const cJSON *object, const char *name)
{
    const cJSON *item = field(object, name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

int64_t field_number(const cJSON *object, const char *name)
{
    const cJSON *item = field(object, name);
    if (!cJSON_IsNumber(item) || item->valuedouble > 9e15 || item->valuedouble < -9e15)
        return 0;
    return (int64_t)item->valuedouble;
}

bool field_is(const cJSON *object, const char *name, const char *text)
{
    return !strcmp(field_text(object, name), text);
}
