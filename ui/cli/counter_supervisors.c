#include <stdio.h>

#include "ui/cli/command.h"
#include "ui/cli/counter_setup.h"
#include "ui/show/field.h"

static int show(struct counter *counter, int *shown, struct err *err)
{
    struct buffer json = {0};
    cJSON *list = NULL;
    const cJSON *name;
    int rc = counter_supervisors(counter, &json, err);
    if (rc == 0)
        rc = field_parse(json.bytes ? json.bytes : "", &list, err);
    cJSON_ArrayForEach(name, field(list, "supervisors"))
    {
        show_safe(stdout, cJSON_IsString(name) ? name->valuestring : "");
        fputc('\n', stdout);
        ++*shown;
    }
    cJSON_Delete(list);
    buffer_clear(&json);
    return rc;
}

static int run(struct context *ctx)
{
    struct counter *counter = NULL;
    struct err err = {0};
    int shown = 0;
    int rc = counter_setup_open(ctx, NULL, &counter, &err);
    if (rc == 0)
        rc = show(counter, &shown, &err);
    counter_close(counter);
    if (rc)
        return context_fail(ctx, &err);
    if (!shown)
        context_note(ctx, "no supervisor yet: kenpin counter supervisor NAME",
                     "責任者はまだいません: kenpin counter supervisor 名前");
    return STATUS_OK;
}

const struct command counter_supervisors_command = {
    .name = "counter supervisors",
    .arguments = "",
    .does = {"who may release held boxes", "保留を解除できる人を表示する"},
    .about = {{"Their names, one a line.", "名前を 1 行に 1 つ表示します。"}},
    .run = run,
};
