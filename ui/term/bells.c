#include "ui/term/bells.h"

#include <stddef.h>
#include <string.h>

enum { SHORT_MS = 200, LONG_MS = 500 }; /* between two rings; terminals make one of what comes closer */

/* A full stop is a ring, a space a longer pause. */
static const struct {
    const char *sound, *pattern;
    struct words says; /* en NULL: as the row before */
} rows[] = {
    {"pass", ".", {"pass, counted, does not apply", "合格、数えた、対象外"}},
    {"out", ".", {NULL, NULL}},
    {"repeat", ".", {NULL, NULL}},
    {"warn", "..", {"may be sold, something to correct", "販売可、要訂正"}},
    {"ask", ". .", {"read the same code once more", "同じコードをもう一度"}},
    {"review", ". . .", {"a person decides", "人が判断"}},
    {"hold", "...", {"hold: wants to be acknowledged", "保留: 確認が必要"}},
    {"stop", ".....", {"stop: wants to be acknowledged", "停止: 確認が必要"}},
    {"refused", ".. ..", {"not taken: look at the screen", "受け付けていない: 画面を見る"}},
};

void bells_begin(struct bells *b, const char *sound, int64_t now_ms)
{
    *b = (struct bells){0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].sound, sound))
            *b = (struct bells){rows[i].pattern, now_ms};
}

bool bells_next(struct bells *b, int64_t now_ms)
{
    if (!bells_due(b) || now_ms < b->due_ms)
        return false;
    b->left++;
    b->due_ms = now_ms + SHORT_MS;
    for (; *b->left == ' '; b->left++)
        b->due_ms = now_ms + LONG_MS;
    return true;
}

int64_t bells_due(const struct bells *b)
{
    return b->left && *b->left ? b->due_ms : 0;
}

bool bells_row(int index, const char **pattern, struct words *says)
{
    if (index < 0 || (size_t)index >= sizeof rows / sizeof *rows)
        return false;
    *pattern = rows[index].pattern;
    *says = rows[index].says;
    return true;
}
