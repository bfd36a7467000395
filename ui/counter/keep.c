#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/counter/inside.h"

/* ---- what the records mean for counter.db ---- */

/* The open box of the station that this record is of has its answer, or was dropped. */
static int box_done(struct work *w, struct work_station *st, const struct fold_note *n, struct err *err)
{
    static const struct open_box none;
    if (!n->box || n->box != st->box)
        return 0;
    st->box++;
    st->second = st->no_label = false;
    st->last = 0; /* of a dropped one: the answer of the box before must not stand there as if it were its */
    if (n->act != EVENT_ACT_DROP) {
        if (!n->instead_of) /* what was said of the next box still is */
            st->quantity = 1;
        st->last = n->instead_of ? n->instead_of : n->seq;
    }
    return work_open_box_put(w, st->who.id, &none, err);
}

static int note_station(struct work *w, const struct fold_note *n, struct err *err)
{
    struct work_station st;
    if (work_station(w, n->station, &st, err))
        return -1;
    if (!st.who.id)
        return n->station > 0 ? work_station_gone(w, n->station, n->at, err) : 0;
    st.who.seen = n->at;
    if (n->act == EVENT_ACT_OPEN) {
        st.consignment = n->seq;
        st.last = 0;
    }
    return box_done(w, &st, n, err) || work_station_put(w, &st, err) ? -1 : 0;
}

/* Of an act that this program does it is known what was asked. */
static int put_key(struct counter *c, const char *text, int64_t seq, moment at, struct err *err)
{
    struct work_key key = {0};
    if (!strcmp(c->doing.text, text))
        key = c->doing;
    text_copy(key.text, sizeof key.text, text);
    key.seq = seq;
    key.at = at;
    return work_key_put(&c->work, &key, err);
}

static int note_work(struct counter *c, const struct fold_note *n, struct err *err)
{
    struct work *w = &c->work;
    if (n->key[0] && put_key(c, n->key, n->seq, n->at, err))
        return -1;
    if (n->act == EVENT_ACT_OPEN && work_opened(w, n->seq, err))
        return -1;
    if (note_station(w, n, err))
        return -1;
    if (n->act != EVENT_ACT_CLOSE)
        return 0;
    return work_closed(w, n->consignment, n->seq, err) || work_leave(w, n->consignment, err) ? -1 : 0;
}

struct keeping {
    struct counter *c;
    int64_t folded, last;
};

static int each(void *ctx, const struct ledger_record *record, struct err *err)
{
    struct keeping *k = ctx;
    struct fold_note note = {0};
    struct fold other = {.count = 0}; /* of records that this fold has read already: only their note is wanted */
    bool known = record->seq <= k->c->fold.seq;
    int rc = fold_record(known ? &other : &k->c->fold, record, &note, err);
    fold_clear(&other);
    if (!rc && note.counts && record->seq > k->folded)
        rc = note_work(k->c, &note, err);
    k->last = record->seq;
    k->c->version += note.counts && !known;
    return rc;
}

/* Within a transaction of counter.db. */
static int read_on(struct keeping *k, struct err *err)
{
    int64_t from = k->c->fold.seq < k->folded ? k->c->fold.seq : k->folded;
    k->last = from;
    if (ledger_read(k->c->look.ledger, &(struct ledger_filter){.after = from}, each, k, err))
        return -1;
    return k->last > k->folded ? work_folded_put(&k->c->work, k->last, err) : 0;
}

int keep_up(struct counter *c, struct err *err)
{
    struct keeping k = {.c = c};
    int64_t last = 0;
    /* in this order: another program may append a record and read it at any moment */
    if (work_folded(&c->work, &k.folded, err) || ledger_last_seq(c->look.ledger, &last, err))
        return -1;
    if (last < k.folded || last < c->fold.seq)
        return err_set(
            err, ERR_DATA,
            "evidence.db holds fewer records than this counter has read: it was replaced, or records are"
            " gone. Put the right file back; where a new one is meant, move counter.db away too, and counter.db-wal and"
            " counter.db-shm, which belong to it",
            "evidence.db の記録が、このカウンターが読んだ数より少なくなっています。入れ替えられたか、記録が失われています。"
            "正しいファイルに戻すか、新しく始める場合は counter.db を、付属する counter.db-wal、counter.db-shm とともに移動してください");
    if (last == k.folded && last == c->fold.seq)
        return 0;
    if (work_begin(&c->work, err) || work_folded(&c->work, &k.folded, err)) /* another program may have been quicker */
        return -1;
    if (read_on(&k, err)) {
        work_undo(&c->work);
        return -1;
    }
    return work_commit(&c->work, err);
}

/* ---- what was done ---- */

int keep_known(struct counter *c, const char *key, const uint8_t *what, struct work_key *out, struct err *err)
{
    if (work_key(&c->work, key, out, err))
        return -1;
    c->doing = (struct work_key){.has_what = what};
    text_copy(c->doing.text, sizeof c->doing.text, key);
    if (what)
        memcpy(c->doing.what, what, sizeof c->doing.what);
    bool other = out->text[0] && what && out->has_what && memcmp(out->what, what, sizeof out->what) != 0;
    return other ? keep_conflict(out, err) : 0;
}

int keep_conflict(const struct work_key *done, struct err *err)
{
    char at[MOMENT_TEXT];
    return err_set(err, ERR_CONFLICT,
                   "this key belongs to another act, of %s: nothing was done. Give each act a key of its own, and only"
                   " the very same request, from the same station, the same key again",
                   "このキーは %s の別の操作のものです。何も行っていません。キーは操作ごとに新しく作り、"
                   "同じ端末から同じ要求を送り直すときだけ同じキーにしてください",
                   moment_text(done->at, at));
}

/* ---- what an act leaves ---- */

/* An act that was refused keeps no key: nothing was done, and who asks again, as the reply was lost, hears so again. */
int keep_work(struct act *a, struct err *err)
{
    struct work *w = &a->c->work;
    const char *sound = say_line(a->say.code)->sound;
    bool done = a->call->key && !(sound && !strcmp(sound, "refused"));
    a->st.who.seen = a->now;
    if (work_begin(w, err))
        return -1;
    if (work_station_put(w, &a->st, err) || work_open_box_put(w, a->st.who.id, &a->box, err) ||
        (done && put_key(a->c, a->call->key, 0, a->now, err))) {
        work_undo(w);
        return -1;
    }
    a->c->version++;
    return work_commit(w, err);
}

/* The station as the record left it. */
static int read_again(struct act *a, struct err *err)
{
    open_box_clear(&a->box);
    return work_station(&a->c->work, a->st.who.id, &a->st, err) ||
                   work_open_box(&a->c->work, a->st.who.id, &a->box, err)
               ? -1
               : 0;
}

int keep_event(struct act *a, struct counter_event *e, struct err *err)
{
    const struct fold_consignment *c = act_consignment(a);
    struct receipt receipt;
    e->at = a->now;
    e->lang = a->st.lang;
    e->station = a->st.who.id;
    e->station_name = a->st.who.name;
    e->by = a->st.operator_name[0] ? a->st.operator_name : NULL;
    e->key = a->call->key;
    if (!e->consignment && c)
        e->consignment = c->id;
    if (!e->consignment_name)
        e->consignment_name = c ? c->name : e->name;
    return event_append(a->c->look.ledger, e, &receipt, err) || keep_up(a->c, err) || read_again(a, err) ? -1 : 0;
}

int keep_check(struct act *a, struct err *err)
{
    struct receipt receipt;
    return look_record(&a->c->look, &receipt, err) || keep_up(a->c, err) || read_again(a, err) ? -1 : 0;
}

/* ---- one record ---- */

struct reading_one {
    char *text; /* owned */
    struct receipt receipt;
};

static int take(void *ctx, const struct ledger_record *record, struct err *err)
{
    struct reading_one *r = ctx;
    r->receipt.seq = record->seq;
    memcpy(r->receipt.hash, record->hash, sizeof r->receipt.hash);
    r->text = strdup(record->text);
    return r->text ? 0 : err_memory(err);
}

int keep_read(struct counter *c, int64_t seq, char **out, struct receipt *receipt, struct err *err)
{
    struct reading_one r = {0};
    *out = NULL;
    if (seq > 0 && ledger_read(c->look.ledger, &(struct ledger_filter){.seq = seq}, take, &r, err))
        return -1;
    if (!r.text)
        return err_set(err, ERR_INPUT, "there is no record of that number", "その番号の記録はありません");
    *out = r.text;
    *receipt = r.receipt;
    return 0;
}
