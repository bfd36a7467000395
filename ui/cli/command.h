#ifndef KENPIN_COMMAND_H
#define KENPIN_COMMAND_H

#include "ui/cli/context.h"
#include "ui/cli/options.h"

/* One command: what help says about it, what it takes, and what it does. */

#define COMMAND_ABOUT_MAX   6
#define COMMAND_EXAMPLE_MAX 5
#define COMMAND_SETS_MAX    3
#define COMMAND_ANY         SIZE_MAX

struct example {
    const char *line;
    struct words says;
};

struct command {
    const char *name;                      /* "registry import" */
    const char *arguments;                 /* "FILE" */
    struct words does;                     /* one line */
    struct words about[COMMAND_ABOUT_MAX]; /* paragraphs */
    struct example example[COMMAND_EXAMPLE_MAX];
    const struct option *options[COMMAND_SETS_MAX]; /* all with targets in the same call */
    size_t call_size;
    size_t least, most;              /* arguments */
    bool no_rehearsal;               /* it writes: --as-if is a wrong call */
    bool without_config;             /* works when the config file is broken */
    int (*run)(struct context *ctx); /* the exit status */
};

/* In the order that help shows them; ended by NULL. */
extern const struct command *const command_list[];

/* The command of these words; NULL with `err` when there is none. *used: how many of them name it. */
const struct command *command_find(const char *const *words, size_t count, size_t *used, struct err *err);

/* "registry" of "registry import": bytes of its name's group, 0 when it stands alone. */
size_t command_group(const char *name);
bool command_in_group(const struct command *c, const char *group);

/* The tables of all commands and the global ones, ended by NULL. */
#define COMMAND_TABLES_MAX 80
void command_tables(const struct option *out[COMMAND_TABLES_MAX]);

/* Exit statuses. Those of outcomes: exit_for_outcome. */
enum { STATUS_OK = 0, STATUS_COULD_NOT = 1, STATUS_WRONG_CALL = 2 };

extern const struct command scan_command, serve_command, counter_card_command, counter_stations_command,
    counter_supervisor_command, counter_supervisors_command;
extern const struct command audit_command, registry_probe_command, registry_sync_command;
extern const struct command check_command, decode_command, registry_import_command, registry_status_command,
    registry_show_command, registry_changes_command, registry_key_command, registry_publish_command,
    registry_pull_command, catalogue_import_command, catalogue_show_command, catalogue_confirm_command,
    catalogue_confirmed_command, evidence_list_command, evidence_show_command, evidence_verify_command, demo_command,
    help_command;

#endif
