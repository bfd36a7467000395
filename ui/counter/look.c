#include "ui/counter/look.h"

#include <stdio.h>
#include <string.h>

#include "cache/registry/revocations_file.h"

enum { PATH_ROOM = 4096 };

static void path_of(const struct look *l, const char *file, char out[PATH_ROOM])
{
    (void)snprintf(out, PATH_ROOM, "%s/%s", l->folder, file);
}

int look_open(const char *folder, struct look *out, struct err *err)
{
    char path[PATH_ROOM];
    *out = (struct look){.folder = folder};
    path_of(out, "evidence.db", path);
    int rc = ledger_open(path, true, &out->ledger, err);
    if (!rc)
        rc = look_refresh(out, err);
    if (rc)
        look_close(out);
    return rc;
}

void look_close(struct look *l)
{
    check_desk_close(l->desk);
    db_close(&l->db);
    ledger_close(l->ledger);
    revocations_clear(&l->revocations);
    *l = (struct look){0};
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

int look_refresh(struct look *l, struct err *err)
{
    char path[PATH_ROOM];
    struct stat now = {0};
    path_of(l, "cache.db", path);
    (void)stat(path, &now);                         /* a missing file has no number, and is no copy */
    bool filled = !l->db.handle && now.st_size > 0; /* it was being made */
    if (l->desk && same_file(&now, &l->db_seen) && !l->db.damaged && !filled)
        return 0;
    check_desk_close(l->desk);
    l->desk = NULL;
    db_close(&l->db);
    if (db_open(path, DB_READ, &l->db, err))
        return -1;
    l->db_seen = now;
    l->registry = labels_registry(&l->db);
    l->shelf = catalogue_shelf(&l->db);
    return check_desk_open(&l->registry, &l->shelf, &l->desk, err);
}

/* As they are now: a shop that adds one means it from the next box on. */
static int read_revocations(struct look *l, struct err *err)
{
    char path[PATH_ROOM];
    path_of(l, "revocations.csv", path);
    revocations_clear(&l->revocations);
    if (revocations_file_read(path, &l->revocations, err))
        return -1;
    l->registry.revocations = l->revocations.file ? &l->revocations : NULL;
    return 0;
}

int look_judge(struct look *l, const struct check_ask *ask, struct err *err)
{
    moment last = 0;
    if (look_refresh(l, err) || read_revocations(l, err) || ledger_last_at(l->ledger, &last, err))
        return -1;
    l->now = ask->clock(ask->clock_ctx); /* after the last record was read: see check_ask.clock */
    return check_judge(l->desk, ask, l->now, last, err);
}

int look_record(struct look *l, struct receipt *out, struct err *err)
{
    struct buffer text = {0};
    int rc = check_record(l->desk, NULL, &text, err);
    if (!rc)
        rc = ledger_append(l->ledger, l->now, text.bytes, out, err);
    buffer_clear(&text);
    return rc;
}
