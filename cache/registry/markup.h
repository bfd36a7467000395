#ifndef KENPIN_MARKUP_H
#define KENPIN_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* One XML part of an office file, read front to back and told as events: UTF-8, no DOCTYPE, no entities but the five,
 * nothing fetched. */

/* Up to `room` bytes; *got is 0 at the end. */
typedef int markup_source(void *from, char *out, size_t room, size_t *got, struct err *err);

enum markup_space {
    MARKUP_SPACE_OTHER,
    MARKUP_SPACE_SHEET,         /* spreadsheetml, transitional or strict */
    MARKUP_SPACE_DOCUMENT_RELS, /* r:id, in both */
    MARKUP_SPACE_RELS,          /* .rels */
    MARKUP_SPACE_TYPES,         /* [Content_Types].xml */
};

struct markup_tag {
    enum markup_space space;
    const char *name;                /* without prefix */
    const unsigned char **attribute; /* as libxml2 gives them, five a piece; NULL for an end tag */
    size_t attributes;
};

struct markup_value {
    const char *from; /* not NUL-terminated */
    size_t size;
};

/* Other than 0 stops. Text comes in pieces; `end` may be given for what `start` was not asked about. */
struct markup_events {
    int (*start)(void *ctx, const struct markup_tag *tag, struct err *err);
    int (*end)(void *ctx, const struct markup_tag *tag, struct err *err);
    int (*text)(void *ctx, const char *bytes, size_t size, struct err *err);
};

/* `part` names it in sentences. */
int markup_read(markup_source *source, void *from, const char *part, const struct markup_events *events, void *ctx,
                struct err *err) __attribute__((warn_unused_result));

bool markup_is(const struct markup_tag *tag, enum markup_space space, const char *name);
/* An attribute without prefix, or of the namespace of r:id. False when there is none. */
bool markup_attribute(const struct markup_tag *tag, const char *name, struct markup_value *out);
bool markup_rel_id(const struct markup_tag *tag, struct markup_value *out);

bool markup_same(struct markup_value v, const char *text);
bool markup_ends(struct markup_value v, const char *text);
bool markup_true(struct markup_value v); /* 1, true, on */
/* A whole number without sign, up to `max`. */
bool markup_number(struct markup_value v, uint32_t max, uint32_t *out);

/* How much work the tags of a file are: libxml2 compares each attribute with all those before it, so that one tag of a
 * few MB would take hours. Told of every block before it is parsed and of every event behind it. */
struct markup_work {
    size_t marks; /* that may belong to attributes, since the last event */
    uint64_t spent;
};

bool markup_work_block(struct markup_work *w, const char *bytes, size_t size); /* false = too much */
bool markup_work_tag(struct markup_work *w, size_t attributes);                /* likewise */

#endif
