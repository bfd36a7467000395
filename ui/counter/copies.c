/* How old the copies are, and when the lists are next fetched: always in sight of who checks by them. */
#include <stdio.h>

#include "cache/registry/source.h"
#include "cache/registry/sync_state.h"
#include "ui/counter/inside.h"

enum { HOUR = 3600, PATH_ROOM = 4096 };

static void add_source(const char *folder, const char *name, const struct sync_state *state, struct counter_sync *to)
{
    struct source source = {0};
    moment next = state->wait_until;
    if (source_find(folder, name, &source, NULL) == 0 && state->succeeded) {
        moment due = state->succeeded + (moment)source.interval_hours * HOUR;
        next = due > next ? due : next;
    }
    source_clear(&source);
    if (next && (!to->next || next < to->next))
        to->next = next;
    if (state->succeeded > to->succeeded)
        to->succeeded = state->succeeded;
    to->failing = to->failing || state->tried > state->succeeded;
}

static int read_sync(struct counter *c, struct err *err)
{
    char folder[PATH_ROOM];
    struct source_names names;
    struct sync_state state;
    c->sync = (struct counter_sync){0};
    (void)snprintf(folder, sizeof folder, "%s/sources", c->setup.folder);
    if (sync_state_names(&c->look.db, &names, err))
        return -1;
    for (size_t i = 0; i < names.count; i++) {
        if (sync_state_known(&c->look.db, names.item[i], &state, err))
            return -1;
        add_source(folder, names.item[i], &state, &c->sync);
    }
    return 0;
}

static int data_version(struct counter *c, int64_t *out, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    *out = 0;
    if (!c->look.db.handle)
        return 0;
    if (db_statement(&c->look.db, "PRAGMA data_version", &stmt, err))
        return -1;
    int rc = db_step(&c->look.db, stmt, &row, err);
    *out = !rc && row ? sqlite3_column_int64(stmt, 0) : 0;
    db_done(stmt);
    return rc;
}

int copies_read(struct counter *c, struct err *err)
{
    int64_t version;
    if (look_refresh(&c->look, err) || data_version(c, &version, err))
        return -1;
    if (version == c->cache_version && c->look.db.handle == c->cache_seen)
        return 0;
    labels_states_clear(&c->copies);
    c->copies = (struct copy_states){0};
    if ((c->look.db.handle && labels_states(&c->look.db, &c->copies, err)) || read_sync(c, err))
        return -1;
    c->cache_version = version;
    c->cache_seen = c->look.db.handle;
    c->version++;
    return 0;
}

bool copies_none(const struct counter *c)
{
    bool none = true;
    for (size_t i = 0; i < c->copies.count; i++)
        none = none && !c->copies.item[i].copy.id;
    return none;
}
