#ifndef KENPIN_TEST_FAIR_H
#define KENPIN_TEST_FAIR_H

/* A mirror in memory: what a till asks for, with what a test did to it. */

#include "cache/registry/folder.h"
#include "cache/registry/mirror.h"
#include "cache/registry/publish.h"
#include "tests/unit/cache/rows.h"

enum { FAIR_FILES = 512 };

struct fair_file {
    char name[FOLDER_NAME_MAX];
    uint8_t *bytes; /* owned */
    size_t size;
};

struct fair {
    struct fair_file item[FAIR_FILES];
    size_t count;
    int asked; /* calls of get */
};

static inline struct fair_file *fair_find(struct fair *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->item[i].name, name) == 0)
            return &f->item[i];
    return NULL;
}

static inline int fair_get(void *ctx, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
{
    struct fair *fair = ctx;
    struct fair_file *f = fair_find(fair, name);
    fair->asked++;
    *bytes = NULL;
    *size = 0;
    if (!f)
        return 0;
    if (f->size > max)
        return err_set(err, ERR_INPUT, "larger than asked for", "要求より大きい");
    *bytes = malloc(f->size + 1);
    assert_non_null(*bytes);
    memcpy(*bytes, f->bytes, f->size);
    *size = f->size;
    return 0;
}

static inline void fair_clear(struct fair *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->item[i].bytes);
    *f = (struct fair){0};
}

static inline int fair_take(void *ctx, const char *name, struct err *err)
{
    struct {
        struct fair *fair;
        const struct folder *folder;
    } *c = ctx;
    assert_true(c->fair->count < FAIR_FILES);
    struct fair_file *f = &c->fair->item[c->fair->count++];
    snprintf(f->name, sizeof f->name, "%s", name);
    return folder_read(c->folder, name, 1 << 24, &f->bytes, &f->size, err);
}

/* All files of a folder, as they are now. */
static inline void fair_load(struct fair *f, const char *path)
{
    struct folder folder;
    struct err err = {0};
    fair_clear(f);
    struct {
        struct fair *fair;
        const struct folder *folder;
    } ctx = {f, &folder};
    if (folder_open(path, &folder, &err) || folder_each(&folder, fair_take, &ctx, &err))
        fail_msg("%s", err.en);
    folder_close(&folder);
}

static inline struct minisign_secret fair_key(uint8_t seed)
{
    uint8_t bytes[MINISIGN_SEED_BYTES] = {seed}, id[MINISIGN_ID_BYTES] = {seed, 1};
    struct minisign_secret s;
    assert_int_equal(minisign_make(bytes, id, &s, NULL), 0);
    return s;
}

static inline struct mirror_ask fair_ask(struct fair *f, const struct minisign_secret *key, moment now)
{
    struct mirror_ask ask = {.trusted_count = 1, .now = now, .get = {f, fair_get}};
    minisign_public_of(key, &ask.trusted[0]);
    return ask;
}

#endif
