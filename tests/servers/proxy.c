/* A proxy for tests: CONNECT to 127.0.0.1 and nowhere else. Prints its port on the first line, ends when its standard
 * input does. What it was asked stands in the file that it is given, a line each.
 *   proxy_server LOG [USER:PASSWORD in base64] */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_MAX = 8192, CLIENTS_MAX = 500, SECONDS_MAX = 60 };

static const char *log_path, *password;

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

static void note(const char *line)
{
    FILE *log = fopen(log_path, "a");
    if (!log)
        return;
    fprintf(log, "%.*s\n", (int)strcspn(line, "\r\n"), line);
    (void)fclose(log);
}

/* Bytes both ways until one side has gone. */
static void relay(int a, int b)
{
    char bytes[16384];
    struct pollfd p[2] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    while (poll(p, 2, SECONDS_MAX * 1000) > 0)
        for (int i = 0; i < 2; i++) {
            ssize_t n = p[i].revents ? recv(p[i].fd, bytes, sizeof bytes, 0) : 1;
            if (n <= 0 || (p[i].revents && !say(p[1 - i].fd, bytes, (size_t)n)))
                return;
        }
}

static int connect_to(int port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0 ? fd : -1;
}

static void answer(int fd)
{
    static const char here[] = "CONNECT 127.0.0.1:",
                      refused[] = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
                      who[] = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
                              "Content-Length: 0\r\nConnection: close\r\n\r\n",
                      ok[] = "HTTP/1.1 200 Connection established\r\n\r\n";
    char request[REQUEST_MAX] = "";
    size_t size = 0;
    while (size + 1 < sizeof request && !strstr(request, "\r\n\r\n")) {
        ssize_t n = recv(fd, request + size, sizeof request - 1 - size, 0);
        if (n <= 0)
            return;
        size += (size_t)n;
        request[size] = 0;
    }
    note(request);
    int to = strncmp(request, here, sizeof here - 1) == 0 ? connect_to(atoi(request + sizeof here - 1)) : -1;
    if (password && !strstr(request, password))
        (void)say(fd, who, sizeof who - 1);
    else if (to < 0)
        (void)say(fd, refused, sizeof refused - 1);
    else if (say(fd, ok, sizeof ok - 1))
        relay(fd, to);
}

int main(int argc, char **argv)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    log_path = argc > 1 ? argv[1] : "/dev/null";
    password = argc > 2 ? argv[2] : NULL;
    (void)signal(SIGCHLD, SIG_IGN);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) || listen(listener, SOMAXCONN) ||
        getsockname(listener, (struct sockaddr *)&at, &size)) {
        perror("proxy_server");
        return 1;
    }
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (int i = 0; i < CLIENTS_MAX; i++) {
        struct pollfd p[2] = {{.fd = listener, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
        if (poll(p, 2, -1) < 0 || p[1].revents)
            break;
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0 && fork() == 0) {
            (void)alarm(SECONDS_MAX);
            answer(fd);
            (void)shutdown(fd, SHUT_RDWR);
            _exit(0);
        }
        if (fd >= 0)
            (void)close(fd);
    }
    return 0;
}
