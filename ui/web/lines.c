#include "ui/web/lines.h"

#include <stdlib.h>
#include <sys/socket.h>

enum {
    HEAD_MS = 30000,
    BODY_MS = 15000,
    BODY_BYTES_A_MS = 200, /* a slow radio link: 200 kB a second */
    REPLY_MS = 30000,
};

int64_t line_deadline(enum line_stage stage, size_t body, int64_t now_ms)
{
    switch (stage) {
    case LINE_HEAD:
        return now_ms + HEAD_MS;
    case LINE_BODY:
        return now_ms + BODY_MS + (int64_t)(body / BODY_BYTES_A_MS);
    case LINE_REPLY:
    case LINE_STREAM:
        return now_ms + REPLY_MS;
    case LINE_NONE:
    case LINE_OURS:
        break;
    }
    return 0;
}

void lines_begin(struct lines *l)
{
    *l = (struct lines){0};
    (void)pthread_mutex_init(&l->lock, NULL);
}

struct line *lines_add(struct lines *l, int fd, const struct net_address *peer, int64_t now_ms)
{
    struct line *line = calloc(1, sizeof *line);
    if (!line)
        return NULL;
    *line = (struct line){.fd = fd, .peer = *peer, .until_ms = line_deadline(LINE_HEAD, 0, now_ms)};
    (void)pthread_mutex_lock(&l->lock);
    line->next = l->first;
    if (l->first)
        l->first->before = line;
    l->first = line;
    (void)pthread_mutex_unlock(&l->lock);
    return line;
}

void lines_remove(struct lines *l, struct line *line)
{
    if (!line)
        return;
    (void)pthread_mutex_lock(&l->lock);
    if (line->before)
        line->before->next = line->next;
    else
        l->first = line->next;
    if (line->next)
        line->next->before = line->before;
    (void)pthread_mutex_unlock(&l->lock);
    free(line);
}

void lines_stage(struct lines *l, struct line *line, enum line_stage stage, size_t body, int64_t now_ms)
{
    if (!line)
        return;
    (void)pthread_mutex_lock(&l->lock);
    line->until_ms = line_deadline(stage, body, now_ms);
    (void)pthread_mutex_unlock(&l->lock);
}

void lines_sweep(struct lines *l, int64_t now_ms)
{
    (void)pthread_mutex_lock(&l->lock);
    for (struct line *line = l->first; line; line = line->next)
        if (line->until_ms && now_ms >= line->until_ms) {
            (void)shutdown(line->fd, SHUT_RDWR);
            line->until_ms = 0;
        }
    (void)pthread_mutex_unlock(&l->lock);
}

void lines_end(struct lines *l)
{
    (void)pthread_mutex_destroy(&l->lock);
}
