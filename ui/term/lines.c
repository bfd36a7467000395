/* Lines that came in. They stand in a queue and in the file of pending ones before the first of them is done. */
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/term/inside.h"

enum { QUEUE_MAX = 8 * 1024 * 1024 };

/* What a line is, as its first character in the queue. */
enum { IS_SCAN = 's', IS_TYPED = 't', IS_COMMAND = 'c', IS_PIN = 'p' };

static void trouble(struct term *t, const struct err *err)
{
    t->stand.failed = true;
    t->face->trouble(t, err);
}

static void refuse(struct term *t, const char *en, const char *ja)
{
    struct err err;
    (void)err_set(&err, ERR_INPUT, "%s", "%s", t->ask->lang == LANG_JA ? ja : en);
    trouble(t, &err);
}

static void put(struct term *t, char kind, const char *key, const char *text)
{
    t->queue.max = QUEUE_MAX;
    buffer_char(&t->queue, kind);
    buffer_put(&t->queue, key, strlen(key) + 1);
    buffer_put(&t->queue, text, strlen(text) + 1);
}

static const char override_command[] = ":override";

static bool is_override(const char *text)
{
    return !strncmp(text, override_command, sizeof override_command - 1);
}

/* The file has no PIN, and so no command that wants one. */
static int keep(struct term *t, char kind, const char *key, const char *text, struct err *err)
{
    if (kind == IS_PIN || (kind == IS_COMMAND && is_override(text)))
        return 0;
    enum origin how = kind == IS_SCAN ? ORIGIN_SCAN : kind == IS_TYPED ? ORIGIN_TYPED : ORIGIN_NONE;
    return pending_put(&t->pending, key, how, text, err);
}

static char kind_of(struct term *t, enum origin how, bool obey, const char *text)
{
    if (obey && t->secret) {
        t->secret = false;
        return IS_PIN;
    }
    if (!obey || !commands_is(text))
        return how == ORIGIN_TYPED ? IS_TYPED : IS_SCAN;
    t->secret = is_override(text);
    return IS_COMMAND;
}

void lines_put(struct term *t, enum origin how, bool obey, const struct framing_line *line)
{
    char key[PENDING_KEY], *text = NULL;
    struct err err = {0};
    if (line->lost) {
        refuse(t, "this computer lost keys of that scan, and nothing of it was taken: read it again",
               "このコンピューターが入力の一部を取りこぼしたため、何も受け付けていません。もう一度読み取ってください");
        return;
    }
    if (line->too_long) {
        refuse(t, "a line longer than any code was not taken", "コードとしては長すぎる行なので受け付けていません");
        return;
    }
    if (text_from_bytes(line->bytes, line->size, &text, &err)) {
        trouble(t, &err);
        return;
    }
    if (!text) {
        refuse(t, "what came is no text, and was not taken", "文字として読めないため受け付けていません");
        return;
    }
    if (!obey && commands_is(text) && acts_by_command(text + 1, strcspn(text + 1, " "))) {
        refuse(t, "a scan commands nothing: type it; for commands in a pipe, start with --commands",
               "読み取りではコマンドを実行しません。入力してください。パイプからは --commands を付けて起動します");
        free(text);
        return;
    }
    stand_key(key);
    char kind = kind_of(t, how, obey, text);
    if (keep(t, kind, key, text, &err))
        trouble(t, &err);
    else
        put(t, kind, key, text);
    explicit_bzero(text, strlen(text));
    free(text);
}

/* ---- doing them ---- */

static void do_pin(struct term *t, const char *pin)
{
    if (!t->override.row) {
        refuse(t, "this line was taken for a PIN, and nothing wants one",
               "PIN として受け取りましたが、求めている操作はありません");
        return;
    }
    t->override.call.pin = pin;
    term_call(t, &t->override.call);
    t->override = (struct commands){.row = NULL};
}

static void do_line(struct term *t, char kind, const char *key, const char *text)
{
    struct counter_call call = {.key = key, .act = ACT_SCAN, .text = text};
    call.how = kind == IS_TYPED ? ORIGIN_TYPED : ORIGIN_SCAN;
    t->face->came(t, call.how, kind == IS_PIN ? NULL : text);
    if (kind == IS_PIN)
        do_pin(t, text);
    else if (kind == IS_COMMAND)
        term_command(t, text, key);
    else
        term_call(t, &call);
}

void lines_work(struct term *t)
{
    struct err err = {0};
    bool any = t->queue.size > 0, over = t->over; /* what came before the end is done; behind ":quit" nothing is */
    if (t->queue.failed)
        refuse(t, "too much came at once: some was not taken", "一度に多くの行が来たため、一部を受け付けていません");
    for (size_t at = 0; at < t->queue.size && t->over == over;) {
        const char *key = t->queue.bytes + at + 1, *text = key + strlen(key) + 1;
        do_line(t, t->queue.bytes[at], key, text);
        at = (size_t)(text + strlen(text) + 1 - t->queue.bytes);
    }
    if (t->queue.bytes)
        explicit_bzero(t->queue.bytes, t->queue.size);
    buffer_reset(&t->queue);
    t->queue.failed = false;
    if (any && pending_done(&t->pending, &err))
        trouble(t, &err);
}

/* ---- after a program that died ---- */

static int each(void *ctx, const char *key, enum origin how, const char *text)
{
    put(ctx, how == ORIGIN_SCAN ? IS_SCAN : how == ORIGIN_TYPED ? IS_TYPED : IS_COMMAND, key, text);
    return 0;
}

int lines_resume(struct term *t, struct err *err)
{
    if (pending_read(&t->pending, each, t, err))
        return -1;
    lines_work(t);
    return 0;
}
