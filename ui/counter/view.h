#ifndef KENPIN_VIEW_H
#define KENPIN_VIEW_H

#include "app/check/json.h"
#include "ui/counter/fold.h"

/* Parts of the view that the lists of consignments have too. */

void view_consignment(struct json *j, struct json_node *o, struct fold_consignment *c);
void view_box(struct json *j, struct json_node *o, const struct fold_consignment *c, const struct fold_box *b);

#endif
