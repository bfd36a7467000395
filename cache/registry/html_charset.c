#include "cache/registry/html_charset.h"

#include <string.h>
#include <strings.h>

#include "app/base/text.h"

enum { HEAD = 4096, NAME_MAX_SIZE = 32 };

struct charset {
    const char *label;
    const char *iconv; /* NULL = to be seen from the bytes */
};

static const struct charset known[] = {
    {"utf-8", NULL},
    {"utf8", NULL},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"windows-31j", "CP932"},
    {"cp932", "CP932"},
    {"euc-jp", "EUC-JP-MS"},
    {"x-euc-jp", "EUC-JP-MS"},
    {"iso-8859-1", "CP1252"},
    {"windows-1252", "CP1252"},
    {"us-ascii", "CP1252"},
};

static size_t white(const char *s)
{
    return strspn(s, " \t\r\n\f");
}

/* The value behind `name` = in a tag that ends at `end`; "" when there is none. */
static void value_of(const char *tag, const char *end, const char *name, char out[NAME_MAX_SIZE])
{
    out[0] = 0;
    for (const char *at = tag; (at = strcasestr(at, name)) && at < end;) {
        at += strlen(name);
        at += white(at);
        if (*at != '=')
            continue;
        at++;
        at += white(at);
        at += *at == '"' || *at == '\'';
        size_t size = strcspn(at, " \t\r\n\f\"';/>?");
        if (size == 0 || size >= NAME_MAX_SIZE)
            continue;
        memcpy(out, at, size);
        out[size] = 0;
        return;
    }
}

/* What the first <meta charset>, <meta content="...; charset="> or <?xml encoding> says. */
static void find(const char *head, char out[NAME_MAX_SIZE])
{
    out[0] = 0;
    for (const char *at = head; !out[0] && (at = strchr(at, '<'));) {
        bool comment = strncmp(at, "<!--", 4) == 0;
        const char *end = comment ? strstr(at, "-->") : strchr(at, '>');
        if (!end)
            return;
        if (strncasecmp(at, "<meta", 5) == 0)
            value_of(at, end, "charset", out);
        else if (strncmp(at, "<?xml", 5) == 0)
            value_of(at, end, "encoding", out);
        at = end;
    }
}

int html_charset(struct input *in, const char **charset, struct err *err)
{
    char head[HEAD + 1], name[NAME_MAX_SIZE];
    size_t size;
    *charset = NULL;
    if (input_peek(in, 0, head, HEAD, &size, err))
        return -1;
    for (size_t i = 0; i < size; i++) /* what is no ASCII names nothing, and NUL would end it */
        head[i] = head[i] == 0 || (head[i] & 0x80) ? '?' : head[i];
    head[size] = 0;
    find(head, name);
    if (!name[0])
        return 0;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcasecmp(known[i].label, name) == 0) {
            *charset = known[i].iconv;
            return 0;
        }
    return err_set(err, ERR_INPUT, "the page says it is written in %s, which is not read: save it in UTF-8",
                   "このページの文字コード %s は読めません。UTF-8 で保存してください", name);
}
