#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/counter/inside.h"

/* From the oldest record that an open consignment needs, and from where counter.db stands. */
static int begin_fold(struct counter *c, struct err *err)
{
    int64_t oldest = 0, folded = 0;
    if (work_oldest_open(&c->work, &oldest, err) || work_folded(&c->work, &folded, err))
        return -1;
    c->fold.seq = oldest && oldest - 1 < folded ? oldest - 1 : folded;
    return keep_up(c, err);
}

int counter_open(const struct counter_setup *setup, struct counter **out, struct err *err)
{
    char path[4096];
    struct counter *c = calloc(1, sizeof *c);
    *out = NULL;
    if (!c)
        return err_memory(err);
    c->setup = *setup;
    (void)snprintf(path, sizeof path, "%s/counter.db", setup->folder);
    int rc = look_open(setup->folder, &c->look, err);
    if (!rc)
        rc = work_open(path, &c->work, err);
    if (!rc)
        rc = card_open(c, err);
    if (!rc)
        rc = begin_fold(c, err);
    if (rc)
        counter_close(c);
    else
        *out = c;
    return rc;
}

void counter_close(struct counter *c)
{
    if (!c)
        return;
    labels_states_clear(&c->copies);
    fold_clear(&c->fold);
    look_close(&c->look);
    work_close(&c->work);
    free(c);
}

int counter_catch_up(struct counter *c, int64_t *version, struct err *err)
{
    if (keep_up(c, err) || copies_read(c, err))
        return -1;
    *version = c->version;
    return 0;
}

int counter_record(struct counter *c, int64_t seq, struct buffer *json, struct err *err)
{
    struct receipt receipt;
    char *text, *whole = NULL;
    if (keep_read(c, seq, &text, &receipt, err))
        return -1;
    int rc = check_with_receipt(text, &receipt, &whole, err);
    if (!rc)
        buffer_text(json, whole);
    free(text);
    free(whole);
    return rc ? -1 : json->failed ? err_memory(err) : 0;
}

/* ---- a script's check ---- */

static int judge_and_record(struct counter *c, const struct check_ask *ask, int64_t *seq, struct err *err)
{
    struct receipt receipt;
    if (look_judge(&c->look, ask, err) || look_record(&c->look, &receipt, err) || keep_up(c, err))
        return -1;
    *seq = receipt.seq;
    return 0;
}

int counter_check(struct counter *c, const struct check_ask *ask, const char *key, const uint8_t *what, char **json,
                  struct err *err)
{
    struct check_counter counter = {.key = key, .quantity = 1};
    struct check_ask own = *ask;
    struct buffer out = {0};
    struct work_key done = {0};
    own.counter = &counter;
    *json = NULL;
    if (keep_up(c, err) || (key && keep_known(c, key, what, &done, err)))
        return -1;
    if (done.text[0] && !done.seq) /* nothing of it went on record: no check */
        return keep_conflict(&done, err);
    if (!done.text[0] && judge_and_record(c, &own, &done.seq, err))
        return -1;
    if (counter_record(c, done.seq, &out, err)) {
        buffer_clear(&out);
        return -1;
    }
    *json = out.bytes;
    return 0;
}
