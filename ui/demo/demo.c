#include "ui/demo/demo.h"

#include <stdlib.h>
#include <string.h>

#include "cache/registry/import.h"
#include "cache/registry/products.h"
#include "ui/demo/boxes.h"
#include "ui/demo/picture.h"
#include "ui/demo/place.h"
#include "ui/demo/table.h"

struct work {
    const struct demo_ask *ask;
    struct place place;
    struct db db;
    struct ledger *ledger;     /* owned */
    struct pictures *pictures; /* owned */
    char *record[BOXES];       /* owned; JSON */
};

static day today(const struct demo_ask *ask)
{
    return day_at(ask->now, CALENDAR_JST);
}

static int import_list(struct work *w, const char *path, enum scheme scheme, struct err *err)
{
    struct import_result result;
    struct import_ask ask = {.path = path, .scheme = scheme, .as_of = w->ask->now, .now = w->ask->now, .demo = true};
    return import_file(&w->db, &ask, &result, err);
}

/* Lists and catalogue as files, and through the same imports as a shop's own. */
static int fill(struct work *w, struct err *err)
{
    char path[PLACE_PATH];
    day d = today(w->ask);
    struct products_result products;
    place_path(&w->place, "jc-star.csv", path);
    if (boxes_write_jc_star(path, d, err) || import_list(w, path, SCHEME_JC_STAR, err))
        return -1;
    place_path(&w->place, "cls.json", path);
    if (boxes_write_cls(path, d, err) || import_list(w, path, SCHEME_CLS, err))
        return -1;
    place_path(&w->place, "catalogue.csv", path);
    if (boxes_write_catalogue(path, d, err))
        return -1;
    return products_import(&w->db, path, w->ask->now, NULL, NULL, &products, err);
}

static int open_data(struct work *w, struct err *err)
{
    char path[PLACE_PATH];
    if (place_folder(&w->place, "pictures", err) || place_folder(&w->place, "data", err))
        return -1;
    if (db_open(place_path(&w->place, "data/cache.db", path), DB_WRITE, &w->db, err))
        return -1;
    return ledger_open(place_path(&w->place, "data/evidence.db", path), true, &w->ledger, err);
}

static moment demo_clock(void *ctx)
{
    return ((const struct work *)ctx)->ask->now;
}

static int check_codes(struct work *w, struct symbols *codes, char **json, struct err *err)
{
    struct registry registry = labels_registry(&w->db);
    struct shelf shelf = catalogue_shelf(&w->db);
    struct check_ask ask = {
        .codes = codes,
        .market = {MARKET_GB, MARKET_JP},
        .markets = 2,
        .role = ROLE_RETAILER,
        .event = EVENT_GOODS_IN,
        .default_scope = SCOPE_IN,
        .default_statement = STATEMENT_UNKNOWN,
        .failure = FAILURE_NONE,
        .consignment = "DEMO",
        .clock = demo_clock,
        .clock_ctx = w,
        .built_at = w->ask->built_at,
        .lang = w->ask->style.lang,
        .limits = check_default_limits,
    };
    struct checked checked = {0};
    if (check_box(&ask, &registry, &shelf, w->ledger, &checked, err))
        return -1;
    *json = checked.json;
    checked.json = NULL;
    checked_clear(&checked);
    return 0;
}

static const char *picture_path(const struct work *w, const struct boxes_box *b, char path[PLACE_PATH])
{
    char name[BOXES_TEXT];
    snprintf(name, sizeof name, "pictures/%s.png", b->name);
    return place_path(&w->place, name, path);
}

/* The real path, from the picture's file on. */
static int check_picture(struct work *w, const struct boxes_box *b, char **json, struct err *err)
{
    char path[PLACE_PATH];
    struct picture_result *r;
    struct picture picture = {.kind = PICTURE_FILE, .name = picture_path(w, b, path)};
    if (picture_write(b, today(w->ask), path, err) || pictures_put(w->pictures, &picture, err) ||
        pictures_next(w->pictures, &r, err))
        return -1;
    if (!r->failed)
        return check_codes(w, &r->reading.codes, json, err);
    *err = r->err;
    return -1;
}

static bool stopped(void)
{
    return place_stopped(NULL) != 0;
}

static int run(struct work *w, struct err *err)
{
    struct pictures_ask pictures = w->ask->pictures;
    pictures.reader.box = true;
    pictures.stopped = stopped;
    if (pictures_open(&pictures, &w->pictures, err) || open_data(w, err) || fill(w, err))
        return -1;
    for (size_t i = 0; i < BOXES; i++)
        if (place_stopped(err) || check_picture(w, &boxes[i], &w->record[i], err))
            return -1;
    return 0;
}

int demo_run(FILE *out, const struct demo_ask *ask, struct err *err)
{
    struct work w = {.ask = ask};
    place_watch();
    int rc = place_make(ask->keep, &w.place, err);
    if (!rc)
        rc = run(&w, err);
    pictures_close(w.pictures);
    ledger_close(w.ledger);
    db_close(&w.db);
    place_remove(&w.place); /* before anything is shown: a closed pipe would end us */
    place_unwatch();
    if (!rc)
        rc = table_show(out, w.record, ask, err);
    for (size_t i = 0; i < BOXES; i++)
        free(w.record[i]);
    return rc;
}
