#include "ui/term/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/buffer.h"
#include "app/base/text.h"
#include "ui/show/field.h"

enum { FILE_MAX = 4 * 1024 * 1024, DIGITS_MAX = 15 };

bool commands_is(const char *line)
{
    return line[0] == ':' && ((line[1] >= 'a' && line[1] <= 'z') || !line[1]);
}

/* A number in front of `*at`, and moves behind it; 0 for none. */
static int64_t take_number(char **at)
{
    size_t digits = strspn(*at, "0123456789");
    if (digits == 0 || digits > DIGITS_MAX || ((*at)[digits] && (*at)[digits] != ' '))
        return 0;
    int64_t number = strtoll(*at, NULL, 10);
    *at = text_trim(*at + digits);
    return number;
}

/* "NAME; REST": ends NAME there and gives the rest, "" for none. */
static char *take_part(char *text)
{
    char *semicolon = strchr(text, ';');
    if (!semicolon)
        return text + strlen(text);
    *semicolon = 0;
    text_trim(text);
    return text_trim(semicolon + 1);
}

static const char *none_for_empty(const char *text)
{
    return text[0] ? text : NULL;
}

/* ---- which box ---- */

static int several(const cJSON *alerts, struct err *err)
{
    struct buffer list = {0};
    const cJSON *alert;
    cJSON_ArrayForEach(alert, alerts) buffer_format(&list, " %" PRId64, field_number(alert, "seq"));
    int rc = list.failed ? err_memory(err)
                         : err_set(err, ERR_USAGE, "several boxes wait: say which by its record, one of%s",
                                   "処置待ちの箱が複数あります。記録番号で指定してください:%s", list.bytes);
    buffer_clear(&list);
    return rc;
}

/* The box answered last when it is held, else the only one that is. */
static int default_box(const cJSON *view, int64_t *seq, struct err *err)
{
    const cJSON *alerts = field(view, "alerts"), *last = field(view, "last"), *alert;
    cJSON_ArrayForEach(alert, alerts) if (field_number(alert, "seq") == field_number(last, "seq"))
    {
        *seq = field_number(last, "seq");
        return 0;
    }
    if (cJSON_GetArraySize(alerts) > 1)
        return several(alerts, err);
    *seq = field_number(cJSON_GetArrayItem(alerts, 0), "seq"); /* none: the counter says so */
    return 0;
}

static int read_disposition(char *rest, const cJSON *view, struct commands *out, struct err *err)
{
    out->call.seq = take_number(&rest);
    if (!out->call.seq && default_box(view, &out->call.seq, err))
        return -1;
    out->call.disposition = out->row->how;
    switch (out->row->how) {
    case DISPOSITION_STATEMENT:
        out->call.items = rest;
        return 0;
    case DISPOSITION_OVERRIDE:
        out->call.reason = none_for_empty(take_part(rest));
        out->call.name = none_for_empty(rest);
        out->wants_pin = true;
        return 0;
    case DISPOSITION_NONE:
        return err_set(err, ERR_USAGE, "say what is done with it: :quarantined, :returned, :statement or :override",
                       "処置を指定してください: :quarantined、:returned、:statement、:override");
    default:
        out->call.reason = none_for_empty(rest);
        return 0;
    }
}

/* ---- the others ---- */

static int read_markets(char *list, struct counter_call *call, struct err *err)
{
    char *rest = NULL;
    for (char *word = strtok_r(list, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
        enum market market = market_from_name(word);
        if (!market || call->markets == CHECK_MARKETS_MAX)
            return err_set(err, ERR_USAGE, "\"%s\" is no market: gb, ni, jp", "「%s」は市場ではありません: gb、ni、jp",
                           word);
        call->market[call->markets++] = market;
    }
    return 0;
}

static int read_open(char *name, struct commands *out, struct err *err)
{
    char *supplier = take_part(name), *markets = take_part(supplier);
    out->call.name = none_for_empty(name);
    out->call.supplier = none_for_empty(supplier);
    return read_markets(markets, &out->call, err);
}

int commands_file(const char *path, char **out, struct err *err)
{
    struct buffer whole = {.max = FILE_MAX};
    char piece[4096];
    ssize_t size = -1;
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    while (fd >= 0 && (size = read(fd, piece, sizeof piece)) > 0)
        buffer_put(&whole, piece, (size_t)size);
    int why = errno;
    if (fd >= 0)
        close(fd);
    int rc = 0;
    if (fd < 0 || size < 0)
        rc = err_set(err, ERR_INPUT, "%s cannot be read: %s", "%s を読めません: %s", path, strerror(why));
    else if (whole.failed)
        rc = err_set(err, ERR_INPUT, "%s is larger than %d bytes", "%s は %d バイトより大きいファイルです", path,
                     FILE_MAX);
    else if (text_from_bytes(whole.bytes ? whole.bytes : "", whole.size, out, err))
        rc = -1;
    else if (!*out)
        rc = err_set(err, ERR_INPUT, "%s is no text", "%s は文字のファイルではありません", path);
    buffer_clear(&whole);
    return rc;
}

static int read_rest(char *rest, const cJSON *view, struct commands *out, struct err *err)
{
    struct counter_call *call = &out->call;
    switch (out->row->act) {
    case ACT_DISPOSE:
        return read_disposition(rest, view, out, err);
    case ACT_OPEN:
        return read_open(rest, out, err);
    case ACT_EXPECTED:
        if (commands_file(rest, &out->file, err))
            return -1;
        call->text = out->file;
        return 0;
    case ACT_CLOSE:
        call->disposition = out->row->how;
        return 0;
    case ACT_QUANTITY:
    case ACT_MODEL:
    case ACT_JOIN:
        call->number = take_number(&rest);
        return 0;
    case ACT_UNDO:
    case ACT_DROP:
        call->reason = none_for_empty(rest);
        return 0;
    case ACT_LANG:
        call->lang = field_is(field(view, "station"), "lang", "ja") ? LANG_EN : LANG_JA;
        return 0;
    default:
        call->text = call->name = rest; /* each act looks at one of them */
        return 0;
    }
}

int commands_read(const char *line, const cJSON *view, struct commands *out, struct err *err)
{
    *out = (struct commands){.row = NULL};
    text_copy(out->text, sizeof out->text, line + 1);
    size_t size = strcspn(out->text, " ");
    out->row = acts_by_command(out->text, size);
    if (!out->row)
        return err_set(err, ERR_USAGE, "there is no command \":%.40s\". :help names them",
                       "「:%.40s」というコマンドはありません。:help で一覧を表示します", out->text);
    out->call.act = out->row->act < ACTS_MENU ? (enum counter_act)out->row->act : ACT_NONE;
    return read_rest(text_trim(out->text + size), view, out, err);
}

void commands_clear(struct commands *c)
{
    free(c->file);
    c->file = NULL;
}
