#include "cache/registry/columns.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/input.h"
#include "cache/registry/json_read.h"

enum { MAP_BYTES_MAX = 64 * 1024, LISTED = 400, SHOWN = 60 };

void columns_clear(struct columns *c)
{
    for (int f = 0; f < HEADINGS_FIELDS_MAX; f++)
        free(c->heading[f]);
    *c = (struct columns){0};
}

static int unknown_field(const struct heading_set *set, const char *where, const char *field, struct err *err)
{
    char names[LISTED] = "", shown[SHOWN];
    text_copy(shown, sizeof shown, field);
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++)
        if (set->name[f])
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", names[0] ? ", " : "", set->name[f]);
    return err_set(err, ERR_INPUT, "%s: there is no field \"%s\"; the fields are %s",
                   "%s：「%s」という項目はありません。使える項目は %s です", where, shown, names);
}

static int take(struct columns *c, const struct heading_set *set, const char *where, const cJSON *item, struct err *err)
{
    int field = 0;
    for (int f = 1; f < HEADINGS_FIELDS_MAX && !field; f++)
        if (set->name[f] && strcmp(set->name[f], item->string) == 0)
            field = f;
    if (!field)
        return unknown_field(set, where, item->string, err);
    if (!cJSON_IsString(item) || !item->valuestring[0])
        return err_set(err, ERR_INPUT, "%s: give \"%s\" a heading, as a text",
                       "%s：「%s」には見出しを文字列で書いてください", where, set->name[field]);
    if (c->heading[field])
        return err_set(err, ERR_INPUT, "%s: \"%s\" is there twice", "%s：「%s」が 2 回あります", where,
                       set->name[field]);
    c->heading[field] = strdup(item->valuestring);
    return c->heading[field] ? 0 : err_memory(err);
}

int columns_take(const struct cJSON *map, const struct heading_set *set, const char *where, struct columns *out,
                 struct err *err)
{
    int rc = 0;
    for (const cJSON *item = map->child; item && rc == 0; item = item->next)
        rc = take(out, set, where, item, err);
    return rc;
}

static int take_all(struct columns *c, const struct heading_set *set, const char *text, struct err *err)
{
    cJSON *map = NULL;
    if (json_read_parse(text, strlen(text), &map, err))
        return -1;
    int rc = cJSON_IsObject(map) ? 0
                                 : err_set(err, ERR_INPUT, "--columns: the file holds no {\"field\": \"heading\"}",
                                           "--columns：ファイルの中身が {\"項目\": \"見出し\"} の形ではありません");
    if (rc == 0)
        rc = columns_take(map, set, "--columns", c, err);
    cJSON_Delete(map);
    return rc;
}

int columns_read(const char *path, const struct heading_set *set, struct columns *out, struct err *err)
{
    char *text = NULL;
    struct input in;
    *out = (struct columns){0};
    if (input_open(path, &in, err))
        return -1;
    int rc = json_read_text(&in, MAP_BYTES_MAX, &text, err);
    input_close(&in);
    if (rc == 0)
        rc = take_all(out, set, text, err);
    else
        (void)err_set(err, ERR_INPUT, "--columns: %s holds no {\"field\": \"heading\"} in JSON",
                      "--columns：%s の中身が {\"項目\": \"見出し\"} の形の JSON ではありません", path);
    free(text);
    if (rc)
        columns_clear(out);
    return rc;
}
