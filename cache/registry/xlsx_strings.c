#include "cache/registry/xlsx_strings.h"

#include <stdlib.h>

#include "cache/registry/xlsx_text.h"

struct reading {
    struct xlsx_strings *strings;
    struct arena *text;
    struct xlsx_text x;
    size_t from; /* where the present one begins */
    bool open;
};

static int more_room(struct xlsx_strings *s, struct err *err)
{
    if (s->count == XLSX_STRINGS_MAX)
        return err_set(err, ERR_INPUT, "more than %d different texts in the workbook: this is no list of labels",
                       "ブックの文字列が %d 種類を超えています。ラベルの一覧ではないようです", XLSX_STRINGS_MAX);
    if (s->count < s->room)
        return 0;
    size_t room = s->room ? s->room * 2 : 256;
    uint32_t *larger = realloc(s->at, room * sizeof *larger);
    if (!larger)
        return err_memory(err);
    s->at = larger;
    s->room = room;
    return 0;
}

static int on_start(void *ctx, const struct markup_tag *tag, struct err *err)
{
    (void)err;
    struct reading *r = ctx;
    if (markup_is(tag, MARKUP_SPACE_SHEET, "si")) {
        r->open = true;
        r->from = r->text->used;
        r->x = (struct xlsx_text){0};
    } else if (r->open) {
        xlsx_text_start(&r->x, tag);
    }
    return 0;
}

static int on_text(void *ctx, const char *bytes, size_t size, struct err *err)
{
    struct reading *r = ctx;
    if (!r->open || !r->x.inside)
        return 0;
    if (r->text->used - r->from + size > GRID_CELL_MAX)
        return err_set(err, ERR_INPUT, "a text in the workbook is larger than 1 MiB: this is no list of labels",
                       "ブックに 1 MiB を超える文字列があります。ラベルの一覧ではないようです");
    return arena_add(r->text, bytes, size, err);
}

static int close_string(struct reading *r, struct err *err)
{
    size_t size = xlsx_text_plain(r->text->bytes + r->from, r->text->used - r->from);
    r->open = false;
    r->text->used = r->from + size;
    if (more_room(r->strings, err) || (size > 0 && arena_add(r->text, "", 1, err)))
        return -1;
    r->strings->at[r->strings->count++] = size > 0 ? (uint32_t)r->from : 0;
    return 0;
}

static int on_end(void *ctx, const struct markup_tag *tag, struct err *err)
{
    struct reading *r = ctx;
    if (r->open && markup_is(tag, MARKUP_SPACE_SHEET, "si"))
        return close_string(r, err);
    if (r->open)
        xlsx_text_end(&r->x, tag);
    return 0;
}

int xlsx_strings_read(struct xlsx_zip *z, const char *part, struct grid *grid, struct xlsx_strings *out,
                      struct err *err)
{
    static const struct markup_events events = {on_start, on_end, on_text};
    struct reading r = {.strings = out, .text = &grid->text};
    int64_t index;
    *out = (struct xlsx_strings){0};
    if (!part[0])
        return 0;
    if (xlsx_zip_find(z, part, &index, err))
        return -1;
    if (index < 0) /* then no cell may use one */
        return 0;
    if (xlsx_zip_read(z, index, part, &events, &r, err)) {
        xlsx_strings_clear(out);
        return -1;
    }
    return 0;
}

void xlsx_strings_clear(struct xlsx_strings *s)
{
    free(s->at);
    *s = (struct xlsx_strings){0};
}
