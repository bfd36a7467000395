#ifndef KENPIN_PICTURES_LOSS_H
#define KENPIN_PICTURES_LOSS_H

#include "app/scan/workers.h"

/* What is said of a picture whose worker did not answer. */

struct pictures_loss {
    const char *name;
    unsigned seconds;   /* it was given */
    unsigned memory_mb; /* it was given */
    unsigned budget_ms; /* that looking for codes was given */
};

void pictures_loss_say(const struct workers_event *event, const struct pictures_loss *loss, struct err *err);

/* A worker that had no memory for the picture says only that. */
void pictures_loss_memory(const struct pictures_loss *loss, struct err *err);

/* A picture of which a part was not looked at, or not kept (struct reading). */
bool pictures_loss_partly(const struct reading *reading, const struct pictures_loss *loss, struct err *err);

#endif
