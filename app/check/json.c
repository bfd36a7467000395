#include "app/check/json.h"

#include <string.h>

/* Closes everything deeper than `in`, and begins the next value there. */
static void begin(struct json *j, const struct json_node *in)
{
    while (j->depth > 0 && &j->node[j->depth] != in)
        buffer_char(j->to, j->node[j->depth--].end);
    if (j->node[j->depth].any)
        buffer_char(j->to, ',');
    j->node[j->depth].any = true;
}

/* Bytes that stand for themselves in a string. */
static size_t plain(const char *text)
{
    size_t n = 0;
    while ((unsigned char)text[n] >= ' ' && text[n] != '"' && text[n] != '\\')
        n++;
    return n;
}

static void put_escape(struct buffer *to, char c)
{
    static const char letters[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *at = strchr(letters, c);
    if (at) {
        buffer_char(to, '\\');
        buffer_char(to, names[at - letters]);
    } else {
        buffer_format(to, "\\u%04x", (unsigned char)c);
    }
}

static void put_string(struct json *j, const char *text)
{
    buffer_char(j->to, '"');
    for (;;) {
        size_t n = plain(text);
        buffer_put(j->to, text, n);
        text += n;
        if (!*text)
            break;
        put_escape(j->to, *text++);
    }
    buffer_char(j->to, '"');
}

static void put_key(struct json *j, struct json_node *in, const char *key)
{
    begin(j, in);
    put_string(j, key);
    buffer_char(j->to, ':');
}

static struct json_node *open(struct json *j, char bracket, char end)
{
    if (j->depth + 1 == JSON_DEPTH) { /* no record of ours is that deep */
        j->to->failed = true;
        return &j->node[j->depth];
    }
    buffer_char(j->to, bracket);
    j->node[++j->depth] = (struct json_node){.end = end};
    return &j->node[j->depth];
}

struct json_node *json_start_in(struct json *j, struct buffer *to)
{
    *j = (struct json){.to = to};
    buffer_char(to, '{');
    j->node[0] = (struct json_node){.end = '}'};
    return &j->node[0];
}

struct json_node *json_start(struct json *j)
{
    struct json_node *root = json_start_in(j, &j->own);
    j->to = &j->own;
    return root;
}

struct json_node *json_object(struct json *j, struct json_node *in, const char *key)
{
    put_key(j, in, key);
    return open(j, '{', '}');
}

struct json_node *json_array(struct json *j, struct json_node *in, const char *key)
{
    put_key(j, in, key);
    return open(j, '[', ']');
}

struct json_node *json_item(struct json *j, struct json_node *array)
{
    begin(j, array);
    return open(j, '{', '}');
}

void json_text(struct json *j, struct json_node *in, const char *key, const char *text)
{
    if (text && text[0])
        json_string(j, in, key, text);
    else
        json_null(j, in, key);
}

void json_string(struct json *j, struct json_node *in, const char *key, const char *text)
{
    put_key(j, in, key);
    put_string(j, text ? text : "");
}

void json_raw(struct json *j, struct json_node *in, const char *key, const char *json)
{
    put_key(j, in, key);
    buffer_text(j->to, json);
}

void json_line(struct json *j, struct json_node *array, const char *text)
{
    begin(j, array);
    put_string(j, text);
}

void json_number(struct json *j, struct json_node *in, const char *key, int64_t number)
{
    put_key(j, in, key);
    buffer_number(j->to, number);
}

void json_null(struct json *j, struct json_node *in, const char *key)
{
    put_key(j, in, key);
    buffer_text(j->to, "null");
}

void json_bool(struct json *j, struct json_node *in, const char *key, bool yes)
{
    put_key(j, in, key);
    buffer_text(j->to, yes ? "true" : "false");
}

void json_day(struct json *j, struct json_node *in, const char *key, day d)
{
    char text[DAY_TEXT];
    json_text(j, in, key, day_text(d, text));
}

void json_moment(struct json *j, struct json_node *in, const char *key, moment at)
{
    char text[MOMENT_TEXT];
    json_text(j, in, key, moment_text(at, text));
}

int json_end(struct json *j, struct err *err)
{
    for (; j->depth >= 0; j->depth--)
        buffer_char(j->to, j->node[j->depth].end);
    return j->to->failed ? err_memory(err) : 0;
}

int json_print(struct json *j, char **out, struct err *err)
{
    j->to = &j->own;
    int rc = json_end(j, err);
    *out = rc ? NULL : j->own.bytes;
    if (rc)
        buffer_clear(&j->own);
    j->own = (struct buffer){0};
    return rc;
}

void json_drop(struct json *j)
{
    buffer_clear(&j->own);
}
