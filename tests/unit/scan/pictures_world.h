#ifndef TESTS_PICTURES_WORLD_H
#define TESTS_PICTURES_WORLD_H

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/scan/pictures.h"
#include "tests/unit/scan/draw_codes.h"

/* What tests of the processes that read pictures share. */

static inline int64_t clock_us(void)
{
    struct timespec t;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &t), 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static inline struct pictures *pictures_with(struct pictures_ask ask)
{
    struct err err = {0};
    struct pictures *p;
    if (!ask.reader.now_us)
        ask.reader.now_us = clock_us;
    if (pictures_open(&ask, &p, &err))
        fail_msg("%s", err.en);
    return p;
}

static inline void put_frame(struct pictures *p, const char *name, const struct image *image)
{
    struct err err = {0};
    struct picture picture = {.kind = PICTURE_FRAME,
                              .name = name,
                              .bytes = image->grey,
                              .size = (size_t)image->width * image->height,
                              .width = image->width,
                              .height = image->height};
    if (pictures_put(p, &picture, &err))
        fail_msg("%s", err.en);
}

static inline struct picture_result *next_result(struct pictures *p)
{
    struct err err = {0};
    struct picture_result *r;
    if (pictures_next(p, &r, &err))
        fail_msg("%s", err.en);
    return r;
}

static inline struct image ean8_picture(const char *digits)
{
    char pattern[PATTERN_MAX];
    ean8_pattern(digits, pattern);
    return bars_alone(pattern, 2, 40);
}

/* The first process made by `parent`; 0 when there is none. */
static inline pid_t child_of(pid_t parent)
{
    pid_t found = 0;
    DIR *proc = opendir("/proc");
    assert_non_null(proc);
    for (const struct dirent *e = readdir(proc); e && !found; e = readdir(proc)) {
        char path[300];
        int pid = atoi(e->d_name), of = 0;
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        FILE *f = pid > 0 ? fopen(path, "r") : NULL;
        if (!f)
            continue;
        if (fscanf(f, "%*d (%*[^)]) %*c %d", &of) == 1 && of == parent)
            found = pid;
        fclose(f);
    }
    closedir(proc);
    return found;
}

/* With one worker, made apart: its number. */
static inline pid_t worker_pid(void)
{
    pid_t nursery = child_of(getpid());
    return nursery ? child_of(nursery) : 0;
}

static inline char state_of(pid_t pid)
{
    char path[64], state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%*d (%*[^)]) %c", &state), 1);
    fclose(f);
    return state;
}

static inline long resident_kb(pid_t pid)
{
    char path[64];
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%*d %ld", &pages), 1);
    fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

#endif
