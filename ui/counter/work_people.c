/* Stations, supervisors, and the card's secret, in counter.db. */
#include <stdio.h>
#include <string.h>

#include "ui/counter/work_sql.h"

static const char columns[] = "SELECT id, kind, name, joined, seen, cut, operator, lang, consignment, quantity, box, "
                              "second, no_label, last FROM station";

static void read_who(struct work_sql *q, struct station *out)
{
    *out = (struct station){
        .id = sqlite3_column_int64(q->stmt, 0),
        .kind = (enum station_kind)sqlite3_column_int(q->stmt, 1),
        .joined = sqlite3_column_int64(q->stmt, 3),
        .seen = sqlite3_column_int64(q->stmt, 4),
        .cut = sqlite3_column_int(q->stmt, 5) != 0,
    };
    work_column(q, 2, out->name, sizeof out->name);
}

int work_station(struct work *w, int64_t id, struct work_station *out, struct err *err)
{
    char sql[sizeof columns + 32];
    struct work_sql q;
    bool row = false;
    *out = (struct work_station){0};
    (void)snprintf(sql, sizeof sql, "%s WHERE id = ?1", columns);
    int rc = work_query(w, &q, sql, err);
    if (!rc) {
        work_number(&q, id);
        rc = work_step(&q, &row, err);
    }
    if (!rc && row) {
        read_who(&q, &out->who);
        work_column(&q, 6, out->operator_name, sizeof out->operator_name);
        out->lang = (enum lang)sqlite3_column_int(q.stmt, 7);
        out->consignment = sqlite3_column_int64(q.stmt, 8);
        out->quantity = sqlite3_column_int64(q.stmt, 9);
        out->box = sqlite3_column_int64(q.stmt, 10);
        out->second = sqlite3_column_int(q.stmt, 11) != 0;
        out->no_label = sqlite3_column_int(q.stmt, 12) != 0;
        out->last = sqlite3_column_int64(q.stmt, 13);
    }
    work_end(&q);
    return rc;
}

/* ?1 name, ?2 seen, ?3 operator, ?4 lang, ?5 consignment, ?6 quantity, ?7 box, ?8 second, ?9 no_label, ?10 last */
static void bind_state(struct work_sql *q, const struct work_station *s)
{
    work_text(q, s->who.name);
    work_number(q, s->who.seen);
    work_text(q, s->operator_name);
    work_number(q, (int64_t)s->lang);
    work_number(q, s->consignment);
    work_number(q, s->quantity);
    work_number(q, s->box);
    work_number(q, s->second);
    work_number(q, s->no_label);
    work_number(q, s->last);
}

int work_station_put(struct work *w, const struct work_station *s, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q,
                   "UPDATE station SET name = ?1, seen = ?2, operator = ?3, lang = ?4, consignment = ?5, quantity = ?6,"
                   " box = ?7, second = ?8, no_label = ?9, last = ?10 WHERE id = ?11",
                   err))
        return -1;
    bind_state(&q, s);
    work_number(&q, s->who.id);
    return work_do(&q, err);
}

int work_station_new(struct work *w, const struct work_station *s, const uint8_t token[32], int64_t *id,
                     struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q,
                   "INSERT INTO station(name, seen, operator, lang, consignment, quantity, box, second, no_label, last,"
                   " kind, token, joined, cut) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?2, 0)",
                   err))
        return -1;
    bind_state(&q, s);
    work_number(&q, (int64_t)s->who.kind);
    work_bytes(&q, token, 32);
    int rc = work_do(&q, err);
    *id = rc ? 0 : sqlite3_last_insert_rowid(w->db);
    return rc;
}

static int first_id(struct work_sql *q, int64_t *id, struct err *err)
{
    bool row = false;
    int rc = work_step(q, &row, err);
    *id = !rc && row ? sqlite3_column_int64(q->stmt, 0) : 0;
    work_end(q);
    return rc;
}

int work_station_by_token(struct work *w, const uint8_t token[32], int64_t *id, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "SELECT id FROM station WHERE token = ?1 AND cut = 0", err))
        return -1;
    work_bytes(&q, token, 32);
    return first_id(&q, id, err);
}

int work_station_by_name(struct work *w, enum station_kind kind, const char *name, int64_t *id, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "SELECT id FROM station WHERE kind = ?1 AND name = ?2 AND cut = 0 ORDER BY id LIMIT 1", err))
        return -1;
    work_number(&q, (int64_t)kind);
    work_text(&q, name);
    return first_id(&q, id, err);
}

int work_stations(struct work *w, struct station out[STATIONS_MAX], size_t *count, struct err *err)
{
    char sql[sizeof columns + 64];
    struct work_sql q;
    bool row = false;
    *count = 0;
    (void)snprintf(sql, sizeof sql, "%s WHERE cut = 0 ORDER BY id LIMIT %d", columns, STATIONS_MAX);
    int rc = work_query(w, &q, sql, err);
    while (!rc && !(rc = work_step(&q, &row, err)) && row && *count < STATIONS_MAX)
        read_who(&q, &out[(*count)++]);
    work_end(&q);
    return rc;
}

int work_station_gone(struct work *w, int64_t id, moment at, struct err *err)
{
    struct work_sql q;
    if (work_query(
            w, &q,
            "INSERT INTO station(id, kind, name, token, joined, seen, cut, operator, lang, consignment,"
            " quantity, box, second, no_label, last) VALUES (?1, 0, '', NULL, ?2, ?2, 1, '', 0, 0, 1, 1, 0, 0, 0)",
            err))
        return -1;
    work_number(&q, id);
    work_number(&q, at);
    return work_do(&q, err);
}

int work_station_cut(struct work *w, int64_t id, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "UPDATE station SET cut = 1, token = NULL WHERE id = ?1", err))
        return -1;
    work_number(&q, id);
    return work_do(&q, err);
}

int work_leave(struct work *w, int64_t consignment, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "UPDATE station SET consignment = 0, last = 0 WHERE consignment = ?1", err))
        return -1;
    work_number(&q, consignment);
    return work_do(&q, err);
}

int work_secret(struct work *w, const char *fresh, char out[WORK_SECRET_MAX], struct err *err)
{
    struct work_sql q;
    bool row = false;
    out[0] = 0;
    if (work_query(w, &q, "INSERT INTO secret VALUES (1, ?1) ON CONFLICT(id) DO NOTHING", err))
        return -1;
    work_text(&q, fresh);
    if (work_do(&q, err))
        return -1;
    int rc = work_query(w, &q, "SELECT text FROM secret", err);
    if (!rc)
        rc = work_step(&q, &row, err);
    if (!rc && row)
        work_column(&q, 0, out, WORK_SECRET_MAX);
    work_end(&q);
    return rc;
}

int work_supervisor(struct work *w, const char *name, struct work_supervisor *out, struct err *err)
{
    struct work_sql q;
    bool row = false;
    *out = (struct work_supervisor){0};
    int rc = work_query(w, &q, "SELECT name, hash, failures, wait_until FROM supervisor WHERE name = ?1", err);
    if (!rc) {
        work_text(&q, name);
        rc = work_step(&q, &row, err);
    }
    if (!rc && row) {
        work_column(&q, 0, out->name, sizeof out->name);
        work_column(&q, 1, out->hash, sizeof out->hash);
        out->failures = sqlite3_column_int64(q.stmt, 2);
        out->wait_until = sqlite3_column_int64(q.stmt, 3);
    }
    work_end(&q);
    return rc;
}

int work_supervisor_put(struct work *w, const struct work_supervisor *s, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q,
                   "INSERT INTO supervisor VALUES (?1, ?2, ?3, ?4) ON CONFLICT(name) DO UPDATE SET hash = ?2,"
                   " failures = ?3, wait_until = ?4",
                   err))
        return -1;
    work_text(&q, s->name);
    work_text(&q, s->hash);
    work_number(&q, s->failures);
    work_number(&q, s->wait_until);
    return work_do(&q, err);
}

int work_supervisor_tried(struct work *w, const struct work_supervisor *s, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "UPDATE supervisor SET failures = ?2, wait_until = ?3 WHERE name = ?1", err))
        return -1;
    work_text(&q, s->name);
    work_number(&q, s->failures);
    work_number(&q, s->wait_until);
    return work_do(&q, err);
}

int work_supervisor_remove(struct work *w, const char *name, struct err *err)
{
    struct work_sql q;
    if (work_query(w, &q, "DELETE FROM supervisor WHERE name = ?1", err))
        return -1;
    work_text(&q, name);
    return work_do(&q, err);
}

int work_supervisors(struct work *w, int (*each)(void *ctx, const char *name), void *ctx, struct err *err)
{
    struct work_sql q;
    bool row = false;
    char name[STATION_NAME_MAX];
    int rc = work_query(w, &q, "SELECT name FROM supervisor ORDER BY name", err);
    while (!rc && !(rc = work_step(&q, &row, err)) && row) {
        work_column(&q, 0, name, sizeof name);
        rc = each(ctx, name);
    }
    work_end(&q);
    return rc;
}
