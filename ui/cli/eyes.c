#include "ui/cli/eyes.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ui/cli/context.h"

static int64_t now_us(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

unsigned eyes_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) /* more than a set holds, or none of our business */
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count > (int)PICTURES_JOBS_MAX ? PICTURES_JOBS_MAX : (unsigned)count;
}

uint32_t eyes_budget(const struct option_number *said)
{
    return said->said ? (uint32_t)said->value : READER_BUDGET_BATCH_MS;
}

struct pictures_ask eyes_ask(uint32_t budget_ms)
{
    return (struct pictures_ask){
        .reader = {.budget_ms = budget_ms, .now_us = now_us}, .jobs = eyes_cores(), .programs = getenv("PATH")};
}

struct pictures_ask eyes_ask_whole(uint32_t budget_ms)
{
    struct pictures_ask ask = eyes_ask(budget_ms);
    ask.whole = true;
    return ask;
}

/* Bytes at hand, 0 at the end, -1 with why not. */
static ssize_t read_some(uint8_t *to, size_t room, struct err *err)
{
    for (;;) {
        ssize_t n = read(STDIN_FILENO, to, room);
        if (n >= 0)
            return n;
        if (context_stopped())
            return err_set(err, ERR_STOPPED, "stopped", "中断しました");
        if (errno != EINTR)
            return err_set(err, ERR_IO, "standard input cannot be read: %s", "標準入力を読めません: %s",
                           strerror(errno));
    }
}

int eyes_standard_input(uint8_t **bytes, size_t *size, struct err *err)
{
    enum { FIRST = 1 << 16 };
    *size = 0;
    *bytes = NULL;
    for (size_t room = FIRST; *size <= IMAGE_FILE_MAX; room *= 2) { /* one that is too large is refused as such */
        uint8_t *more = realloc(*bytes, room);
        if (!more) {
            free(*bytes);
            return err_memory(err);
        }
        *bytes = more;
        while (*size < room) {
            ssize_t n = read_some(*bytes + *size, room - *size, err);
            if (n > 0)
                *size += (size_t)n;
            else if (n == 0)
                return 0;
            else {
                free(*bytes);
                return -1;
            }
        }
    }
    return 0;
}
