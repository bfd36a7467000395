/* What a mirror hands out, from any bytes: as latest.json, signature, key, packed file, and as the text in one.
 *   clang -g -fsanitize=fuzzer,address,undefined ... fuzz_mirror.c; without libFuzzer, replay.c is its main(). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "app/base/text.h"
#include "cache/registry/latest.h"
#include "cache/registry/minisign.h"
#include "cache/registry/snapshot.h"

#define TEXT_MAX 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the bytes are. */
static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void look_at_err(const struct err *err)
{
    demand(err->code != ERR_NONE && err->en[0] && err->ja[0] && text_valid(err->en, strlen(err->en)) &&
           text_valid(err->ja, strlen(err->ja)));
}

static void as_latest(const uint8_t *data, size_t size)
{
    struct latest l, again;
    struct err err = {0};
    char *text = NULL;
    if (latest_read(data, size, &l, &err)) {
        look_at_err(&err);
        return;
    }
    demand(l.lists <= LATEST_LISTS_MAX && l.expires > l.made && l.serial >= 0);
    demand(latest_write(&l, &text, NULL) == 0);
    demand(strlen(text) > LATEST_BYTES_MAX ||
           (latest_read(text, strlen(text), &again, NULL) == 0 && again.serial == l.serial && again.lists == l.lists));
    free(text);
}

/* No bytes fit a key that did not sign them. */
static void as_signature(const uint8_t *data, size_t size)
{
    static const struct minisign_public nobody = {.key = {9}};
    struct minisign_signature s;
    struct minisign_public p;
    struct minisign_secret secret;
    struct err err = {0};
    if (minisign_signature_read(data, size, &s, &err))
        look_at_err(&err);
    else
        demand(text_valid(s.comment, strlen(s.comment)) && !minisign_fits(&s, &nobody, data, size));
    if (minisign_public_read(data, size, &p, &err))
        look_at_err(&err);
    if (minisign_secret_read(data, size, &secret, &err))
        look_at_err(&err);
}

static void look_at_record(const struct snapshot_record *r)
{
    const struct entry *e = &r->label.entry;
    demand(r->label.norm && *r->label.norm && text_valid(r->label.norm, strlen(r->label.norm)));
    if (r->removed)
        return;
    demand(e->number && *e->number && r->label.models && e->status != STATUS_NONE && e->level >= 0 && e->level <= 4);
    demand(!e->gone || (e->last.digest && e->first_without.digest && e->last.source));
}

static void as_file(const void *bytes, size_t size, int64_t text)
{
    struct snapshot *s = NULL;
    struct snapshot_head head;
    struct snapshot_record record;
    struct err err = {0};
    bool more;
    int rc = snapshot_open(bytes, size, text, &s, &head, &err);
    while (rc == 0 && (rc = snapshot_next(s, &record, &more, &err)) == 0 && more)
        look_at_record(&record);
    if (rc)
        look_at_err(&err);
    snapshot_close(s);
}

/* Packed as it should be, so that what is in it is looked at and not the packing. */
static void as_text(const uint8_t *data, size_t size)
{
    static uint8_t packed[TEXT_MAX + TEXT_MAX / 128 + 1024];
    size_t n = size <= TEXT_MAX ? ZSTD_compress(packed, sizeof packed, data, size, 1) : 0;
    if (n && !ZSTD_isError(n))
        as_file(packed, n, (int64_t)size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    as_latest(data, size);
    as_signature(data, size);
    as_file(data, size, TEXT_MAX);
    as_text(data, size);
    return 0;
}
