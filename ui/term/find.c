/* Models by what somebody remembers of their name, where no code of the product can be read. */
#include <string.h>

#include "app/base/text.h"
#include "ui/show/field.h"
#include "ui/term/inside.h"

int find_models(struct term *t, const char *text, struct err *err)
{
    struct buffer json = {0};
    cJSON *found = NULL;
    int rc = counter_search(t->ask->counter, text, &json, err);
    if (rc == 0)
        rc = field_parse(json.bytes ? json.bytes : "", &found, err);
    buffer_clear(&json);
    if (rc)
        return -1;
    cJSON_Delete(t->found);
    t->found = found;
    if (cJSON_GetArraySize(field(found, "models")) > 0)
        return 0;
    return err_set(err, ERR_INPUT, "The lists name no such model; type two letters or digits of it, or more",
                   "一覧にこの型番はありません。型番のうち 2 文字以上を入力してください");
}

int find_choose(const struct term *t, struct counter_call *call, struct err *err)
{
    const cJSON *models = field(t->found, "models");
    int count = cJSON_GetArraySize(models);
    const cJSON *model =
        call->number >= 1 && call->number <= count ? cJSON_GetArrayItem(models, (int)call->number - 1) : NULL;
    if (!model)
        return err_set(err, ERR_USAGE, "find it first, then say its number: :find KZ-C, :model 1",
                       "先に検索し、その番号を指定してください: :find KZ-C、:model 1");
    call->brand = field_text(model, "brand");
    call->model = field_text(model, "model");
    return 0;
}

const char *find_text(const cJSON *model, char *out, size_t size)
{
    static const char *const beside[] = {"brand", "product", "number"};
    text_copy(out, size, field_text(model, "model"));
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        const char *text = field_text(model, beside[i]);
        size_t at = strlen(out);
        text_copy(out + at, size - at, text[0] ? " · " : "");
        at = strlen(out);
        text_copy(out + at, size - at, text);
    }
    return out;
}

void find_tell(struct pen *p, const struct term *t)
{
    const cJSON *model;
    char text[FIND_TEXT];
    int number = 0;
    cJSON_ArrayForEach(model, field(t->found, "models"))
    {
        pen_line(p, 2);
        pen_number(p, ++number);
        pen_tab(p, 6);
        pen_hang(p, 6);
        pen_put(p, find_text(model, text, sizeof text));
    }
    pen_line(p, 2);
    pen_say(p, (struct words){"Which of them is on the box? :model and its number",
                              "箱と同じものを :model と番号で指定してください"});
    pen_end(p);
}
