#ifndef KENPIN_EYES_H
#define KENPIN_EYES_H

#include "app/scan/pictures.h"
#include "ui/cli/option.h"

/* The option --budget, where a command has it. */
#define EYES_BUDGET_MOST_MS 600000
#define EYES_BUDGET_HELP                                                                                               \
    {                                                                                                                  \
        "Milliseconds that looking for codes may take in a picture; 0 = as long as it takes. Default: 2000",           \
            "画像 1 枚の読み取りにかける時間の上限（ミリ秒）。0 は無制限。既定値: 2000" \
    }
uint32_t eyes_budget(const struct option_number *said);

/* How every command reads pictures: with the clock and the cores of this machine. The caller fills in what else it
 * wants. */
struct pictures_ask eyes_ask(uint32_t budget_ms);

/* The same for what is judged: a picture counts whole or not at all. */
struct pictures_ask eyes_ask_whole(uint32_t budget_ms);

unsigned eyes_cores(void); /* that this process may use */

/* Standard input to its end, no more than a picture may have; *bytes is owned by the caller. */
int eyes_standard_input(uint8_t **bytes, size_t *size, struct err *err) __attribute__((warn_unused_result));

#endif
