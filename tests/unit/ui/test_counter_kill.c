/* A counter that is killed at any moment: whoever asked sends what was not answered once more, and every box is there
 * once. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/ui/shop.h"
#include "ui/show/field.h"

enum { ACTS = 60, KILLS = 30 };

/* One that passes, one that has to wait for its label, one that alarms and is read twice: three boxes in ten acts. */
static struct counter_call script(int n)
{
    static const struct counter_call round[] = {
        {.act = ACT_SCAN, .text = "9520000001018"},
        {.act = ACT_SCAN, .text = "9520000001025"},
        {.act = ACT_NO_LABEL},
        {.act = ACT_SURE},
        {.act = ACT_ACK},
        {.act = ACT_SCAN, .text = "DEMO-0105"},
        {.act = ACT_SCAN, .text = "9520000001056"},
        {.act = ACT_QUANTITY, .number = 2},
        {.act = ACT_SCAN, .text = "9520000001025"},
        {.act = ACT_NO_LABEL},
    };
    return round[n % 10];
}

/* Does the acts from `first` on, and says in the pipe which were answered. */
static void child(struct shop *s, int first, int answered)
{
    shop_open_counter(s);
    for (int n = first; n < ACTS; n++) {
        char key[16];
        struct err err = {0};
        struct buffer view = {0};
        struct counter_call call = script(n);
        snprintf(key, sizeof key, "act-%d", n);
        call.station = s->station[1];
        call.key = key;
        call.how = ORIGIN_SCAN;
        if (counter_do(s->counter, &call, &view, &err) || write(answered, &n, sizeof n) != sizeof n)
            _exit(1);
        buffer_clear(&view);
    }
    _exit(0);
}

/* Until `stop_at` acts were answered, and a little: the kill falls into the next one. Returns the next act to ask for.
 */
static int run(struct shop *s, int first, int stop_at, unsigned spin)
{
    int ends[2], n = -1, next = first, status;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        child(s, first, ends[1]);
    close(ends[1]);
    while (read(ends[0], &n, sizeof n) == sizeof n) {
        next = n + 1;
        if (next < stop_at)
            continue;
        for (volatile unsigned i = 0; i < spin; i++)
            ;
        (void)kill(pid, SIGKILL);
        break;
    }
    while (read(ends[0], &n, sizeof n) == sizeof n) /* answered before the kill came */
        next = n + 1;
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return next;
}

static void every_box_once(void **state)
{
    struct shop s;
    int next = 0;
    unsigned random = 20261129;
    (void)state;
    shop_open(&s);
    counter_close(s.counter);
    for (int i = 0; i < KILLS; i++) {
        random = random * 1103515245u + 12345u;
        next = run(&s, next, (i + 1) * ACTS / (KILLS + 1), random % 4000000);
    }
    next = run(&s, next, ACTS + 1, 0);
    assert_int_equal(next, ACTS);
    shop_open_counter(&s);
    struct buffer json = {0};
    must(counter_view(s.counter, s.station[1], &json, &err));
    cJSON *view = cJSON_Parse(json.bytes);
    const cJSON *sum = field(view, "consignment");
    /* each round: one, one without a label, one by its label, and one without a label for two */
    assert_int_equal(field_number(sum, "boxes"), ACTS / 10 * 4);
    assert_int_equal(field_number(sum, "pieces"), ACTS / 10 * 5);
    assert_int_equal(field_number(field(sum, "counts"), "pass"), ACTS / 10 * 2);
    assert_int_equal(field_number(field(sum, "counts"), "hold"), ACTS / 10 * 2);
    cJSON_Delete(view);
    buffer_clear(&json);
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_box_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
