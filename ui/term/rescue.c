#include "ui/term/rescue.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { FAULTS = sizeof faults / sizeof *faults };

static struct sigaction before[FAULTS];
static struct termios settings;
static char leaving[256];
static size_t size;
static bool is_terminal;
static pid_t owner; /* a child of the program has nothing to put right */

/* Calls only what POSIX allows a handler. The signal comes again as this returns: to whoever had it before. */
static void on_fault(int number)
{
    for (int i = 0; i < FAULTS; i++)
        if (faults[i] == number)
            (void)sigaction(number, &before[i], NULL);
    if (is_terminal && getpid() == owner) {
        (void)!write(STDOUT_FILENO, leaving, size);
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &settings);
    }
    (void)raise(number);
}

void rescue_begin(void)
{
    struct sigaction action = {.sa_handler = on_fault};
    (void)sigemptyset(&action.sa_mask);
    is_terminal = tcgetattr(STDIN_FILENO, &settings) == 0;
    owner = getpid();
    size = 0;
    for (int i = 0; i < FAULTS; i++)
        (void)sigaction(faults[i], &action, &before[i]);
}

void rescue_screen(const char *const *leave, int count)
{
    for (int i = 0; i < count; i++) {
        const char *text = leave[i] ? leave[i] : "";
        size_t more = strlen(text);
        if (size + more >= sizeof leaving || strstr(text, "$<")) /* for terminals that want pauses */
            continue;
        (void)snprintf(leaving + size, sizeof leaving - size, "%s", text);
        size += more;
    }
}

void rescue_end(void)
{
    for (int i = 0; i < FAULTS; i++)
        (void)sigaction(faults[i], &before[i], NULL);
}
