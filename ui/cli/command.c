#include "ui/cli/command.h"

#include <stdio.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/cli/nearest.h"

enum { WORD_SHOWN = 40, LIST_TEXT = 400 };

const struct command *const command_list[] = {
    &check_command,
    &scan_command,
    &serve_command,
    &audit_command,
    &decode_command,
    &registry_import_command,
    &registry_probe_command,
    &registry_sync_command,
    &registry_status_command,
    &registry_show_command,
    &registry_changes_command,
    &registry_key_command,
    &registry_publish_command,
    &registry_pull_command,
    &catalogue_import_command,
    &catalogue_show_command,
    &catalogue_confirm_command,
    &catalogue_confirmed_command,
    &counter_card_command,
    &counter_stations_command,
    &counter_supervisor_command,
    &counter_supervisors_command,
    &evidence_list_command,
    &evidence_show_command,
    &evidence_verify_command,
    &demo_command,
    &help_command,
    NULL,
};

void command_tables(const struct option *out[COMMAND_TABLES_MAX])
{
    size_t count = 0;
    out[count++] = context_options;
    for (const struct command *const *c = command_list; *c; c++)
        for (size_t i = 0; i < COMMAND_SETS_MAX && (*c)->options[i] && count + 1 < COMMAND_TABLES_MAX; i++)
            out[count++] = (*c)->options[i];
    out[count] = NULL;
}

size_t command_group(const char *name)
{
    const char *space = strchr(name, ' ');
    return space ? (size_t)(space - name) : 0;
}

bool command_in_group(const struct command *c, const char *group)
{
    size_t size = command_group(c->name);
    return size > 0 && strlen(group) == size && !memcmp(c->name, group, size);
}

static bool is_group(const char *word)
{
    for (const struct command *const *c = command_list; *c; c++)
        if (command_in_group(*c, word))
            return true;
    return false;
}

/* The words that may stand there: a group's commands, or (group NULL) the first words of all, each once. */
static void list_words(const char *group, char out[LIST_TEXT], struct nearest *nearest, char near[WORD_SHOWN])
{
    char word[WORD_SHOWN], last[WORD_SHOWN] = "";
    size_t at = 0;
    out[0] = near[0] = 0;
    for (const struct command *const *c = command_list; *c; c++) {
        if (group && !command_in_group(*c, group))
            continue;
        snprintf(word, sizeof word, "%s", (*c)->name + (group ? strlen(group) + 1 : 0));
        word[strcspn(word, " ")] = 0;
        if (!strcmp(word, last))
            continue;
        strcpy(last, word);
        at += (size_t)snprintf(out + at, at < LIST_TEXT ? LIST_TEXT - at : 0, "%s%s", at ? ", " : "", word);
        if (nearest && nearest_try(nearest, word))
            strcpy(near, word);
    }
}

static int not_there(const char *group, const char *typed, struct err *err)
{
    char list[LIST_TEXT], seen[WORD_SHOWN], near[WORD_SHOWN];
    struct nearest nearest = nearest_to(typed ? typed : "");
    list_words(group, list, &nearest, near);
    text_copy(seen, sizeof seen, typed ? typed : "");
    const char *before = group ? group : "", *space = group ? " " : "";
    if (!typed)
        return err_set(err, ERR_USAGE, "kenpin%s%s needs a command. There are: %s. Help: kenpin help%s%s",
                       "kenpin%s%s の後にコマンドが要ります。使えるのは %s です。説明: kenpin help%s%s", space, before,
                       list, space, before);
    if (near[0])
        return err_set(err, ERR_USAGE, "there is no command \"%s%s%s\"; did you mean %s%s%s? There are: %s",
                       "「%s%s%s」というコマンドはありません。%s%s%s のことですか？ 使えるのは %s です", before, space,
                       seen, before, space, near, list);
    return err_set(err, ERR_USAGE, "there is no command \"%s%s%s\". There are: %s",
                   "「%s%s%s」というコマンドはありません。使えるのは %s です", before, space, seen, list);
}

const struct command *command_find(const char *const *words, size_t count, size_t *used, struct err *err)
{
    const char *second = count > 1 ? words[1] : NULL;
    *used = 0;
    if (count == 0 || !is_group(words[0])) {
        for (const struct command *const *c = command_list; count && *c; c++)
            if (!strcmp((*c)->name, words[0])) {
                *used = 1;
                return *c;
            }
        (void)not_there(NULL, count ? words[0] : NULL, err);
        return NULL;
    }
    for (const struct command *const *c = command_list; second && *c; c++)
        if (command_in_group(*c, words[0]) && !strcmp((*c)->name + strlen(words[0]) + 1, second)) {
            *used = 2;
            return *c;
        }
    (void)not_there(words[0], second, err);
    return NULL;
}
