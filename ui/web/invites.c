#include "ui/web/invites.h"

void invites_make(struct invites *in, int64_t now_ms, char code[SECRET_TEXT])
{
    struct invite *oldest = &in->invite[0];
    for (size_t i = 1; i < INVITES_MAX; i++)
        if (in->invite[i].until_ms < oldest->until_ms)
            oldest = &in->invite[i];
    secret_make(code);
    *oldest = (struct invite){secret_of(code), now_ms + INVITES_LAST_MS};
}

bool invites_take(struct invites *in, const char *code, int64_t now_ms)
{
    for (size_t i = 0; i < INVITES_MAX; i++) {
        struct invite *one = &in->invite[i];
        if (one->until_ms > now_ms && secret_is(&one->code, code)) {
            *one = (struct invite){0};
            return true;
        }
    }
    return false;
}
