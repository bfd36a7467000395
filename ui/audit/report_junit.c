/* JUnit XML, for pipelines: a test case a row. */
#include <inttypes.h>
#include <string.h>

#include "ui/audit/report.h"
#include "ui/cli/exit.h"

struct junit {
    const struct report *r;
    FILE *out;
    int64_t row;
};

static const char *cell_of(const struct junit *j, const char *const *cell, size_t count, enum audit_field field)
{
    return line_cell(cell, count, j->r->map->field[field]);
}

static int put_row(void *ctx, const char *const *cell, size_t count, struct err *err)
{
    (void)err;
    struct junit *j = ctx;
    const struct line_map *m = j->r->map;
    static const enum audit_field names[] = {AUDIT_SKU, AUDIT_GTIN, AUDIT_MODEL, AUDIT_LABEL, AUDIT_TITLE};
    const char *word = line_cell(cell, count, m->outcome);
    enum outcome outcome = outcome_from_name(word);
    fprintf(j->out, "  <testcase classname=\"kenpin.audit\" name=\"%" PRId64, ++j->row);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (*cell_of(j, cell, count, names[i])) {
            fputc(' ', j->out);
            report_escaped(j->out, cell_of(j, cell, count, names[i]));
            break;
        }
    if (exit_for(outcome, j->r->fail_on) == 0) {
        fputs("\"/>\n", j->out);
        return 0;
    }
    bool judged = outcome != OUTCOME_NONE;
    fprintf(j->out, "\">\n    <%s type=\"%s\" message=\"", judged ? "failure" : "error", judged ? word : "not-checked");
    report_escaped(j->out, line_cell(cell, count, judged ? m->reason : m->notes));
    fputs("\">", j->out);
    report_escaped(j->out, line_cell(cell, count, m->rule));
    fputs(" · ", j->out);
    report_escaped(j->out, line_cell(cell, count, m->next));
    fprintf(j->out, "</%s>\n  </testcase>\n", judged ? "failure" : "error");
    return 0;
}

static int64_t failing(const struct report *r)
{
    int64_t count = 0;
    for (int o = OUTCOME_OUT; o <= OUTCOME_STOP; o++)
        count += exit_for((enum outcome)o, r->fail_on) ? r->sum->by_outcome[o] : 0;
    return count;
}

int report_junit(const struct report *r, const char *path, struct err *err)
{
    char name[FILES_PATH_MAX], at[MOMENT_TEXT];
    FILE *out = report_open(path, name, err);
    if (!out)
        return -1;
    struct junit j = {.r = r, .out = out};
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"kenpin audit ", out);
    report_escaped(out, r->head->file);
    fprintf(out, "\" tests=\"%" PRId64 "\" failures=\"%" PRId64 "\" errors=\"%" PRId64 "\" timestamp=\"%s\">\n",
            r->sum->rows, failing(r), r->sum->by_outcome[OUTCOME_NONE], moment_text(r->now, at));
    int rc = files_each(r->files, put_row, &j, err);
    fputs("</testsuite>\n", out);
    int done = report_done(out, name, path, rc ? NULL : err);
    return rc ? rc : done;
}
