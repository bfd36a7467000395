#include "ui/cli/exit.h"

/* How bad an outcome is, on the scale of --fail-on's words, and the exit status when it fails. */
enum { FAIL_WARN = 1, FAIL_REVIEW, FAIL_HOLD, FAIL_STOP, FAIL_NEVER };
static const struct {
    int degree, status;
} failures[] = {
    [OUTCOME_NONE] = {FAIL_NEVER, 3},
    [OUTCOME_OUT] = {0, 0},
    [OUTCOME_PASS] = {0, 0},
    [OUTCOME_WARN] = {FAIL_WARN, 3},
    [OUTCOME_REVIEW] = {FAIL_REVIEW, 3},
    [OUTCOME_HOLD] = {FAIL_HOLD, 4},
    [OUTCOME_STOP] = {FAIL_STOP, 5},
};

int exit_for(enum outcome outcome, int fail_on)
{
    return failures[outcome].degree >= (fail_on ? fail_on : FAIL_REVIEW) ? failures[outcome].status : 0;
}
