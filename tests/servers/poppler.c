/* Stands in for poppler's pdfinfo and pdftoppm, by the name it is called by, and does what the document tells it: a
 * text such as "%PDF-1.7 draw:hang %%EOF" on standard input. Built without sanitizers, as it is locked in as the real
 * ones are. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DOCUMENT_MAX = 4096, WIDTH = 300, HEIGHT = 200 };

static char document[DOCUMENT_MAX];

static void hang(void)
{
    for (;;)
        (void)usleep(1000);
}

static void flood(FILE *to, const char *with)
{
    for (;;)
        (void)fputs(with, to);
}

/* One inch and a half by one, at 200 dots an inch. */
static void draw(int width, int height, long pixels)
{
    printf("P5\n%d %d\n255\n", width, height);
    for (long i = 0; i < pixels; i++)
        (void)putchar(255);
}

/* ---- what it may not do: each that works is a complaint ---- */

static void works(const char *what, bool it_does)
{
    if (it_does)
        fprintf(stderr, "Syntax Error: could %s\n", what);
}

/* "home:/path " of the document: a file of the user's. */
static const char *named(const char *key, char *out, size_t room)
{
    const char *at = strstr(document, key);
    size_t size = at ? strcspn(at + strlen(key), " ") : 0;
    if (!at || size >= room)
        return NULL;
    memcpy(out, at + strlen(key), size);
    out[size] = 0;
    return out;
}

static int open_files(void)
{
    int count = 0;
    for (int fd = 3; fd < 1024; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void try_all(char **environment)
{
    char path[DOCUMENT_MAX];
    struct rlimit limit;
    works("make a socket", socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    works("trace", ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
    works("mount", mount("none", "/mnt", "tmpfs", 0, NULL) == 0);
    works("fork", fork() >= 0);
    works("kill", kill(getppid(), 0) == 0);
    works("raise its limits", setrlimit(RLIMIT_NOFILE, &(struct rlimit){4, 4}) == 0);
    works("dump core", getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0);
    works("write files", getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_max != 0);
    works("see a file of its maker's", open_files() != 0);
    works("see the environment", !environment[0] || strcmp(environment[0], "LC_ALL=C") != 0 || environment[1]);
    if (named("write:", path, sizeof path)) {
        works("open for writing", open(path, O_WRONLY) >= 0);
        works("make a file", open(path, O_RDONLY | O_CREAT, 0600) >= 0);
        works("remove a file", unlink(path) == 0);
        works("make a folder", mkdir(path, 0700) == 0);
    }
    if (named("read:", path, sizeof path))
        works("read what is the user's", open(path, O_RDONLY) >= 0);
}

/* ---- the two programs ---- */

static bool told(const char *what)
{
    return strstr(document, what) != NULL;
}

static int info(void)
{
    char pages[16] = "1";
    if (told("info:hang"))
        hang();
    if (told("info:flood"))
        flood(stdout, "Title: more\n");
    if (told("info:locked")) {
        fputs("Command Line Error: Incorrect password\n", stderr);
        return 1;
    }
    (void)named("pages:", pages, sizeof pages);
    printf("Title:  x\nPages: 7\nPages:           %s\nEncrypted:       no\n", pages);
    for (int i = 1; i <= atoi(pages) && i <= 200; i++)
        printf("Page %4d size:  72 x 48 pts\nPage %4d rot:   0\n", i, i);
    return 0;
}

static int page(char **environment)
{
    if (told("draw:hang"))
        hang();
    if (told("draw:spin"))
        for (volatile unsigned i = 0;; i++) {
        }
    if (told("draw:die"))
        abort();
    if (told("draw:flood"))
        draw(WIDTH, HEIGHT, 1L << 40);
    if (told("draw:words"))
        flood(stderr, "Syntax Warning: nothing\n");
    if (told("draw:eat"))
        for (;;)
            memset(malloc(1 << 20), 1, 1 << 20);
    if (told("draw:complain"))
        fputs("Syntax Warning: nothing\nSyntax Error (7): Unknown operator 'x\x1b'\n", stderr);
    if (told("draw:try"))
        try_all(environment);
    if (told("draw:small"))
        draw(1, 1, 1);
    else if (told("draw:short"))
        draw(WIDTH, HEIGHT, WIDTH);
    else if (told("draw:long"))
        draw(WIDTH, HEIGHT, (long)WIDTH * HEIGHT + 1);
    else if (!told("draw:nothing"))
        draw(WIDTH, HEIGHT, (long)WIDTH * HEIGHT);
    return told("draw:fail") ? 3 : 0;
}

int main(int count, char **argument, char **environment)
{
    size_t got = fread(document, 1, sizeof document - 1, stdin);
    document[got] = 0;
    if (count < 2)
        return EXIT_FAILURE;
    return strcmp(argument[0], "pdfinfo") == 0 ? info() : page(environment);
}
