/* Waits for whatever comes next: standard input, scanners, time, signals; and does what comes. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/show/field.h"
#include "ui/term/inside.h"
#include "ui/term/rescue.h"

enum {
    LOOK_MS = 1000, /* how often the records of others are looked for */
    AGE_MS = 30000, /* how often the lists' ages are told anew */
};

int64_t term_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- signals ---- */

static volatile sig_atomic_t ended, resized, stopped, continued;

static void note(int number)
{
    switch (number) {
    case SIGWINCH:
        resized = 1;
        break;
    case SIGTSTP:
        stopped = 1;
        break;
    case SIGCONT:
        continued = 1;
        break;
    default:
        ended = 1;
    }
}

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
enum { WATCHED = sizeof watched / sizeof *watched };

struct signals {
    struct sigaction before[WATCHED];
    sigset_t mask;
};

/* They come only while the program waits, so that an act is never cut in two. */
static void signals_begin(struct signals *s)
{
    struct sigaction action = {.sa_handler = note};
    sigset_t block;
    ended = resized = stopped = continued = 0;
    (void)sigemptyset(&action.sa_mask);
    (void)sigemptyset(&block);
    for (size_t i = 0; i < WATCHED; i++) {
        (void)sigaddset(&block, watched[i]);
        (void)sigaction(watched[i], NULL, &s->before[i]);
        if (s->before[i].sa_handler != SIG_IGN) /* nohup */
            (void)sigaction(watched[i], &action, NULL);
    }
    (void)sigprocmask(SIG_BLOCK, &block, &s->mask);
}

/* Stops as a program does that knows nothing of it: not at all, where no shell would go on with it. */
static void signals_stop(void)
{
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigset_t only, mask;
    (void)sigemptyset(&plain.sa_mask);
    (void)sigemptyset(&only);
    (void)sigaddset(&only, SIGTSTP);
    (void)sigaddset(&only, SIGCONT);
    (void)sigaction(SIGTSTP, &plain, &ours);
    (void)raise(SIGTSTP);
    (void)sigprocmask(SIG_UNBLOCK, &only, &mask);
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
    (void)sigaction(SIGTSTP, &ours, NULL);
}

static void signals_end(const struct signals *s)
{
    for (size_t i = 0; i < WATCHED; i++)
        (void)sigaction(watched[i], &s->before[i], NULL);
    (void)sigprocmask(SIG_SETMASK, &s->mask, NULL);
}

/* ---- acts ---- */

void term_call(struct term *t, struct counter_call *call)
{
    if (stand_do(&t->stand, call) == 0 && !t->ask->silent)
        bells_begin(&t->bells, field_text(t->stand.view, "sound"), term_now());
    t->face->answer(t);
}

static int command(struct term *t, const char *line, const char *key, struct commands *c, struct err *err)
{
    if (commands_read(line, t->stand.view, c, err))
        return -1;
    if (c->wants_pin)
        return commands_read(line, t->stand.view, &t->override, err);
    if (c->row->act == ACTS_FIND && find_models(t, c->call.text, err))
        return -1;
    if (c->row->act >= ACTS_MENU)
        return t->face->own(t, c->row, err);
    if (c->row->act == ACT_MODEL && find_choose(t, &c->call, err))
        return -1;
    c->call.key = key;
    term_call(t, &c->call);
    return 0;
}

void term_command(struct term *t, const char *line, const char *key)
{
    struct err err = {0};
    struct commands *c = calloc(1, sizeof *c);
    if (c ? command(t, line, key, c, &err) : err_memory(&err)) {
        t->stand.failed = true;
        t->face->trouble(t, &err);
    }
    if (c)
        commands_clear(c);
    free(c);
}

const char *term_scanners(const struct term *t, char out[TERM_SCANNERS])
{
    const struct scanner *all[] = {&t->serial, &t->usb};
    out[0] = 0;
    for (size_t i = 0; i < 2; i++)
        if (all[i]->said && all[i]->fd < 0) {
            size_t at = strlen(out);
            (void)snprintf(out + at, TERM_SCANNERS - at, "%s%s: %s", at ? " · " : "",
                           words_in((struct words){"SCANNER AWAY", "スキャナーが外れています"}, stand_lang(&t->stand)),
                           all[i]->said);
        }
    return out;
}

/* ---- what comes ---- */

static void take_scanner(struct term *t, struct scanner *s, int64_t now_ms)
{
    char bytes[4096];
    struct framing_line line;
    bool away = s->fd < 0;
    size_t size = scanner_read(s, bytes, sizeof bytes, now_ms);
    const char *at = bytes;
    while (scanner_take(s, &at, &size, &line))
        lines_put(t, ORIGIN_SCAN, false, &line);
    if (away != (s->fd < 0))
        t->face->change(t);
}

static void wake_scanner(struct term *t, struct scanner *s, int64_t now_ms)
{
    struct framing_line line;
    bool away = s->fd < 0;
    if (scanner_wake(s, now_ms, &line))
        lines_put(t, ORIGIN_SCAN, false, &line);
    if (away != (s->fd < 0))
        t->face->change(t);
}

static void look_about(struct term *t, int64_t now_ms)
{
    bool changed = now_ms >= t->age_ms;
    if (changed)
        t->age_ms = now_ms + AGE_MS;
    if (stand_catch_up(&t->stand, &changed))
        t->face->trouble(t, &t->stand.err);
    else if (changed)
        t->face->change(t);
}

static void ring(struct term *t, int64_t now_ms)
{
    if (bells_next(&t->bells, now_ms))
        (void)!write(STDOUT_FILENO, "\a", 1); /* a sound that fails is no failure */
}

static int64_t sooner(int64_t a, int64_t b)
{
    return !a ? b : !b ? a : a < b ? a : b;
}

static int64_t due(const struct term *t, int64_t look_ms)
{
    int64_t at = sooner(look_ms, t->face->due(t));
    at = sooner(at, bells_due(&t->bells));
    return sooner(at, sooner(scanner_due(&t->serial), scanner_due(&t->usb)));
}

enum { INPUT, SERIAL, USB, FILES };

static int wait(struct term *t, const sigset_t *mask, int64_t until_ms, struct pollfd file[FILES], struct err *err)
{
    file[INPUT] = (struct pollfd){.fd = t->input_ended ? -1 : STDIN_FILENO, .events = POLLIN};
    file[SERIAL] = (struct pollfd){.fd = t->serial.said ? t->serial.fd : -1, .events = POLLIN};
    file[USB] = (struct pollfd){.fd = t->usb.said ? t->usb.fd : -1, .events = POLLIN};
    int64_t ms = until_ms - term_now();
    struct timespec time = {.tv_sec = ms > 0 ? ms / 1000 : 0, .tv_nsec = ms > 0 ? ms % 1000 * 1000000 : 0};
    if (ppoll(file, FILES, &time, mask) >= 0)
        return 0;
    for (int i = 0; i < FILES; i++)
        file[i].revents = 0;
    return errno == EINTR ? 0 : err_set(err, ERR_IO, "poll: %s", "poll: %s", strerror(errno));
}

static bool finished(const struct term *t)
{
    return t->over || ended || (t->input_ended && !t->serial.said && !t->usb.said);
}

/* Whoever has the terminal meanwhile finds it as it was, and may leave it otherwise; even when this program was stopped
 * without being asked (SIGSTOP). */
static void take_signals(struct term *t)
{
    if (stopped || continued)
        t->face->pause(t);
    if (stopped)
        signals_stop();
    if (stopped || continued)
        t->face->resume(t);
    else if (resized)
        t->face->change(t);
    resized = stopped = continued = 0;
}

static int loop(struct term *t, const struct signals *signals, struct err *err)
{
    struct pollfd file[FILES];
    int64_t look_ms = term_now() + LOOK_MS;
    t->age_ms = term_now() + AGE_MS;
    while (!finished(t)) {
        if (wait(t, &signals->mask, due(t, look_ms), file, err))
            return -1;
        int64_t now_ms = term_now();
        take_signals(t);
        if (file[INPUT].revents)
            t->face->readable(t, now_ms);
        t->face->wake(t, now_ms);
        if (file[SERIAL].revents)
            take_scanner(t, &t->serial, now_ms);
        if (file[USB].revents)
            take_scanner(t, &t->usb, now_ms);
        wake_scanner(t, &t->serial, now_ms);
        wake_scanner(t, &t->usb, now_ms);
        lines_work(t);
        ring(t, term_now());
        if (now_ms >= look_ms) {
            look_about(t, now_ms);
            look_ms = now_ms + LOOK_MS;
        }
    }
    return 0;
}

/* ---- from beginning to end ---- */

static int begin_station(struct term *t, struct err *err)
{
    const struct term_ask *ask = t->ask;
    struct counter_call lang = {.act = ACT_LANG, .lang = ask->lang};
    struct counter_call operator_name = {.act = ACT_OPERATOR, .name = ask->operator_name};
    if (stand_open(ask->counter, ask->station, &t->stand, err))
        return -1;
    if (stand_lang(&t->stand) != ask->lang && stand_do(&t->stand, &lang))
        goto failed;
    if (ask->operator_name && stand_do(&t->stand, &operator_name))
        goto failed;
    return stand_look(&t->stand, err);
failed:
    *err = t->stand.err;
    return -1;
}

static int begin_files(struct term *t, struct err *err)
{
    const struct term_ask *ask = t->ask;
    if (pending_open(ask->folder, ask->station, &t->pending, err))
        return -1;
    if (ask->serial && scanner_open(false, ask->serial, term_now(), &t->serial, err))
        return -1;
    return ask->usb ? scanner_open(true, ask->usb, term_now(), &t->usb, err) : 0;
}

/* The open consignment of that name; 0 when there is none. */
static int find_consignment(struct term *t, int64_t *id, struct err *err)
{
    struct buffer json = {0};
    cJSON *list = NULL;
    const cJSON *one;
    *id = 0;
    int rc = counter_consignments(t->ask->counter, &json, err);
    if (rc == 0)
        rc = field_parse(json.bytes ? json.bytes : "", &list, err);
    cJSON_ArrayForEach(one, field(list, "consignments")) if (!*id && !field(one, "closed_at") &&
                                                             field_is(one, "name", t->ask->consignment)) *id =
        field_number(one, "id");
    cJSON_Delete(list);
    buffer_clear(&json);
    return rc;
}

static int begin_consignment(struct term *t, struct err *err)
{
    struct counter_call call = {.act = ACT_OPEN, .name = t->ask->consignment};
    if (!t->ask->consignment)
        return 0;
    if (find_consignment(t, &call.number, err))
        return -1;
    if (call.number && call.number == field_number(field(t->stand.view, "consignment"), "id"))
        return 0;
    if (call.number)
        call.act = ACT_JOIN;
    term_call(t, &call);
    return 0;
}

static int run(struct term *t, const struct signals *signals, struct err *err)
{
    if (begin_files(t, err) || begin_station(t, err) || t->face->begin(t, err))
        return -1;
    int rc = lines_resume(t, err);
    if (rc == 0)
        rc = begin_consignment(t, err);
    if (rc == 0)
        rc = loop(t, signals, err);
    t->face->end(t);
    return rc;
}

int term_run(const struct term_ask *ask, struct term_end *out, struct err *err)
{
    struct term t = {.ask = ask, .face = ask->plain ? &plain_face : &full_face, .pending = {.fd = -1}};
    struct signals signals;
    signals_begin(&signals);
    rescue_begin();
    int rc = run(&t, &signals, err);
    rescue_end();
    signals_end(&signals);
    stand_sum(&t.stand);
    *out = (struct term_end){t.stand.failed, t.stand.any, t.stand.worst};
    scanner_close(&t.serial);
    scanner_close(&t.usb);
    pending_close(&t.pending);
    stand_close(&t.stand);
    buffer_clear(&t.queue);
    cJSON_Delete(t.found);
    free(t.own);
    return rc;
}
