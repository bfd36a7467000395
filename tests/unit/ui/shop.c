/* An invented shop in a folder of its own, for tests of its counter. */
#include "tests/unit/ui/shop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "cache/registry/import.h"
#include "cache/registry/products.h"

static const char catalogue[] = "sku,gtin,brand,model,vendor,scope,statement,support_until\n"
                                "R-1,9520000001018,Nosuch,ND-1,Nosuch Devices Ltd.,in,unknown,2031-12-31\n"
                                "R-2,9520000001025,Nosuch,ND-2,Nosuch Devices Ltd.,in,unknown,2031-12-31\n"
                                "R-3,9520000001032,Nosuch,ND-3,Nosuch Devices Ltd.,in,complete,2031-12-31\n"
                                "R-4,9520000001049,Nosuch,ND-4,Nosuch Devices Ltd.,in,unknown,2031-12-31\n"
                                "R-5,9520000001056,Other,OT-5,Other Makers,in,unknown,2031-12-31\n";

/* ND-2 and ND-3 are not listed; ND-4's label was revoked. */
const char shop_registry[] = "number,level,status,vendor,models,issued,expires\n"
                             "DEMO-0101,1,Active,Nosuch Devices Ltd.,\"ND-1, ND-1/W\",2026-01-15,2027-12-31\n"
                             "DEMO-0105,1,Active,Other Makers Ltd.,OT-5,2026-01-15,2027-12-31\n"
                             "DEMO-0104,1,Revoked,Nosuch Devices Ltd.,ND-4,2026-01-15,2027-12-31\n"
                             "DEMO-0109,1,Active,Somebody Else,XX-9,2026-01-15,2027-12-31\n";
const char shop_registry_later[] = "number,level,status,vendor,models,issued,expires\n"
                                   "DEMO-0101,1,Revoked,Nosuch Devices Ltd.,\"ND-1, ND-1/W\",2026-01-15,2027-12-31\n"
                                   "DEMO-0105,1,Active,Other Makers Ltd.,OT-5,2026-01-15,2027-12-31\n"
                                   "DEMO-0104,1,Revoked,Nosuch Devices Ltd.,ND-4,2026-01-15,2027-12-31\n"
                                   "DEMO-0109,1,Active,Somebody Else,XX-9,2026-01-15,2027-12-31\n";

moment shop_clock(void *ctx)
{
    struct shop *s = ctx;
    return s->now;
}

void shop_must(int result, const struct err *err)
{
    if (result)
        print_error("%s\n", err->en);
    assert_int_equal(result, 0);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

const char *shop_path(const struct shop *s, const char *name, char out[SHOP_PATH])
{
    snprintf(out, SHOP_PATH, "%s/%s", s->folder, name);
    return out;
}

void shop_import(struct shop *s, const char *list)
{
    char db_path[SHOP_PATH], path[SHOP_PATH];
    struct db db;
    struct import_result imported;
    struct products_result products;
    must(db_open(shop_path(s, "cache.db", db_path), DB_WRITE, &db, &err));
    write_file(shop_path(s, "list.csv", path), list);
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .as_of = s->now, .now = s->now, .demo = true};
    must(import_file(&db, &ask, &imported, &err));
    write_file(shop_path(s, "products.csv", path), catalogue);
    must(products_import(&db, path, s->now, NULL, NULL, &products, &err));
    db_close(&db);
}

void shop_open_counter(struct shop *s)
{
    struct counter_setup setup = {.folder = s->folder, .random = randombytes_buf};
    setup.ask = (struct check_ask){
        .market = {MARKET_GB},
        .markets = 1,
        .role = ROLE_RETAILER,
        .event = EVENT_GOODS_IN,
        .default_scope = SCOPE_IN,
        .default_statement = STATEMENT_UNKNOWN,
        .failure = FAILURE_NONE,
        .clock = shop_clock,
        .clock_ctx = s,
        .lang = LANG_EN,
        .limits = check_default_limits,
    };
    must(counter_open(&setup, &s->counter, &err));
}

void shop_name_stations(struct shop *s)
{
    for (int i = 1; i <= SHOP_STATIONS; i++) {
        char name[] = {'D', 'o', 'c', 'k', ' ', (char)('0' + i), 0};
        must(counter_station_named(s->counter, STATION_TERMINAL, name, &s->station[i], &err));
    }
}

void shop_open(struct shop *s)
{
    *s = (struct shop){.now = 1795937400}; /* 2026-11-29T07:30:00Z */
    strcpy(s->folder, "/tmp/kenpin-counter-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    shop_import(s, shop_registry);
    shop_open_counter(s);
    shop_name_stations(s);
}

void shop_close(struct shop *s)
{
    static const char *const files[] = {"cache.db",        "cache.db-wal",    "cache.db-shm", "evidence.db",
                                        "evidence.db-wal", "evidence.db-shm", "counter.db",   "counter.db-wal",
                                        "counter.db-shm",  "list.csv",        "products.csv", "before"};
    char path[SHOP_PATH];
    counter_close(s->counter);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        (void)unlink(shop_path(s, files[i], path));
    (void)rmdir(s->folder);
}
