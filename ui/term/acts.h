#ifndef KENPIN_ACTS_H
#define KENPIN_ACTS_H

#include "ui/counter/counter.h"

/* What an operator can do beside scanning: as a key, and as a command that is typed. One table, from which keys, help
 * and commands come. Plain letters, digits and Enter act on nothing: a scanner types them. */

/* What the program itself does; behind enum counter_act. */
enum acts_own { ACTS_MENU = 100, ACTS_HELP, ACTS_WHY, ACTS_CONSIGNMENTS, ACTS_FIND, ACTS_QUIT };

/* The view's states, to say where an act makes sense. */
enum acts_state {
    ACTS_READY = 1,
    ACTS_LABEL = 2,
    ACTS_PRODUCT = 4,
    ACTS_SECOND = 8,
    ACTS_ANSWER = 16,
    ACTS_ALARM = 32,
};
unsigned acts_state_from_name(const char *name); /* of a view's "state"; 0 for none */

struct acts_row {
    int act;              /* enum counter_act or enum acts_own */
    const char *command;  /* ":no-label" without its colon */
    const char *takes;    /* what is typed behind it; "" = nothing */
    int function;         /* F2 is 2; 0 = none */
    char control;         /* Ctrl-O is 'O'; 0 = none */
    unsigned offered;     /* in which states it is shown among the keys */
    enum disposition how; /* of ACT_DISPOSE and ACT_CLOSE */
    struct words name, says;
};

/* NULL behind the last. */
const struct acts_row *acts_row(size_t index);
const struct acts_row *acts_by_key(int function, int32_t control); /* control: the character, 0x0F for Ctrl-O */
const struct acts_row *acts_by_act(int act);
const struct acts_row *acts_by_command(const char *name, size_t size);

/* "F2" or, where the terminal has none, "^O" */
#define ACTS_KEY 8
const char *acts_key(const struct acts_row *row, bool functions, char out[ACTS_KEY]);

/* What is on the statement of compliance, a to g (SI 2023/1007 Sch 4); false when there are no more. */
bool acts_statement_item(int index, char *letter, struct words *says);

#endif
