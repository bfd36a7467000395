/* A source description, from any bytes, and behind its first NUL a page that it is applied to. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "cache/registry/page.h"
#include "cache/registry/source.h"
#include "cache/registry/web.h"

#define BASE "https://www.example.invalid/list/index.html"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the description said. */
static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* Every refusal says something, in both languages. */
static void look_at_err(const struct err *err)
{
    demand(err->code != ERR_NONE && err->en[0] && err->ja[0]);
    demand(text_valid(err->en, strlen(err->en)) && text_valid(err->ja, strlen(err->ja)));
}

/* No address that the description allows is anything but https to one of its hosts. */
static void look_at_address(const struct source *s, const char *address)
{
    struct web_host host;
    bool listed = false;
    demand(web_host(address, &host) && strncasecmp(address, "https://", 8) == 0);
    for (size_t i = 0; i < s->hosts; i++)
        listed = listed || web_host_fits(&host, s->host[i]);
    demand(listed && !strchr(host.name, '@') && !strchr(host.name, '/'));
}

static void look_at_source(const struct source *s)
{
    demand(s->name[0] && (s->hosts > 0 || !s->address[0]) && s->hosts <= SOURCE_HOSTS_MAX && s->most_mb > 0 &&
           s->interval_hours > 0);
    demand(s->paging >= 0 && strlen(s->mark) == SOURCE_MARK_TEXT - 1);
    if (s->address[0])
        look_at_address(s, s->address);
    (void)source_foreign_host(s);
}

static void look_at_page(const struct source *s, const char *page, size_t size)
{
    char address[SOURCE_ADDRESS_MAX];
    struct page_look look;
    struct err err = {0};
    if (page_look(page, size, &look, &err))
        look_at_err(&err);
    else
        demand(text_valid(look.title, strlen(look.title)));
    err = (struct err){0};
    if (page_find(s, BASE, page, size, address, &err))
        look_at_err(&err);
    else if (address[0])
        look_at_address(s, address);
    else
        demand(s->else_page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *nul = memchr(data, 0, size);
    size_t length = nul ? (size_t)(nul - data) : size;
    struct source s;
    struct err err = {0};
    char *text = strndup((const char *)data, length);
    demand(text != NULL);
    if (!text_valid(text, length)) { /* files go through a decoder first */
        free(text);
        return 0;
    }
    if (source_read(text, length, &s, &err)) {
        look_at_err(&err);
    } else {
        look_at_source(&s);
        if (nul)
            look_at_page(&s, (const char *)nul + 1, size - length - 1);
    }
    source_clear(&s);
    source_clear(&s);
    free(text);
    return 0;
}
