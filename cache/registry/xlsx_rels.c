#include "cache/registry/xlsx_rels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)64 * 1024 * 1024)

/* The ends of the types' names, which are the same in transitional and strict files. */
static enum xlsx_rel_kind kind_of(struct markup_value type)
{
    static const struct {
        const char *ending;
        enum xlsx_rel_kind kind;
    } kinds[] = {
        {"/officeDocument", XLSX_REL_BOOK}, {"/worksheet", XLSX_REL_SHEET}, {"/sharedStrings", XLSX_REL_STRINGS},
        {"/styles", XLSX_REL_STYLES},       {"/hyperlink", XLSX_REL_LINK},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (markup_ends(type, kinds[i].ending))
            return kinds[i].kind;
    return XLSX_REL_NONE;
}

static int text(struct xlsx_rels *r, struct markup_value v, uint32_t *at, struct err *err)
{
    *at = (uint32_t)r->text.used;
    if (arena_add(&r->text, v.from, v.size, err))
        return -1;
    return arena_add(&r->text, "", 1, err);
}

static int more_room(struct xlsx_rels *r, struct err *err)
{
    if (r->count == XLSX_RELS_MAX)
        return err_set(err, ERR_INPUT, "more than %d links: this is no list of labels",
                       "リンクが %d 個を超えています。ラベルの一覧ではないようです", XLSX_RELS_MAX);
    if (r->count < r->room)
        return 0;
    size_t room = r->room ? r->room * 2 : 16;
    struct xlsx_rel *larger = realloc(r->item, room * sizeof *larger);
    if (!larger)
        return err_memory(err);
    r->item = larger;
    r->room = room;
    return 0;
}

/* A link leads out of the file, everything else stays in it. */
static int on_start(void *ctx, const struct markup_tag *tag, struct err *err)
{
    struct xlsx_rels *r = ctx;
    struct markup_value id, type, target, mode;
    if (!markup_is(tag, MARKUP_SPACE_RELS, "Relationship") || !markup_attribute(tag, "Id", &id) ||
        !markup_attribute(tag, "Type", &type) || !markup_attribute(tag, "Target", &target))
        return 0;
    enum xlsx_rel_kind kind = kind_of(type);
    bool external = markup_attribute(tag, "TargetMode", &mode) && markup_same(mode, "External");
    if (kind == XLSX_REL_NONE || external != (kind == XLSX_REL_LINK))
        return 0;
    struct xlsx_rel rel = {.kind = kind};
    if (more_room(r, err) || text(r, id, &rel.id, err) || text(r, target, &rel.target, err))
        return -1;
    r->item[r->count++] = rel;
    return 0;
}

static int on_end(void *ctx, const struct markup_tag *tag, struct err *err)
{
    (void)ctx, (void)tag, (void)err;
    return 0;
}

static int by_id(const void *a, const void *b, void *ctx)
{
    const struct xlsx_rels *r = ctx;
    const struct xlsx_rel *x = a, *y = b;
    return strcmp(r->text.bytes + x->id, r->text.bytes + y->id);
}

/* "xl/workbook.xml" to "xl/_rels/workbook.xml.rels". */
static bool rels_name(const char *part, char out[XLSX_NAME_MAX])
{
    const char *slash = strrchr(part, '/'), *name = slash ? slash + 1 : part;
    int size = snprintf(out, XLSX_NAME_MAX, "%.*s_rels/%s.rels", (int)(name - part), part, name);
    return size > 0 && size < XLSX_NAME_MAX;
}

int xlsx_rels_read(struct xlsx_zip *z, const char *part, struct xlsx_rels *out, struct err *err)
{
    static const struct markup_events events = {on_start, on_end, NULL};
    char name[XLSX_NAME_MAX];
    int64_t index;
    *out = (struct xlsx_rels){.text = {.max = TEXT_MAX}};
    if (!rels_name(part, name))
        return 0;
    if (xlsx_zip_find(z, name, &index, err))
        return -1;
    if (index < 0)
        return 0;
    if (xlsx_zip_read(z, index, name, &events, out, err)) {
        xlsx_rels_clear(out);
        return -1;
    }
    if (out->count > 0)
        qsort_r(out->item, out->count, sizeof *out->item, by_id, out);
    return 0;
}

void xlsx_rels_clear(struct xlsx_rels *r)
{
    arena_clear(&r->text);
    free(r->item);
    *r = (struct xlsx_rels){0};
}

static int compare(const struct xlsx_rels *r, const struct xlsx_rel *rel, struct markup_value id)
{
    const char *there = r->text.bytes + rel->id;
    int c = strncmp(there, id.from, id.size);
    return c ? c : there[id.size] != 0;
}

const char *xlsx_rels_find(const struct xlsx_rels *r, struct markup_value id, enum xlsx_rel_kind kind)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(r, &r->item[middle], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == r->count || compare(r, &r->item[low], id) != 0 || r->item[low].kind != kind)
        return NULL;
    return r->text.bytes + r->item[low].target;
}

const char *xlsx_rels_first(const struct xlsx_rels *r, enum xlsx_rel_kind kind)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->item[i].kind == kind)
            return r->text.bytes + r->item[i].target;
    return NULL;
}

/* Drops the last segment of a path that ends in '/'. False at the top. */
static bool go_up(char *path, size_t *used)
{
    if (*used == 0)
        return false;
    (*used)--;
    while (*used > 0 && path[*used - 1] != '/')
        (*used)--;
    return true;
}

bool xlsx_rels_member(const char *part, const char *target, char out[XLSX_NAME_MAX])
{
    const char *slash = strrchr(part, '/');
    size_t used = slash && target[0] != '/' ? (size_t)(slash - part) + 1 : 0;
    if (used >= XLSX_NAME_MAX)
        return false;
    memcpy(out, part, used);
    while (*target) {
        size_t size = strcspn(target, "/\\");
        bool last = target[size] == 0;
        if (size == 2 && memcmp(target, "..", 2) == 0) {
            if (!go_up(out, &used))
                return false;
        } else if (size > 0 && !(size == 1 && target[0] == '.')) {
            if (used + size + 2 > XLSX_NAME_MAX)
                return false;
            memcpy(out + used, target, size);
            used += size;
            if (!last)
                out[used++] = '/';
        }
        target += size + !last;
    }
    out[used] = 0;
    return used > 0 && out[used - 1] != '/';
}
