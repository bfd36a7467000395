#ifndef KENPIN_AUDIT_BOX_FACTS_H
#define KENPIN_AUDIT_BOX_FACTS_H

#include "ui/audit/box.h"

/* What a row says beside its codes and names: market, role, event, date, statement, and in how many days it is sold. A
 * word that is not known is noted, and the call's own counts. For box.c. */
int box_facts_read(const struct audit_ask *ask, const struct audit_columns *c, const struct audit_row *row,
                   struct audit_box *b, struct err *err) __attribute__((warn_unused_result));

#endif
