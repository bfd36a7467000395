#include "cache/registry/json_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/json_read.h"

enum { NUMBER_TEXT = 32, SHOWN = 60, ITEMS_MAX = 65536 /* texts in the lists of one record */ };

static const struct words unit = {"record", "件目"};

struct records {
    cJSON *doc;                   /* owned */
    const cJSON *records;         /* the array, borrowed from doc */
    const cJSON *at;              /* the record given next */
    int64_t line;                 /* of the row given last; 0 = the headings */
    bool headed;                  /* the headings were given */
    char *key[TABLE_COLUMNS_MAX]; /* borrowed from doc */
    size_t keys;
    struct cell cell[TABLE_COLUMNS_MAX];
    char number[TABLE_COLUMNS_MAX][NUMBER_TEXT];
    char **item;                      /* owned; the texts of the lists of one row */
    char (*item_number)[NUMBER_TEXT]; /* owned; beside it, for those that are numbers */
    size_t items, item_room;
};

/* ---- records to rows ---- */

/* The shortest decimal writing of a number that lost no digits; false when it may have lost some. */
static bool number_text(const cJSON *n, char out[NUMBER_TEXT])
{
    static const double exact = 9007199254740992.0; /* 2^53 */
    double v = n->valuedouble;
    if (!(v > -exact && v < exact))
        return false;
    snprintf(out, NUMBER_TEXT, v == (double)(int64_t)v ? "%.0f" : "%.15g", v);
    return true;
}

/* The text of a value that has one, else NULL. `number` is the room for a number's. */
static char *value_text(const cJSON *value, char number[NUMBER_TEXT])
{
    if (cJSON_IsString(value))
        return value->valuestring;
    if (cJSON_IsNumber(value))
        return number_text(value, number) ? number : NULL;
    if (!cJSON_IsBool(value))
        return NULL;
    snprintf(number, NUMBER_TEXT, "%s", cJSON_IsTrue(value) ? "true" : "false");
    return number;
}

/* Room for the texts of all lists of one record, before any is pointed at. */
static int reserve(struct records *r, const cJSON *record, struct err *err)
{
    size_t need = 0;
    for (const cJSON *value = record->child; value; value = value->next)
        need += cJSON_IsArray(value) ? (size_t)cJSON_GetArraySize(value) : 0;
    r->items = 0;
    if (need > ITEMS_MAX)
        return err_set(err, ERR_INPUT, "more than %d texts in lists", "一覧の中に %d を超える文字列があります",
                       ITEMS_MAX);
    if (need <= r->item_room)
        return 0;
    free(r->item);
    free(r->item_number);
    r->item = calloc(need, sizeof *r->item);
    r->item_number = calloc(need, sizeof *r->item_number);
    r->item_room = r->item && r->item_number ? need : 0;
    return r->item_room ? 0 : err_memory(err);
}

static void list_cell(struct records *r, const cJSON *array, struct cell *out)
{
    out->kind = CELL_LIST;
    out->item = r->item ? r->item + r->items : NULL;
    for (const cJSON *value = array->child; value; value = value->next) {
        char *text = value_text(value, r->item_number[r->items]);
        if (cJSON_IsNull(value))
            continue;
        if (!text) {
            out->kind = CELL_OTHER;
            return;
        }
        r->item[r->items++] = text;
        out->items++;
    }
}

static void value_cell(struct records *r, size_t column, const cJSON *value)
{
    struct cell *out = &r->cell[column];
    if (cJSON_IsNull(value))
        return;
    if (cJSON_IsArray(value)) {
        list_cell(r, value, out);
        return;
    }
    char *text = value_text(value, r->number[column]);
    out->kind = !text ? CELL_OTHER : cJSON_IsNumber(value) ? CELL_NUMBER : text[0] ? CELL_TEXT : CELL_NONE;
    if (text)
        out->text = text;
}

/* The column of a key, most often the one behind the last one's. TABLE_COLUMNS_MAX when there is none. */
static size_t column_of(const struct records *r, const char *key, size_t expected)
{
    if (expected < r->keys && strcmp(r->key[expected], key) == 0)
        return expected;
    for (size_t i = 0; i < r->keys; i++)
        if (strcmp(r->key[i], key) == 0)
            return i;
    return TABLE_COLUMNS_MAX;
}

static int twice(const char *key, struct err *err)
{
    char shown[SHOWN];
    text_copy(shown, sizeof shown, key);
    return err_set(err, ERR_INPUT, "\"%s\" is there twice", "「%s」が 2 回あります", shown);
}

static int fill_row(struct records *r, const cJSON *record, struct err *err)
{
    static char nothing[] = "";
    bool filled[TABLE_COLUMNS_MAX] = {false};
    size_t column = 0;
    for (size_t i = 0; i < r->keys; i++)
        r->cell[i] = (struct cell){.text = nothing};
    if (reserve(r, record, err))
        return -1;
    for (const cJSON *value = record->child; value; value = value->next) {
        column = column_of(r, value->string, column);
        if (column == TABLE_COLUMNS_MAX)
            continue;
        if (filled[column])
            return twice(value->string, err);
        filled[column] = true;
        value_cell(r, column, value);
        column++;
    }
    return 0;
}

static void heading_row(struct records *r)
{
    for (size_t i = 0; i < r->keys; i++)
        r->cell[i] = (struct cell){.kind = CELL_TEXT, .text = r->key[i]};
}

static int json_next(void *ctx, struct row *out, bool *more, struct err *err)
{
    struct records *r = ctx;
    *more = !r->headed || r->at;
    if (!*more)
        return 0;
    if (!r->headed) {
        heading_row(r);
        r->headed = true;
    } else {
        r->line++;
        if (fill_row(r, r->at, err))
            return table_err_at(unit, r->line, err);
        r->at = r->at->next;
    }
    *out = (struct row){.line = r->line, .cell = r->cell, .count = r->keys};
    return 0;
}

static int json_view(void *ctx, size_t index, bool *there, struct err *err)
{
    (void)err;
    struct records *r = ctx;
    r->at = r->records->child;
    r->line = 0;
    r->headed = false;
    *there = index == 0;
    return 0;
}

static void json_close(void *ctx)
{
    struct records *r = ctx;
    cJSON_Delete(r->doc);
    free(r->item);
    free(r->item_number);
    free(r);
}

/* ---- where the records are ---- */

/* {"success": true, "result": {"records": [...], "total": n}} */
static int datastore_records(const cJSON *doc, const cJSON *result, const cJSON **out, struct err *err)
{
    const cJSON *records = cJSON_GetObjectItemCaseSensitive(result, "records");
    const cJSON *total = cJSON_GetObjectItemCaseSensitive(result, "total");
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(doc, "success")))
        return err_set(err, ERR_INPUT, "the answer says that it failed (\"success\": false): fetch the list again",
                       "応答が失敗を示しています（\"success\": false）。一覧を取得し直してください");
    if (cJSON_IsArray(records) && cJSON_IsNumber(total) && total->valuedouble > cJSON_GetArraySize(records))
        return err_set(err, ERR_INPUT, "the answer holds %d of %.0f records: fetch all of them into one file",
                       "応答には %2$.0f 件のうち %1$d 件しかありません。全件を 1 つのファイルに取得してください",
                       cJSON_GetArraySize(records), total->valuedouble);
    *out = records;
    return 0;
}

static int find_records(const cJSON *doc, const cJSON **out, struct err *err)
{
    static const char *const keys[] = {"records", "entries", "products", "data"};
    const cJSON *result = cJSON_GetObjectItemCaseSensitive(doc, "result");
    const cJSON *found = cJSON_IsArray(doc) ? doc : NULL;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !found; i++) {
        const cJSON *at = cJSON_GetObjectItemCaseSensitive(doc, keys[i]);
        found = cJSON_IsArray(at) ? at : NULL;
    }
    if (!found && datastore_records(doc, result, &found, err))
        return -1;
    if (!cJSON_IsArray(found))
        return err_set(
            err, ERR_INPUT,
            "no list of records: expected an array of objects, or one named records, "
            "entries, products or data",
            "レコードの一覧がありません。オブジェクトの配列か、records, entries, products, data という名の配列が必要です");
    *out = found;
    return 0;
}

/* The keys of all records, in the order first met. */
static int collect_keys(struct records *r, struct err *err)
{
    int64_t line = 0;
    for (const cJSON *record = r->records->child; record; record = record->next) {
        size_t column = 0;
        line++;
        if (!cJSON_IsObject(record)) {
            err_set(err, ERR_INPUT, "this is no object: each record is one, {\"number\": ...}",
                    "オブジェクトではありません。各レコードは {\"number\": ...} の形にしてください");
            return table_err_at(unit, line, err);
        }
        for (const cJSON *value = record->child; value; value = value->next) {
            column = column_of(r, value->string, column);
            if (column < TABLE_COLUMNS_MAX) {
                column++;
                continue;
            }
            if (r->keys == TABLE_COLUMNS_MAX) {
                err_set(err, ERR_INPUT, "more than %d different keys", "%d を超える種類のキーがあります",
                        TABLE_COLUMNS_MAX);
                return table_err_at(unit, line, err);
            }
            r->key[r->keys++] = value->string;
            column = r->keys;
        }
    }
    return 0;
}

static int load(struct records *r, struct input *in, struct err *err)
{
    char *text = NULL;
    int rc = json_read_text(in, JSON_TABLE_BYTES_MAX, &text, err);
    if (rc == 0)
        rc = json_read_parse(text, strlen(text), &r->doc, err);
    free(text);
    if (rc || find_records(r->doc, &r->records, err) || collect_keys(r, err))
        return -1;
    r->at = r->records->child;
    return 0;
}

int json_table_open(struct input *in, struct table *out, struct err *err)
{
    *out = (struct table){0};
    struct records *r = calloc(1, sizeof *r);
    if (!r)
        return err_memory(err);
    if (load(r, in, err)) {
        json_close(r);
        return -1;
    }
    *out = (struct table){.ctx = r, .unit = unit, .view = json_view, .next = json_next, .close = json_close};
    return 0;
}
