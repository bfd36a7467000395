#include "app/check/json.h"
#include "cache/labels_search.h"
#include "ui/counter/inside.h"

int counter_search(struct counter *c, const char *text, struct buffer *json, struct err *err)
{
    struct labels_search found;
    struct json j;
    if (look_refresh(&c->look, err) || labels_search(&c->look.db, text, &found, err))
        return -1;
    struct json_node *root = json_start_in(&j, json);
    struct json_node *array = json_array(&j, root, "models");
    for (size_t i = 0; i < found.count; i++) {
        const struct labels_hit_model *h = &found.item[i];
        struct json_node *o = json_item(&j, array);
        json_text(&j, o, "brand", h->vendor);
        json_text(&j, o, "model", h->model);
        json_text(&j, o, "product", h->product);
        json_text(&j, o, "scheme", scheme_name(h->scheme));
        json_text(&j, o, "number", h->number);
    }
    labels_search_clear(&found);
    return json_end(&j, err);
}
