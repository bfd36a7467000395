/* Verdicts a second on one core, over every combination of the facts that the tables read. */
#include <stdio.h>
#include <time.h>

#include "app/judge/judge.h"

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct label_facts label_of(unsigned n)
{
    enum status last = (enum status)(1 + n % 10);
    struct label_facts l = {
        .scheme = (enum scheme)(1 + n / 10 % 3),
        .level = (int)(n / 30 % 5),
        .last = last,
        .age = (enum age)(1 + n / 150 % 3),
        .listed = last != STATUS_NOT_LISTED && last != STATUS_GONE,
        .read = n / 450 % 2,
        .on = 20261121,
        .issued = 20250601,
        .expires = n / 900 % 2 ? 20270531 : 20261231,
        .match = (enum match_kind)(1 + n / 1800 % 4),
    };
    l.status = label_standing(l.last, l.age, l.on, l.expires);
    return l;
}

int main(void)
{
    enum { ROUNDS = 5 * 1000 * 1000 };
    unsigned long by_outcome[OUTCOME_STOP + 1] = {0};
    double start = now_s();
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct label_facts l = label_of(i);
        struct case_facts c = {.market = (enum market)(1 + i % 3),
                               .role = ROLE_RETAILER,
                               .event = EVENT_GOODS_IN,
                               .scope = SCOPE_IN,
                               .statement = (enum statement)(1 + i / 7200 % 4),
                               .failure = (enum failure)(1 + i / 28800 % 3),
                               .warn_days = 60,
                               .uk_day = 20261121,
                               .box_read = true};
        by_outcome[judge(&c, &l, 1).outcome]++;
    }
    double took = now_s() - start;
    printf("%d verdicts in %.3f s: %.1f million a second\n", ROUNDS, took, ROUNDS / took / 1e6);
    for (int o = OUTCOME_OUT; o <= OUTCOME_STOP; o++)
        printf("  %-7s %lu\n", outcome_name((enum outcome)o), by_outcome[o]);
    return 0;
}
