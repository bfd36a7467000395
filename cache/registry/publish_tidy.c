#include "cache/registry/publish_tidy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/mirror.h"

#define KEPT_MAX 65536

struct tidy {
    const struct folder *folder;
    moment now;
    struct latest of_file;        /* one that was kept */
    char (*keep)[PACK_NAME_TEXT]; /* owned; names of files */
    size_t count, room;
    char (*drop)[FOLDER_NAME_MAX]; /* owned; names to be removed: not while the folder is listed */
    size_t drops, drop_room;
};

static int keep(struct tidy *t, const char *name, struct err *err)
{
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 64;
        void *more = room <= KEPT_MAX ? realloc(t->keep, room * sizeof *t->keep) : NULL;
        if (!more)
            return err_memory(err);
        t->keep = more;
        t->room = room;
    }
    memcpy(t->keep[t->count++], name, PACK_NAME_TEXT);
    return 0;
}

static int drop(struct tidy *t, const char *name, struct err *err)
{
    if (t->drops == t->drop_room) {
        size_t room = t->drop_room ? t->drop_room * 2 : 64;
        void *more = room <= KEPT_MAX ? realloc(t->drop, room * sizeof *t->drop) : NULL;
        if (!more)
            return err_memory(err);
        t->drop = more;
        t->drop_room = room;
    }
    strcpy(t->drop[t->drops++], name); /* a name of at most MIRROR_KEPT_TEXT */
    return 0;
}

static int keep_all(struct tidy *t, const struct latest *l, struct err *err)
{
    for (size_t i = 0; i < l->lists; i++) {
        const struct latest_list *list = &l->list[i];
        if (keep(t, list->snapshot.name, err))
            return -1;
        for (size_t d = 0; d < list->deltas; d++)
            if (keep(t, list->delta[d].file.name, err) || keep(t, list->delta[d].was.name, err))
                return -1;
    }
    return 0;
}

/* "HEX.json" and what may stand behind it. */
static bool is_kept_name(const char *name, const char *suffix)
{
    enum { HEX = 64 };
    return strspn(name, "0123456789abcdef") == HEX && strcmp(name + HEX, suffix) == 0;
}

/* One latest.json under its own name. What cannot be read keeps nothing. */
static int look_at_kept(void *ctx, const char *name, struct err *err)
{
    struct tidy *t = ctx;
    char signature[MIRROR_KEPT_TEXT];
    uint8_t *bytes = NULL;
    size_t size;
    if (!is_kept_name(name, ".json"))
        return 0;
    bool fresh = folder_read(t->folder, name, LATEST_BYTES_MAX, &bytes, &size, NULL) == 0 && bytes &&
                 latest_read(bytes, size, &t->of_file, NULL) == 0 && t->of_file.expires + MIRROR_SKEW >= t->now;
    free(bytes);
    if (fresh)
        return keep_all(t, &t->of_file, err);
    snprintf(signature, sizeof signature, "%s.minisig", name);
    return drop(t, name, err) || drop(t, signature, err) ? -1 : 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static int look_at_file(void *ctx, const char *name, struct err *err)
{
    struct tidy *t = ctx;
    char wanted[PACK_NAME_TEXT];
    if (!pack_is_name(name))
        return 0;
    memcpy(wanted, name, sizeof wanted);
    bool kept = t->count && bsearch(wanted, t->keep, t->count, sizeof *t->keep, by_name);
    return kept ? 0 : drop(t, name, err);
}

int publish_tidy(const struct folder *f, const struct latest *present, moment now, int64_t *removed, struct err *err)
{
    struct tidy *t = calloc(1, sizeof *t);
    int result = -1;
    if (!t)
        return err_memory(err);
    t->folder = f;
    t->now = now;
    if (keep_all(t, present, err) || folder_each(f, look_at_kept, t, err))
        goto done;
    qsort(t->keep, t->count, sizeof *t->keep, by_name);
    if (folder_each(f, look_at_file, t, err))
        goto done;
    for (size_t i = 0; i < t->drops; i++)
        if (folder_remove(f, t->drop[i], err))
            goto done;
    *removed = (int64_t)t->drops;
    result = 0;
done:
    free(t->keep);
    free(t->drop);
    free(t);
    return result;
}
