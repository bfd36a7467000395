#include "ui/web/assets.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *ending, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
};
enum { TYPES = sizeof types / sizeof *types };

static bool ends(const char *name, const char *with)
{
    size_t size = strlen(name), end = strlen(with);
    return size > end && !strcmp(name + size - end, with);
}

const char *assets_type(const struct asset *f)
{
    for (size_t i = 0; i < TYPES; i++)
        if (ends(f->name, types[i].ending))
            return types[i].type;
    return NULL;
}

bool assets_is_closed(const struct asset *f)
{
    return ends(f->name, ".html") && strcmp(f->name, "join.html") != 0;
}

const struct asset *assets_find(const char *path)
{
    char document[64] = "index.html";
    if (path[0] != '/' || strlen(path) + sizeof ".html" > sizeof document)
        return NULL;
    if (path[1])
        (void)snprintf(document, sizeof document, "%s.html", path + 1);
    for (const struct asset *f = assets_built; f->name; f++)
        if (assets_type(f) && (!strcmp(f->name, document) || !strcmp(f->name, path + 1)))
            return f;
    return NULL;
}
