#include "cache/registry/entry_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/label/address.h"
#include "app/label/normal.h"
#include "cache/asked.h"
#include "cache/registry/fetch.h"
#include "cache/registry/import.h"
#include "cache/registry/page.h"
#include "cache/registry/sync_state.h"

enum {
    NUMBER_MAX = 64, /* bytes of a number that goes into an address */
    FIRST_PAUSE =
        60, /* after the network failed, seconds; doubled each time, so that boxes are not held up one by one */
    LONGEST_PAUSE = 3600,
    PAUSES_MAX = 6,
    BUSY_MS = 250, /* another program writes the cache: the answer is not worth more */
};

void entry_page_clear(struct entry_page *p)
{
    source_clear(&p->source);
    *p = (struct entry_page){0};
}

/* ---- whom to ask ---- */

/* Hosts that are not the scheme's own have no say about one label. */
static void keep_official(struct source *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->hosts; i++)
        if (s->demo || source_host_official(s, i))
            memmove(s->host[kept++], s->host[i], sizeof s->host[0]);
    s->hosts = kept;
}

/* The number as one piece of an address. False when it is none that a registry would give. */
static bool escape(const char *number, char out[3 * NUMBER_MAX + 1])
{
    size_t at = 0;
    if (strlen(number) > NUMBER_MAX || !strpbrk(number, "0123456789"))
        return false;
    for (const char *p = number; *p; p++) {
        bool plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') ||
                     strchr("-._~", *p) != NULL;
        at += (size_t)sprintf(out + at, plain ? "%c" : "%%%02X", (unsigned char)*p);
    }
    out[at] = 0;
    return true;
}

static bool build(const struct source *s, const char *number, char out[SOURCE_ADDRESS_MAX])
{
    char escaped[3 * NUMBER_MAX + 1];
    const char *hole = strstr(s->entry, "{}");
    if (!hole || !escape(number, escaped))
        return false;
    int size = snprintf(out, SOURCE_ADDRESS_MAX, "%.*s%s%s", (int)(hole - s->entry), s->entry, escaped, hole + 2);
    return size > 0 && size < SOURCE_ADDRESS_MAX;
}

/* The list's own link first: it is the registry's word; the form is ours. */
static bool address_of(const struct source *s, const struct page_ask *ask, char out[SOURCE_ADDRESS_MAX])
{
    if (ask->url && strlen(ask->url) < SOURCE_ADDRESS_MAX) {
        strcpy(out, ask->url);
        out[strcspn(out, "#")] = 0;
        if (source_allows(s, out, NULL) == 0)
            return true;
    }
    return build(s, ask->number, out) && source_allows(s, out, NULL) == 0;
}

int entry_page_find(const char *folder, const struct page_ask *ask, struct entry_page *out, bool *found,
                    struct err *err)
{
    struct source_names *names = malloc(sizeof *names);
    *out = (struct entry_page){0};
    *found = false;
    if (!names)
        return err_memory(err);
    int rc = source_names(folder, names, err);
    for (size_t i = 0; rc == 0 && !*found && i < names->count; i++) {
        struct source *s = &out->source;
        if (source_find(folder, names->item[i], s, NULL))
            continue;
        keep_official(s);
        *found = s->entry[0] && s->scheme == ask->scheme && s->demo == ask->demo && address_of(s, ask, out->address);
        if (!*found)
            entry_page_clear(out);
    }
    free(names);
    return rc;
}

/* ---- may it be asked now? ---- */

/* What is remembered of the pages of a source, beside what is remembered of its list. */
static void state_name(const struct source *s, char out[SOURCE_NAME_MAX + 8])
{
    (void)snprintf(out, SOURCE_NAME_MAX + 8, "%s/page", s->name);
}

static bool waits(const struct sync_state *s, moment now)
{
    return s->wait_until > now && s->wait_until - now <= SYNC_STATE_WAIT_MAX;
}

static int not_now(const struct entry_page *page, const struct sync_state *s, struct err *err)
{
    char until[MOMENT_TEXT];
    moment_text(s->wait_until, until);
    if (s->asked)
        return err_set(err, ERR_IO, "%s: the server asked not to be asked again before %s",
                       "%s: サーバーの求めにより %s まで問い合わせません", page->source.name, until);
    return err_set(err, ERR_IO, "%s: it did not answer, so its pages are not asked again before %s",
                   "%s: 応答がなかったため、%s までページへの問い合わせを休みます", page->source.name, until);
}

static int may_ask(const struct entry_page *page, const struct page_ask *ask, struct db *db, struct sync_state *state,
                   struct err *err)
{
    char name[SOURCE_NAME_MAX + 8];
    struct sync_state list;
    bool may;
    state_name(&page->source, name);
    if (sync_state_read(db, name, state, err) || sync_state_read(db, page->source.name, &list, err))
        return -1;
    if (waits(state, ask->now))
        return not_now(page, state, err);
    if (list.asked && waits(&list, ask->now))
        return not_now(page, &list, err);
    if (asked_try(db, ask->scheme, ask->number, ask->now, &may, err))
        return -1;
    return may ? 0
               : err_set(err, ERR_INPUT, "%s: this page was asked a short while ago, or too many were within the hour",
                         "%s: このページには少し前に問い合わせたか、1 時間の問い合わせ数が上限に達しました",
                         page->source.name);
}

/* One transaction, so that two programs at once do not both ask. */
static int begin(const struct entry_page *page, const struct page_ask *ask, struct db *db, struct sync_state *state,
                 struct err *err)
{
    (void)sqlite3_busy_timeout(db->handle, BUSY_MS);
    if (db_run(db, "BEGIN IMMEDIATE", err))
        return -1;
    int rc = may_ask(page, ask, db, state, err);
    if (rc == 0)
        rc = db_run(db, "COMMIT", err);
    if (rc)
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

/* What came of a request, for the next one, of other labels too: `failed` says that no answer came at all. What a
 * server asks for holds for the list as well. */
static int remember(const struct entry_page *page, struct db *db, struct sync_state *state,
                    const struct fetch_answer *answer, bool failed, moment now, struct err *err)
{
    char name[SOURCE_NAME_MAX + 8];
    struct sync_state list;
    state_name(&page->source, name);
    bool trouble = sync_state_trouble(state, answer, now);
    if (!trouble && failed) {
        int64_t pause = (int64_t)FIRST_PAUSE << (state->failures < PAUSES_MAX ? state->failures : PAUSES_MAX);
        state->asked = false;
        state->wait_until = now + (pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE);
        state->failures++;
    } else if (!trouble) {
        state->failures = 0;
        state->wait_until = 0;
    }
    if (sync_state_write(db, name, state, err))
        return -1;
    if (!trouble || !state->asked)
        return 0;
    if (sync_state_read(db, page->source.name, &list, err))
        return -1;
    list.asked = true;
    if (list.wait_until < state->wait_until)
        list.wait_until = state->wait_until;
    return sync_state_write(db, page->source.name, &list, err);
}

/* ---- what it says ---- */

static int login_page(const char *path, struct err *err)
{
    char bytes[64 * 1024];
    struct page_look look;
    struct input in;
    size_t size = 0;
    if (input_open(path, &in, err))
        return -1;
    int rc = input_peek(&in, 0, bytes, sizeof bytes, &size, err);
    input_close(&in);
    if (rc || page_look(bytes, size, &look, err))
        return -1;
    return look.login ? err_set(err, ERR_INPUT, "a login page came in place of the label's page",
                                "ラベルのページではなくログインページが届きました")
                      : 0;
}

static int same_number(const struct entry *e, const char *norm, struct err *err)
{
    char *own = NULL, shown[2 * NUMBER_MAX];
    if (normal_form(e->number, &own, err))
        return -1;
    int rc = strcmp(own, norm) ? -1 : 0;
    free(own);
    text_copy(shown, sizeof shown, e->number);
    return rc ? err_set(err, ERR_INPUT, "the page is of another label (%s)", "ページは別のラベル（%s）のものです",
                        shown)
              : 0;
}

/* The page that came, as an answer that is kept. */
static int read_page(const struct entry_page *page, const struct page_ask *ask, const char *path,
                     const struct fetch_answer *got, struct db *db, struct answer *out, struct err *err)
{
    struct import_ask import = {.path = path,
                                .scheme = ask->scheme,
                                .base = got->address,
                                .as_of = ask->now - got->age,
                                .now = ask->now,
                                .headings = &page->source.columns};
    char digest[INPUT_DIGEST_TEXT];
    if (login_page(path, err) || import_entry(&import, &out->entry, digest, err) ||
        same_number(&out->entry, ask->number, err))
        return -1;
    if (!out->entry.url && !(out->entry.url = strdup(page->address)))
        return err_memory(err);
    out->copy = (struct copy){
        .source = strdup(got->address), .digest = strdup(digest), .as_of = import.as_of, .demo = ask->demo};
    if (!out->copy.source || !out->copy.digest)
        return err_memory(err);
    if (asked_keep(db, &out->entry, &out->copy, err))
        return -1;
    answer_clear(out);
    return asked_last(db, ask->scheme, ask->number, out, err);
}

int entry_page_get(const struct entry_page *page, const struct page_ask *ask, const struct entry_page_ask *how,
                   struct answer *out, struct page_said *said, struct err *err)
{
    char path[FETCH_PATH_MAX];
    struct sync_state state;
    struct fetch *fetch = NULL;
    struct fetch_answer got = {0};
    struct fetch_ask f = {.source = &page->source,
                          .address = page->address,
                          .path = path,
                          .ca = how->ca,
                          .most = ENTRY_PAGE_BYTES,
                          .ms = how->ms};
    *out = (struct answer){0};
    text_copy(said->address, sizeof said->address, page->address);
    int size = snprintf(path, sizeof path, "%s/entry.page", how->folder);
    if (size < 0 || (size_t)size >= sizeof path - 8)
        return err_set(err, ERR_USAGE, "%s is too long a name", "%s は名前が長すぎます", how->folder);
    if (begin(page, ask, how->db, &state, err) || fetch_open(&fetch, err))
        return -1;
    said->asked = true;
    int rc = fetch_file(fetch, &f, &got, err);
    fetch_close(fetch);
    *how->spent_ms = got.spent_ms;
    bool failed = rc && err->code == ERR_IO && got.status == 0;
    if (remember(page, how->db, &state, &got, failed, ask->now, rc ? NULL : err))
        rc = -1;
    if (rc == 0)
        rc = read_page(page, ask, path, &got, how->db, out, err);
    (void)unlink(path);
    if (rc)
        answer_clear(out);
    return rc;
}
