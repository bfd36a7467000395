#include "ui/term/scroll.h"

#include <stdlib.h>
#include <string.h>

int scroll_begin(struct scroll *p, enum lang lang, int columns, struct err *err)
{
    *p = (struct scroll){0};
    p->out = open_memstream(&p->text, &p->size);
    if (!p->out)
        return err_memory(err);
    p->pen = pen_on(p->out, &(struct show_style){.lang = lang, .colour = true, .columns = columns});
    p->pen.columns = columns; /* narrower than a terminal, when it is half of one */
    return 0;
}

int scroll_end(struct scroll *p, struct err *err)
{
    pen_end(&p->pen);
    int rc = fclose(p->out);
    p->out = NULL;
    if (rc)
        return err_memory(err);
    for (const char *c = p->text; (c = strchr(c, '\n')); c++)
        p->lines++;
    return 0;
}

void scroll_clear(struct scroll *p)
{
    if (p->out)
        (void)fclose(p->out);
    free(p->text);
    *p = (struct scroll){0};
}

const char *scroll_line(const struct scroll *p, int n)
{
    const char *line = p->text ? p->text : "";
    for (; n > 0 && *line; n--) {
        const char *end = strchr(line, '\n');
        line = end ? end + 1 : line + strlen(line);
    }
    return line;
}
