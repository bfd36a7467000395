#include "ui/audit/line.h"

#include <stdlib.h>
#include <string.h>

static int find(char headings[][40], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        const char *heading = headings[i];
        if (!strncmp(heading, "kenpin_", strlen("kenpin_")))
            heading += strlen("kenpin_");
        if (!strcmp(heading, name))
            return (int)i;
    }
    return -1;
}

void line_map_make(const struct audit_shape *shape, struct line_map *out)
{
    char headings[AUDIT_RESULTS_MAX][40];
    size_t count = audit_result_headings(shape, headings);
    const struct {
        const char *name;
        int *to;
    } names[] = {{"outcome", &out->outcome},
                 {"market", &out->market},
                 {"rule", &out->rule},
                 {"route", &out->route},
                 {"reason", &out->reason},
                 {"next", &out->next},
                 {"cite", &out->cite},
                 {"findings", &out->findings},
                 {"judged_label", &out->number},
                 {"scheme", &out->scheme},
                 {"status", &out->status},
                 {"expires", &out->expires},
                 {"product_gtin", &out->gtin},
                 {"lapses_before_sold", &out->lapses},
                 {"codes", &out->codes},
                 {"notes", &out->notes},
                 {"fix", &out->fix},
                 {"change", &out->change},
                 {"cause", &out->cause},
                 {"seq", &out->seq},
                 {"gb_outcome", &out->by_market[MARKET_GB]},
                 {"ni_outcome", &out->by_market[MARKET_NI]},
                 {"jp_outcome", &out->by_market[MARKET_JP]}};
    *out = (struct line_map){.width = shape->in->width, .all = shape->in->width + count};
    memcpy(out->field, shape->in->first, sizeof out->field);
    out->by_market[MARKET_NONE] = -1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int at = find(headings, count, names[i].name);
        *names[i].to = at < 0 ? -1 : at + (int)shape->in->width;
    }
}

/* The quoted cell that begins at `from`, unescaped in place; NULL when it does not end. */
static char *quoted(char *from, char *end)
{
    char *to = from;
    for (char *at = from + 1; at < end; at++) {
        if (*at == '"' && at + 1 < end && at[1] == '"')
            at++;
        else if (*at == '"') {
            *to = 0;
            return at + 1;
        }
        *to++ = *at;
    }
    return NULL;
}

char *line_end(char *text, char *end)
{
    bool quoted = false;
    for (char *at = text; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '\n' && !quoted)
            return at + 1;
    }
    return NULL;
}

size_t line_split(char *text, char *end, const char *cell[LINE_CELLS_MAX], char **next)
{
    size_t count = 0;
    for (char *at = text; at < end && count < LINE_CELLS_MAX;) {
        char *stop = at;
        cell[count++] = at;
        if (*at == '"') {
            stop = quoted(at, end);
            if (!stop)
                return 0;
        } else {
            while (stop < end && *stop != ',' && *stop != '\r' && *stop != '\n')
                stop++;
        }
        if (stop + 1 >= end && !(stop < end && *stop == '\n'))
            return 0;
        char between = *stop;
        *stop = 0;
        if (between != ',') {
            *next = stop + 1 + (between == '\r');
            return count;
        }
        at = stop + 1;
    }
    return 0;
}

const char *line_cell(const char *const *cell, size_t count, int at)
{
    const char *text = at >= 0 && (size_t)at < count ? cell[at] : "";
    return text[0] == '\'' && strchr("=+-@\t\r", text[1]) && text[1] ? text + 1 : text;
}
