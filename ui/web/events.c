#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ui/web/inside.h"
#include "ui/web/tick.h"

/* One stream: the view of a station, whenever it changed. A thread of its own waits here. */
struct events {
    struct server *server;
    struct line *line;
    int64_t station, told, sent_ms;
    struct buffer out; /* owned; what is on its way */
    size_t at;
};

enum {
    STREAMS_EACH = 8, /* of one station */
    BLOCK = 16384,
    HEARTBEAT_MS = 15000,
    LOOK_MS = 1000,   /* whether the other end is still there */
    BETWEEN_MS = 200, /* two views: whoever acted has its own in the reply */
};

static unsigned *streams_of(struct server *s, int64_t station)
{
    return &s->streams[(size_t)station % STATIONS_MAX];
}

static bool is_gone(const struct events *e)
{
    struct pollfd p = {.fd = e->line ? e->line->fd : -1, .events = POLLRDHUP};
    return poll(&p, 1, 0) > 0 && p.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

/* The view as an event, or what keeps the line warm. False: it is over. */
static bool fill(struct events *e, bool news)
{
    struct err err;
    buffer_reset(&e->out);
    e->at = 0;
    e->sent_ms = tick_now();
    if (!news) {
        buffer_text(&e->out, ":\n\n");
        return !e->out.failed;
    }
    buffer_text(&e->out, "event: state\ndata: ");
    struct counter *c = desk_take(&e->server->desk);
    int rc = counter_view(c, e->station, &e->out, &err); /* not when it was cut off */
    desk_give(&e->server->desk);
    buffer_text(&e->out, "\n\n");
    return rc == 0 && !e->out.failed;
}

static bool wait_for_news(struct events *e)
{
    int64_t since = tick_now() - e->sent_ms;
    if (e->told >= 0 && since < BETWEEN_MS) {
        struct timespec rest = {0, (BETWEEN_MS - since) * 1000000};
        (void)nanosleep(&rest, NULL);
    }
    for (;;) {
        int64_t told = e->told;
        if (!desk_wait(&e->server->desk, &told, LOOK_MS) || is_gone(e))
            return false;
        if (told != e->told) {
            e->told = told;
            return fill(e, true);
        }
        if (tick_now() - e->sent_ms >= HEARTBEAT_MS)
            return fill(e, false);
    }
}

static ssize_t more(void *cls, uint64_t at, char *to, size_t room)
{
    struct events *e = cls;
    (void)at;
    if (e->at == e->out.size) {
        lines_stage(&e->server->lines, e->line, LINE_OURS, 0, tick_now());
        if (!wait_for_news(e))
            return MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t size = e->out.size - e->at;
    size = size < room ? size : room;
    memcpy(to, e->out.bytes + e->at, size);
    e->at += size;
    lines_stage(&e->server->lines, e->line, LINE_STREAM, 0, tick_now());
    return (ssize_t)size;
}

static void end(void *cls)
{
    struct events *e = cls;
    (void)pthread_mutex_lock(&e->server->lock);
    --*streams_of(e->server, e->station);
    (void)pthread_mutex_unlock(&e->server->lock);
    buffer_clear(&e->out);
    free(e);
}

int events_open(struct request *r, struct reply *out, struct err *err)
{
    struct server *s = r->server;
    struct events *e = calloc(1, sizeof *e);
    if (!e)
        return err_memory(err);
    *e = (struct events){.server = s, .line = r->line, .station = r->station, .told = -1};
    (void)pthread_mutex_lock(&s->lock);
    bool many = *streams_of(s, r->station) >= STREAMS_EACH;
    if (!many)
        ++*streams_of(s, r->station);
    (void)pthread_mutex_unlock(&s->lock);
    if (many) {
        free(e);
        reply_error(out, REPLY_TOO_MANY, NULL);
        out->retry_ms = LOOK_MS;
        return 0;
    }
    out->stream = mhd_library.from_callback(MHD_SIZE_UNKNOWN, BLOCK, more, e, end);
    if (out->stream)
        return 0;
    end(e);
    return err_memory(err);
}
