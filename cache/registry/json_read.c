#include "cache/registry/json_read.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/decoder.h"
#include "cache/registry/table.h"

enum { SHOWN = 40 }; /* bytes of what is no JSON, in a sentence */

int json_read_text(struct input *in, int64_t limit, char **out, struct err *err)
{
    struct decoder d = {0};
    *out = NULL;
    if (in->size > limit)
        return err_set(err, ERR_INPUT, "%lld bytes of JSON, more than the limit of %lld",
                       "JSON が %lld バイトあり、上限の %lld を超えています", (long long)in->size, (long long)limit);
    size_t room = (size_t)in->size * 3 + 64, used = 0, got; /* half-width kana of CP932: one byte becomes three */
    char *text = malloc(room);
    int rc = text ? decoder_begin(in, &d, err) : err_memory(err);
    do {
        got = 0;
        if (rc == 0 && (rc = decoder_read(&d, text + used, room - used - 1, &got, err)) == 0)
            used += got;
    } while (got > 0);
    decoder_clear(&d);
    if (rc) {
        free(text);
        return -1;
    }
    text[used] = 0;
    *out = text;
    return 0;
}

static int64_t line_of(const char *text, const char *at)
{
    int64_t line = 1;
    while ((text = memchr(text, '\n', (size_t)(at - text)))) {
        line++;
        text++;
    }
    return line;
}

/* The first \u0000: cJSON would cut the text there. */
static const char *hidden_nul(const char *text, size_t size)
{
    const char *end = text + size;
    for (const char *p = text; (p = memchr(p, '\\', (size_t)(end - p))) && p + 1 < end; p += 2)
        if (end - p >= 6 && memcmp(p, "\\u0000", 6) == 0)
            return p;
    return NULL;
}

int json_read_parse(const char *text, size_t size, cJSON **out, struct err *err)
{
    static const struct words line = {"line", "行目"};
    char shown[SHOWN];
    const char *end = text, *nul = hidden_nul(text, size);
    *out = NULL;
    if (nul) {
        err_set(err, ERR_INPUT, "a text holds a NUL (\\u0000)", "文字列に NUL（\\u0000）があります");
        return table_err_at(line, line_of(text, nul), err);
    }
    *out = cJSON_ParseWithLengthOpts(text, size + 1, &end, 1); /* the NUL behind it must be its end */
    if (*out)
        return 0;
    if (end < text || end > text + size)
        end = text;
    while (end > text && ((unsigned char)*end & 0xC0) == 0x80) /* to the beginning of the character */
        end--;
    text_copy(shown, sizeof shown, end);
    err_set(err, ERR_INPUT, "this is not JSON, from here: %s", "ここから先が JSON として読めません：%s", shown);
    return table_err_at(line, line_of(text, end), err);
}
