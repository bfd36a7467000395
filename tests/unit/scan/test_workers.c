#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "app/scan/worker_lock.h"
#include "tests/unit/scan/pictures_world.h"

/* A picture that takes its reader over costs itself, and no other. What a taken reader does is played by a function in
 * the reader's place: the grey of the frame says which part. Frames of code 0 are good. */

enum part { GOOD, SPIN, CRASH, ABORT, EAT, GARBAGE, TOO_MUCH, OPEN, SOCKET, FORK, KILL, REMOVE, SESSION, EXECUTABLE };

static int eat(struct err *err)
{
    enum { PIECE = 1 << 20, PIECES = 1 << 12 };
    for (int i = 0; i < PIECES; i++) {
        char *piece = malloc(PIECE);
        if (!piece)
            return err_memory(err);
        memset(piece, 1, PIECE);
    }
    return 0;
}

static void say_garbage(size_t size)
{
    static uint8_t garbage[1 << 16];
    memset(garbage, 0x5A, sizeof garbage);
    for (size_t sent = 0; sent < size; sent += sizeof garbage)
        assert_true(write(WORKER_LOCK_SOCKET, garbage, sizeof garbage) >= 0);
}

static int play(const struct image *image, const struct reader_ask *ask, struct reading *out, struct err *err)
{
    (void)ask;
    *out = (struct reading){0};
    switch ((enum part)image->grey[0]) {
    case SPIN:
        for (volatile int i = 0;; i = i + 1) {
        }
    case CRASH:
        __builtin_trap();
    case ABORT:
        abort();
    case EAT:
        return eat(err);
    case GARBAGE:
        say_garbage(1);
        break;
    case TOO_MUCH:
        say_garbage(1 << 24);
        break;
    case OPEN:
        (void)!open("/etc/passwd", O_RDONLY);
        break;
    case SOCKET:
        (void)!socket(AF_INET, SOCK_STREAM, 0);
        break;
    case FORK:
        (void)!fork();
        break;
    case KILL:
        (void)!kill(getppid(), SIGKILL);
        break;
    case REMOVE:
        (void)!unlink("/nowhere");
        break;
    case EXECUTABLE:
        (void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        break;
    case SESSION:
        (void)!setsid();
        break;
    case GOOD:
        break;
    }
    return 0;
}

static void put(struct pictures *p, const char *name, enum part part)
{
    uint8_t grey[2] = {(uint8_t)part, 0};
    put_frame(p, name, &(struct image){grey, 2, 1});
}

static void assert_failed(struct pictures *p, const char *name, const char *en, const char *ja)
{
    struct picture_result *r = next_result(p);
    assert_non_null(r);
    assert_string_equal(r->name, name);
    assert_true(r->failed);
    if (!strstr(r->err.en, name) || !strstr(r->err.en, en) || !strstr(r->err.ja, ja))
        fail_msg("\"%s\" / \"%s\" lacks \"%s\", \"%s\" / \"%s\"", r->err.en, r->err.ja, name, en, ja);
}

static void assert_good(struct pictures *p, const char *name)
{
    struct picture_result *r = next_result(p);
    assert_non_null(r);
    assert_string_equal(r->name, name);
    if (r->failed)
        fail_msg("%s", r->err.en);
    assert_int_equal(r->width, 2);
}

/* Whatever happens to the one in the middle, the others are read. */
static void assert_costs_one_made(bool apart, struct pictures_ask ask, enum part part, const char *en, const char *ja)
{
    ask.read = play;
    ask.apart = apart;
    struct pictures *p = pictures_with(ask);
    put(p, "before.png", GOOD);
    put(p, "bad.png", part);
    put(p, "after.png", GOOD);
    assert_good(p, "before.png");
    assert_failed(p, "bad.png", en, ja);
    assert_good(p, "after.png");
    assert_null(next_result(p));
    pictures_close(p);
}

static void assert_costs_one(struct pictures_ask ask, enum part part, const char *en, const char *ja)
{
    assert_costs_one_made(false, ask, part, en, ja);
    assert_costs_one_made(true, ask, part, en, ja);
}

static void crashes(void **state)
{
    (void)state;
    assert_costs_one((struct pictures_ask){0}, CRASH, "crashed", "異常終了");
    assert_costs_one((struct pictures_ask){0}, ABORT, "crashed", "異常終了");
}

static void runs_out_of_memory(void **state)
{
    (void)state;
    if (worker_lock_loose)
        skip(); /* the sanitizer has the address space for itself */
    assert_costs_one((struct pictures_ask){.memory_mb = 64}, EAT, "64 MB of memory", "上限 64 MB");
}

static void asks_for_what_is_forbidden(void **state)
{
    (void)state;
    static const enum part parts[] = {SOCKET, FORK, KILL, REMOVE, SESSION, OPEN, EXECUTABLE};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!worker_lock_loose || (parts[i] != OPEN && parts[i] != EXECUTABLE))
            assert_costs_one((struct pictures_ask){0}, parts[i], "no picture needs", "攻撃用");
}

static void takes_too_long(void **state)
{
    (void)state;
    struct pictures_ask ask = {.reader = {.budget_ms = 1}, .patience_ms = 200};
    assert_costs_one(ask, SPIN, "given up", "中止");
}

static int64_t stands_still(void)
{
    return 0;
}

/* Nobody watches the clock here: the kernel's limit of processor time ends it. */
static void uses_too_much_processor_time(void **state)
{
    (void)state;
    if (worker_lock_loose) /* the sanitizers' own way out of a limit is a call that the filter forbids */
        skip();
    struct pictures_ask ask = {.reader = {.budget_ms = 1, .now_us = stands_still}, .patience_ms = 1};
    assert_costs_one(ask, SPIN, "given up", "中止");
}

static void answers_garbage(void **state)
{
    (void)state;
    assert_costs_one((struct pictures_ask){0}, GARBAGE, "cannot be", "不正");
    assert_costs_one((struct pictures_ask){0}, TOO_MUCH, "cannot be", "不正");
}

static void signalled(int signal, const char *en, const char *ja)
{
    struct pictures *p = pictures_with(
        (struct pictures_ask){.read = play, .apart = true, .reader = {.budget_ms = 1}, .patience_ms = 500});
    put(p, "before.png", GOOD);
    assert_good(p, "before.png");
    pid_t worker = worker_pid();
    assert_true(worker > 0);
    put(p, "bad.png", SPIN);
    put(p, "after.png", GOOD);
    assert_int_equal(kill(worker, signal), 0);
    assert_failed(p, "bad.png", en, ja);
    assert_good(p, "after.png");
    assert_int_not_equal(worker_pid(), worker);
    pictures_close(p);
}

static void is_killed(void **state)
{
    (void)state;
    signalled(SIGKILL, "was killed", "強制終了");
}

static void is_stopped(void **state)
{
    (void)state;
    signalled(SIGSTOP, "given up", "中止");
}

/* One that ends between two pictures costs none. */
static void is_killed_at_rest(void **state)
{
    (void)state;
    struct pictures *p = pictures_with((struct pictures_ask){.read = play, .apart = true});
    put(p, "before.png", GOOD);
    assert_good(p, "before.png");
    pid_t worker = worker_pid();
    assert_true(worker > 0); /* kill(-1) would end everything */
    assert_int_equal(kill(worker, SIGKILL), 0);
    while (state_of(worker) != 'Z') { /* until it has ended */
    }
    put(p, "after.png", GOOD);
    assert_good(p, "after.png");
    pictures_close(p);
}

static int holds_nothing_else(const struct image *image, const struct reader_ask *ask, struct reading *out,
                              struct err *err)
{
    (void)image;
    (void)ask;
    *out = (struct reading){0};
    for (int fd = WORKER_LOCK_SOCKET + 2; fd < 1000; fd++) /* behind the socket and the picture */
        if (close(fd) == 0)
            return err_set(err, ERR_DATA, "%d is open", "%d が開いています", fd);
    return 0;
}

static void has_no_file_of_its_maker(void **state)
{
    (void)state;
    int mine = open("/dev/null", O_RDONLY); /* without close-on-exec */
    struct pictures *p = pictures_with((struct pictures_ask){.read = holds_nothing_else});
    put(p, "box.png", GOOD);
    assert_good(p, "box.png");
    pictures_close(p);
    close(mine);
}

static void leaves_nobody_behind(void **state)
{
    (void)state;
    struct pictures *p = pictures_with((struct pictures_ask){.read = play, .jobs = 3, .apart = true});
    for (int i = 0; i < 6; i++)
        put(p, "endless.png", SPIN);
    pid_t nursery = child_of(getpid());
    pid_t worker = child_of(nursery);
    assert_true(worker > 0);
    pictures_close(p);
    assert_int_equal(kill(worker, 0), -1);
    assert_int_equal(kill(nursery, 0), -1);
    pictures_close(NULL);
}

static void leaves_no_child(void **state)
{
    (void)state;
    struct pictures *p = pictures_with((struct pictures_ask){.read = play, .jobs = 3});
    for (int i = 0; i < 6; i++)
        put(p, "endless.png", SPIN);
    assert_true(child_of(getpid()) > 0);
    pictures_close(p);
    assert_int_equal(child_of(getpid()), 0);
}

/* The process that makes readers takes them along when it is killed; what comes after is read by others. */
static void its_maker_is_killed(void **state)
{
    (void)state;
    struct pictures *p = pictures_with((struct pictures_ask){.read = play, .apart = true, .jobs = 2});
    put(p, "before.png", GOOD);
    assert_good(p, "before.png");
    pid_t nursery = child_of(getpid());
    assert_true(nursery > 0); /* kill(-1) would end everything */
    put(p, "endless.png", SPIN);
    assert_int_equal(kill(nursery, SIGKILL), 0);
    assert_failed(p, "endless.png", "was killed", "強制終了");
    for (int i = 0; i < 8; i++) {
        put(p, "after.png", GOOD);
        put(p, "behind.png", GOOD);
        assert_good(p, "after.png");
        assert_good(p, "behind.png");
    }
    assert_int_not_equal(child_of(getpid()), nursery);
    pictures_close(p);
    assert_int_equal(child_of(getpid()), 0);
}

static bool is_stopped_by_hand(void)
{
    return true;
}

static void ctrl_c_ends_the_waiting(void **state)
{
    (void)state;
    struct err err = {0};
    struct picture_result *r;
    struct pictures *p = pictures_with((struct pictures_ask){.read = play, .stopped = is_stopped_by_hand});
    put(p, "endless.png", SPIN);
    assert_int_equal(pictures_next(p, &r, &err), -1);
    assert_int_equal(err.code, ERR_STOPPED);
    assert_null(r);
    pictures_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crashes),
        cmocka_unit_test(runs_out_of_memory),
        cmocka_unit_test(asks_for_what_is_forbidden),
        cmocka_unit_test(takes_too_long),
        cmocka_unit_test(uses_too_much_processor_time),
        cmocka_unit_test(answers_garbage),
        cmocka_unit_test(is_killed),
        cmocka_unit_test(is_stopped),
        cmocka_unit_test(is_killed_at_rest),
        cmocka_unit_test(has_no_file_of_its_maker),
        cmocka_unit_test(leaves_nobody_behind),
        cmocka_unit_test(leaves_no_child),
        cmocka_unit_test(its_maker_is_killed),
        cmocka_unit_test(ctrl_c_ends_the_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
