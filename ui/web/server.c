#include "ui/web/server.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/web/inside.h"
#include "ui/web/tick.h"

enum {
    CONNECTIONS_MAX = 256,
    CONNECTIONS_EACH = 64, /* of one address */
    HEAD_BYTES = 16 * 1024,
    STACK_BYTES = 512 * 1024,
    IDLE_S = 60,
    LOOK_MS = 500,
    DESCRIPTORS_REST_MS = 100,
};

/* ---- connections ---- */

static void on_connection(void *cls, struct MHD_Connection *connection, void **line,
                          enum MHD_ConnectionNotificationCode what)
{
    struct server *s = cls;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        lines_remove(&s->lines, *line);
        *line = NULL;
        return;
    }
    const union MHD_ConnectionInfo *fd = mhd_library.connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *who = mhd_library.connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct net_address peer = {0};
    if (who && who->client_addr->sa_family == AF_INET6)
        memcpy(&peer.v6, who->client_addr, sizeof peer.v6);
    else if (who)
        memcpy(&peer.v4, who->client_addr, sizeof peer.v4);
    *line = fd ? lines_add(&s->lines, fd->connect_fd, &peer, tick_now()) : NULL;
}

static void accept_one(struct server *s, int listener)
{
    struct net_address peer;
    int fd = listen_accept(listener, &peer);
    if (fd >= 0)
        (void)mhd_library.add_connection(s->daemon, fd, &peer.any, net_address_size(&peer)); /* closes it otherwise */
    else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
        (void)poll(NULL, 0, DESCRIPTORS_REST_MS);
}

/* ---- the loop ---- */

/* Callers, late clients, what other programs recorded, until a signal comes; it is let through only while this waits.
 */
static void serve(struct server *s, const sigset_t *through)
{
    struct pollfd wait[NET_ADDRESS_MAX];
    const struct listeners *l = s->ask.listeners;
    const struct timespec most = {0, LOOK_MS * 1000000};
    int64_t looked = tick_now();
    while (!s->ask.stopped()) {
        for (size_t i = 0; i < l->count; i++)
            wait[i] = (struct pollfd){.fd = l->fd[i], .events = POLLIN};
        int ready = ppoll(wait, l->count, &most, through);
        for (size_t i = 0; ready > 0 && i < l->count; i++)
            if (wait[i].revents)
                accept_one(s, l->fd[i]);
        if (tick_now() - looked >= LOOK_MS) {
            looked = tick_now();
            lines_sweep(&s->lines, looked);
            desk_look(&s->desk);
        }
    }
}

/* ---- start and stop ---- */

static void name_all(struct server *s)
{
    static const char *const here[] = {"localhost", "127.0.0.1", "[::1]"};
    char text[NET_ADDRESS_TEXT], name[ORIGINS_NAME];
    const struct listeners *l = s->ask.listeners;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        origins_add(&s->origins, here[i]);
    for (size_t i = 0; i < l->count; i++) {
        const char *form = l->address[i].any.sa_family == AF_INET6 ? "[%s]" : "%s";
        (void)snprintf(name, sizeof name, form, net_address_text(&l->address[i], text));
        origins_add(&s->origins, name);
    }
    if (s->ask.host_name) {
        origins_add(&s->origins, s->ask.host_name);
        if (snprintf(name, sizeof name, "%s.local", s->ask.host_name) < (int)sizeof name)
            origins_add(&s->origins, name);
    }
}

static void set_limits(struct server *s)
{
    s->wrong_code.rate = (struct rate){1.0 / 12, 5};
    s->wrong_token.rate = (struct rate){1, 60};
    s->rate[RATE_ACT].rate = (struct rate){30, 60};
    s->rate[RATE_FRAME].rate = (struct rate){30, 30};
    s->rate[RATE_LOOK].rate = (struct rate){30, 60};
}

static int start(struct server *s, struct err *err)
{
    bool tls = s->ask.certificate != NULL;
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC |
                     MHD_USE_NO_LISTEN_SOCKET | (tls ? MHD_USE_TLS : 0);
    struct MHD_OptionItem secure[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)s->ask.certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)s->ask.key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    s->daemon = mhd_library.start_daemon(
        flags, 0, NULL, NULL, request_go_on, s, MHD_OPTION_NOTIFY_COMPLETED, request_end, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_URI_LOG_CALLBACK, request_begin, s,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_EACH, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, tls ? secure : none, MHD_OPTION_END);
    if (s->daemon)
        return 0;
    return err_set(err, ERR_IO, "the server cannot be started%s", "サーバーを開始できません%s", tls ? " (TLS)" : "");
}

int server_run(const struct server_ask *ask, struct err *err)
{
    struct server *s = calloc(1, sizeof *s);
    sigset_t ours, before;
    if (!s)
        return err_memory(err);
    s->ask = *ask;
    s->token = secret_of(ask->token);
    s->origins = (struct origins){.tls = ask->certificate != NULL, .port = ask->listeners->port};
    name_all(s);
    set_limits(s);
    (void)snprintf(s->cookie, sizeof s->cookie, "%skenpin-%u", s->origins.tls ? "__Host-" : "", s->origins.port);
    lines_begin(&s->lines);
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)sigemptyset(&ours);
    (void)sigaddset(&ours, SIGINT);
    (void)sigaddset(&ours, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &ours, &before); /* for all threads */
    int rc = mhd_library_load(err) || desk_begin(&s->desk, ask->counter, err) || start(s, err) ? -1 : 0;
    if (!rc) {
        serve(s, &before);
        desk_close(&s->desk);
        mhd_library.stop_daemon(s->daemon);
        desk_end(&s->desk);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_mutex_destroy(&s->lock);
    lines_end(&s->lines);
    free(s);
    return rc;
}
