/* An HTTP server that misbehaves, for tests: each path is one fault. Speaks plain HTTP on 127.0.0.1 (nginx puts TLS
 * before it), prints its port on the first line, and ends when its standard input does.
 *   fault_server </dev/null is no use: give it a pipe that stays open. */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MAX = 8192, DRIP_MS = 100, SECONDS_MAX = 60, CHILDREN_MAX = 500 };

/* False when the other side has gone. */
static bool say(int fd, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t n = send(fd, text, size, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        text += n;
        size -= (size_t)n;
    }
    return true;
}

static void head(int fd, const char *more)
{
    static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n";
    (void)say(fd, ok, sizeof ok - 1);
    (void)say(fd, more, strlen(more));
    (void)say(fd, "\r\n", 2);
}

static const char list[] = "number,level,status,product,vendor,models,issued,expires\n"
                           "DEMO-0001,1,Active,Demo Router,Demo Works Inc.,DR-100,2025-06-01,2990-05-31\n";

/* Waits until the other side hangs up. */
static void hold(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char byte;
    while (poll(&p, 1, SECONDS_MAX * 1000) > 0 && recv(fd, &byte, 1, 0) > 0)
        ;
}

static void drip(int fd)
{
    head(fd, "Content-Length: 1000000\r\n");
    for (int i = 0; i < SECONDS_MAX * 1000 / DRIP_MS && say(fd, "x", 1); i++)
        nanosleep(&(struct timespec){.tv_nsec = DRIP_MS * 1000000}, NULL);
}

static void stall(int fd)
{
    head(fd, "Content-Length: 1000000\r\n");
    (void)say(fd, list, sizeof list - 1);
    hold(fd);
}

static void silent(int fd)
{
    hold(fd);
}

static void truncated(int fd)
{
    head(fd, "Content-Length: 1000000\r\n");
    (void)say(fd, list, sizeof list - 1);
}

static void shorter(int fd)
{
    head(fd, "Content-Length: 30\r\n");
    (void)say(fd, list, sizeof list - 1);
}

static void chunks(int fd)
{
    head(fd, "Transfer-Encoding: chunked\r\n");
    (void)say(fd, "ffff\r\n", 6);
    (void)say(fd, list, sizeof list - 1);
}

static void endless(int fd)
{
    char block[4096];
    memset(block, 'x', sizeof block);
    head(fd, "");
    while (say(fd, block, sizeof block))
        ;
}

static void noise(int fd)
{
    (void)say(fd, "\x01\x02 this is no HTTP\r\n\r\n", 21);
}

static void headers(int fd)
{
    static const char line[] = "X-Demo: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n";
    (void)say(fd, "HTTP/1.1 200 OK\r\n", 17);
    while (say(fd, line, sizeof line - 1))
        ;
}

static void nothing(int fd)
{
    (void)fd;
}

static const struct {
    const char *path;
    void (*answer)(int fd);
} faults[] = {
    {"/drip", drip},     {"/stall", stall},     {"/silent", silent}, {"/truncated", truncated}, {"/shorter", shorter},
    {"/chunks", chunks}, {"/endless", endless}, {"/noise", noise},   {"/headers", headers},     {"/nothing", nothing},
};

static void answer(int fd)
{
    char request[REQUEST_MAX] = "";
    size_t size = 0;
    while (size + 1 < sizeof request && !strstr(request, "\r\n\r\n")) {
        ssize_t n = recv(fd, request + size, sizeof request - 1 - size, 0);
        if (n <= 0)
            return;
        size += (size_t)n;
        request[size] = 0;
    }
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        size_t length = strlen(faults[i].path);
        if (strncmp(request, "GET ", 4) == 0 && strncmp(request + 4, faults[i].path, length) == 0 &&
            request[4 + length] == ' ')
            faults[i].answer(fd);
    }
}

/* In a process of its own, so that one that stalls holds nobody up. */
static void serve(int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd < 0)
        return;
    if (fork() == 0) {
        (void)alarm(SECONDS_MAX);
        answer(fd);
        (void)shutdown(fd, SHUT_RDWR);
        _exit(0);
    }
    (void)close(fd);
}

int main(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    (void)signal(SIGCHLD, SIG_IGN);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) || listen(listener, SOMAXCONN) ||
        getsockname(listener, (struct sockaddr *)&at, &size)) {
        perror("fault_server");
        return 1;
    }
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (int i = 0; i < CHILDREN_MAX; i++) {
        struct pollfd p[2] = {{.fd = listener, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
        if (poll(p, 2, -1) < 0 || p[1].revents)
            break;
        serve(listener);
    }
    return 0;
}
