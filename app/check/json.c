#include "app/check/json.h"

static cJSON *kept(struct json *j, cJSON *item)
{
    if (!item)
        j->failed = true;
    return item;
}

cJSON *json_start(struct json *j)
{
    *j = (struct json){0};
    j->root = cJSON_CreateObject();
    return kept(j, j->root);
}

cJSON *json_object(struct json *j, cJSON *to, const char *key)
{
    return kept(j, cJSON_AddObjectToObject(to, key));
}

cJSON *json_array(struct json *j, cJSON *to, const char *key)
{
    return kept(j, cJSON_AddArrayToObject(to, key));
}

static cJSON *append(struct json *j, cJSON *array, cJSON *item)
{
    if (kept(j, item) && cJSON_AddItemToArray(array, item))
        return item;
    cJSON_Delete(item);
    j->failed = true;
    return NULL;
}

cJSON *json_item(struct json *j, cJSON *array)
{
    return append(j, array, cJSON_CreateObject());
}

void json_text(struct json *j, cJSON *to, const char *key, const char *text)
{
    if (text && text[0])
        kept(j, cJSON_AddStringToObject(to, key, text));
    else
        json_null(j, to, key);
}

void json_string(struct json *j, cJSON *to, const char *key, const char *text)
{
    kept(j, cJSON_AddStringToObject(to, key, text ? text : ""));
}

void json_line(struct json *j, cJSON *array, const char *text)
{
    append(j, array, cJSON_CreateString(text));
}

void json_number(struct json *j, cJSON *to, const char *key, int64_t number)
{
    kept(j, cJSON_AddNumberToObject(to, key, (double)number));
}

void json_null(struct json *j, cJSON *to, const char *key)
{
    kept(j, cJSON_AddNullToObject(to, key));
}

void json_bool(struct json *j, cJSON *to, const char *key, bool yes)
{
    kept(j, cJSON_AddBoolToObject(to, key, yes));
}

void json_day(struct json *j, cJSON *to, const char *key, day d)
{
    char text[DAY_TEXT];
    json_text(j, to, key, day_text(d, text));
}

void json_moment(struct json *j, cJSON *to, const char *key, moment at)
{
    char text[MOMENT_TEXT];
    json_text(j, to, key, moment_text(at, text));
}

int json_print(struct json *j, char **out, struct err *err)
{
    *out = j->failed ? NULL : cJSON_PrintUnformatted(j->root);
    cJSON_Delete(j->root);
    j->root = NULL;
    return *out ? 0 : err_memory(err);
}
