#include "cache/registry/source.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/label/address.h"
#include "cache/registry/columns.h"
#include "cache/registry/json_read.h"
#include "cache/registry/minisign.h"
#include "cache/registry/web.h"

enum { SHOWN = 80, LISTED = 400, MOST_MB = 256, MB_MAX = 1024, HOURS = 6, HOURS_MAX = 24 * 366, PAGE_MAX = 100000 };

void source_clear(struct source *s)
{
    columns_clear(&s->columns);
    *s = (struct source){0};
}

/* ---- values ---- */

static int text_of(const cJSON *item, char *out, size_t room, struct err *err)
{
    const char *text = cJSON_IsString(item) ? item->valuestring : "";
    size_t size = strlen(text);
    if (size == 0 || size >= room)
        return err_set(err, ERR_INPUT, "\"%s\" takes a text of 1 to %zu bytes",
                       "\"%s\" には 1～%zu バイトの文字列を書いてください", item->string, room - 1);
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return err_set(err, ERR_INPUT, "\"%s\" holds a control character", "\"%s\" に制御文字があります",
                           item->string);
    memcpy(out, text, size + 1);
    return 0;
}

static int number_of(const cJSON *item, int most, int *out, struct err *err)
{
    double v = cJSON_IsNumber(item) ? item->valuedouble : 0;
    if (!(v >= 1 && v <= most) || v != (double)(int)v)
        return err_set(err, ERR_INPUT, "\"%s\" takes a whole number from 1 to %d",
                       "\"%s\" には 1～%d の整数を書いてください", item->string, most);
    *out = (int)v;
    return 0;
}

static int bool_of(const cJSON *item, bool *out, struct err *err)
{
    *out = cJSON_IsTrue(item);
    if (cJSON_IsBool(item))
        return 0;
    return err_set(err, ERR_INPUT, "\"%s\" is true or false", "\"%s\" は true か false です", item->string);
}

/* Which of `words`, from 0. */
static int word_of(const cJSON *item, const char *const *words, size_t count, size_t *out, struct err *err)
{
    char list[LISTED] = "";
    for (size_t i = 0; i < count; i++) {
        if (cJSON_IsString(item) && strcmp(item->valuestring, words[i]) == 0) {
            *out = i;
            return 0;
        }
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "", words[i]);
    }
    return err_set(err, ERR_INPUT, "\"%s\" is one of %s", "\"%s\" は %s のいずれかです", item->string, list);
}

/* ---- keys ---- */

/* One key of an object. */
struct key {
    const char *name;
    int (*take)(struct source *s, const cJSON *item, struct err *err);
};

static int take_object(struct source *s, const cJSON *object, const struct key *keys, size_t count, struct err *err)
{
    unsigned seen = 0;
    if (!cJSON_IsObject(object))
        return err_set(err, ERR_INPUT, "\"%s\" holds no {\"key\": value}",
                       "\"%s\" が {\"キー\": 値} の形ではありません", object->string ? object->string : "");
    for (const cJSON *item = object->child; item; item = item->next) {
        char shown[SHOWN], list[LISTED] = "";
        size_t k = 0;
        while (k < count && strcmp(keys[k].name, item->string) != 0)
            k++;
        text_copy(shown, sizeof shown, item->string);
        if (k == count) {
            for (k = 0; k < count; k++)
                snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", k ? ", " : "", keys[k].name);
            return err_set(err, ERR_INPUT, "there is no key \"%s\"; the keys are %s",
                           "「%s」というキーはありません。使えるキーは %s です", shown, list);
        }
        if (seen & 1u << k)
            return err_set(err, ERR_INPUT, "\"%s\" is there twice", "「%s」が 2 回あります", shown);
        seen |= 1u << k;
        if (keys[k].take(s, item, err))
            return -1;
    }
    return 0;
}

static int take_name(struct source *s, const cJSON *item, struct err *err)
{
    if (text_of(item, s->name, sizeof s->name, err))
        return -1;
    if (s->name[strspn(s->name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == 0)
        return 0;
    return err_set(err, ERR_INPUT, "\"name\" takes small letters, digits and -",
                   "\"name\" に使えるのは英小文字、数字、- です");
}

static int take_about(struct source *s, const cJSON *item, struct err *err)
{
    return text_of(item, s->about, sizeof s->about, err);
}

static int take_proved(struct source *s, const cJSON *item, struct err *err)
{
    return bool_of(item, &s->proved, err);
}

static int take_demo(struct source *s, const cJSON *item, struct err *err)
{
    return bool_of(item, &s->demo, err);
}

static int take_scheme(struct source *s, const cJSON *item, struct err *err)
{
    static const char *const words[] = {"none", "jc-star", "cls"};
    size_t which = 0;
    if (word_of(item, words, sizeof words / sizeof words[0], &which, err))
        return -1;
    s->scheme = scheme_from_name(words[which]);
    return 0;
}

static int take_address(struct source *s, const cJSON *item, struct err *err)
{
    return text_of(item, s->address, sizeof s->address, err);
}

static int take_hosts(struct source *s, const cJSON *item, struct err *err)
{
    for (const cJSON *host = cJSON_IsArray(item) ? item->child : NULL; host; host = host->next) {
        const char *text = cJSON_IsString(host) ? host->valuestring : "";
        if (s->hosts == SOURCE_HOSTS_MAX)
            return err_set(err, ERR_INPUT, "\"hosts\" takes %d at most", "\"hosts\" は %d 個までです",
                           SOURCE_HOSTS_MAX);
        if (strlen(text) >= SOURCE_HOST_MAX || !web_host_pattern(text))
            return err_set(err, ERR_INPUT, "\"hosts\" takes names such as www.ipa.go.jp, *.ipa.go.jp or localhost:8443",
                           "\"hosts\" には www.ipa.go.jp、*.ipa.go.jp、localhost:8443 のような名前を書いてください");
        strcpy(s->host[s->hosts++], text);
    }
    if (s->hosts)
        return 0;
    return err_set(err, ERR_INPUT, "\"hosts\" takes a list of at least one name",
                   "\"hosts\" には 1 つ以上の名前の配列を書いてください");
}

static int take_trust(struct source *s, const cJSON *item, struct err *err)
{
    for (const cJSON *key = cJSON_IsArray(item) ? item->child : NULL; key; key = key->next) {
        const char *text = cJSON_IsString(key) ? key->valuestring : "";
        struct minisign_public read;
        if (s->trusted == SOURCE_TRUST_MAX || strlen(text) >= SOURCE_KEY_MAX ||
            minisign_public_read(text, strlen(text), &read, NULL))
            return err_set(err, ERR_INPUT, "\"trust\" takes public keys, RW..., %d at most",
                           "\"trust\" には RW で始まる公開鍵を %d 個まで書いてください", SOURCE_TRUST_MAX);
        strcpy(s->trust[s->trusted++], text);
    }
    if (s->trusted)
        return 0;
    return err_set(err, ERR_INPUT, "\"trust\" takes a list of at least one public key",
                   "\"trust\" には 1 つ以上の公開鍵の配列を書いてください");
}

static int take_pattern(struct source *s, const cJSON *item, enum source_find find, struct err *err)
{
    if (s->find)
        return err_set(err, ERR_INPUT, "\"find\" takes one of link, xpath and id",
                       "\"find\" に書けるのは link、xpath、id のどれか 1 つです");
    s->find = find;
    return text_of(item, s->pattern, sizeof s->pattern, err);
}

static int take_link(struct source *s, const cJSON *item, struct err *err)
{
    return take_pattern(s, item, SOURCE_FIND_LINK, err);
}

static int take_xpath(struct source *s, const cJSON *item, struct err *err)
{
    return take_pattern(s, item, SOURCE_FIND_XPATH, err);
}

static int take_id(struct source *s, const cJSON *item, struct err *err)
{
    return take_pattern(s, item, SOURCE_FIND_ID, err);
}

static int take_then(struct source *s, const cJSON *item, struct err *err)
{
    return text_of(item, s->then, sizeof s->then, err);
}

static int take_else(struct source *s, const cJSON *item, struct err *err)
{
    static const char *const words[] = {"page"};
    size_t which;
    s->else_page = true;
    return word_of(item, words, 1, &which, err);
}

static int take_find(struct source *s, const cJSON *item, struct err *err)
{
    static const struct key keys[] = {
        {"link", take_link}, {"xpath", take_xpath}, {"id", take_id}, {"then", take_then}, {"else", take_else},
    };
    if (take_object(s, item, keys, sizeof keys / sizeof keys[0], err))
        return -1;
    if (!s->find)
        return err_set(err, ERR_INPUT, "\"find\" takes one of link, xpath and id",
                       "\"find\" に書けるのは link、xpath、id のどれか 1 つです");
    const char *hole = strstr(s->then, "{}");
    if ((s->find == SOURCE_FIND_ID) == (hole != NULL) && (hole || !s->then[0]))
        return 0;
    return err_set(err, ERR_INPUT, "\"id\" and \"then\" belong together: \"then\" is an address with {} for the id",
                   "\"id\" と \"then\" は組で使います。\"then\" は ID の入る場所を {} とした URL です");
}

static int take_form(struct source *s, const cJSON *item, struct err *err)
{
    static const char *const words[] = {"csv", "json", "xlsx", "html", "kenpin"};
    size_t which = 0;
    if (word_of(item, words, sizeof words / sizeof words[0], &which, err))
        return -1;
    s->form = (enum source_form)(which + 1);
    return 0;
}

static int take_limit(struct source *s, const cJSON *item, struct err *err)
{
    return number_of(item, PAGE_MAX, &s->paging, err);
}

static int take_paging(struct source *s, const cJSON *item, struct err *err)
{
    static const struct key keys[] = {{"limit", take_limit}};
    if (take_object(s, item, keys, 1, err))
        return -1;
    return s->paging ? 0
                     : err_set(err, ERR_INPUT, "\"paging\" takes {\"limit\": records}",
                               "\"paging\" は {\"limit\": 件数} の形です");
}

static int take_headings(struct source *s, const cJSON *item, struct err *err)
{
    if (!cJSON_IsObject(item))
        return err_set(err, ERR_INPUT, "\"headings\" takes {\"field\": \"heading\"}",
                       "\"headings\" は {\"項目\": \"見出し\"} の形です");
    return columns_take(item, &headings_registry, "headings", &s->columns, err);
}

static int take_entry(struct source *s, const cJSON *item, struct err *err)
{
    if (text_of(item, s->entry, sizeof s->entry, err))
        return -1;
    const char *path = strncmp(s->entry, "https://", 8) == 0 ? strchr(s->entry + 8, '/') : NULL;
    const char *hole = path ? strstr(path, "{}") : NULL;
    if (strcmp(s->entry, SOURCE_ENTRY_LINK) == 0 || (hole && !strstr(hole + 2, "{}") && !strchr(path, '#')))
        return 0;
    return err_set(
        err, ERR_INPUT,
        "\"entry\" is \"link\", or the https address of an entry's page with {} for its number behind the host",
        "\"entry\" は \"link\"、または登録ごとのページの https の URL（ホストより後の番号の場所を {} としたもの）です");
}

static int take_mb(struct source *s, const cJSON *item, struct err *err)
{
    return number_of(item, MB_MAX, &s->most_mb, err);
}

static int take_hours(struct source *s, const cJSON *item, struct err *err)
{
    return number_of(item, HOURS_MAX, &s->interval_hours, err);
}

static const struct key keys[] = {
    {"name", take_name},     {"about", take_about},          {"proved", take_proved},     {"demo", take_demo},
    {"scheme", take_scheme}, {"address", take_address},      {"hosts", take_hosts},       {"find", take_find},
    {"form", take_form},     {"paging", take_paging},        {"headings", take_headings}, {"entry", take_entry},
    {"most_mb", take_mb},    {"interval_hours", take_hours}, {"trust", take_trust},
};

/* What no key can say alone. */
static int agrees(const struct source *s, struct err *err)
{
    if (!s->name[0] || (!s->hosts && s->address[0]))
        return err_set(err, ERR_INPUT, "\"%s\" is missing", "\"%s\" がありません", s->name[0] ? "hosts" : "name");
    if (s->address[0] && source_allows(s, s->address, err))
        return -1;
    bool mirror = s->form == SOURCE_FORM_KENPIN;
    if (mirror ? s->find || s->paging || s->scheme : s->trusted > 0)
        return err_set(err, ERR_INPUT,
                       "a mirror (form kenpin) has \"trust\", and no \"find\", \"paging\" or \"scheme\"",
                       "ミラー（form が kenpin）には \"trust\" を書き、\"find\"、\"paging\"、\"scheme\" は書きません");
    if (mirror && s->address[0] && (s->address[strlen(s->address) - 1] != '/' || !s->trusted))
        return err_set(err, ERR_INPUT, "a mirror's \"address\" ends in /, and \"trust\" has its public key",
                       "ミラーの \"address\" は / で終わり、\"trust\" には公開鍵が要ります");
    if (s->entry[0] && (mirror || !s->scheme || !s->hosts))
        return err_set(err, ERR_INPUT, "\"entry\" goes with \"scheme\" and \"hosts\", and with no mirror",
                       "\"entry\" には \"scheme\" と \"hosts\" が要り、ミラーには書けません");
    if (s->entry[0] == 'h' && source_allows(s, s->entry, err))
        return -1;
    if (s->paging && s->form && s->form != SOURCE_FORM_JSON)
        return err_set(err, ERR_INPUT, "\"paging\" is for the form json", "\"paging\" は json のときだけ使えます");
    return 0;
}

static void mark_of(const char *text, size_t size, char out[SOURCE_MARK_TEXT])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(hash, (const unsigned char *)text, size); /* cannot fail */
    (void)sodium_bin2hex(out, SOURCE_MARK_TEXT, hash, sizeof hash);
}

int source_read(const char *text, size_t size, struct source *out, struct err *err)
{
    cJSON *doc = NULL;
    *out = (struct source){.most_mb = MOST_MB, .interval_hours = HOURS};
    int rc = json_read_parse(text, size, &doc, err);
    mark_of(text, size, out->mark);
    if (rc == 0 && !cJSON_IsObject(doc))
        rc = err_set(err, ERR_INPUT, "a source description is {\"key\": value}",
                     "取得元の記述は {\"キー\": 値} の形です");
    if (rc == 0)
        rc = take_object(out, doc, keys, sizeof keys / sizeof keys[0], err);
    if (rc == 0)
        rc = agrees(out, err);
    cJSON_Delete(doc);
    if (rc)
        source_clear(out);
    return rc;
}

/* ---- hosts ---- */

int source_allows(const struct source *s, const char *address, struct err *err)
{
    struct web_host host;
    char shown[SHOWN];
    text_copy(shown, sizeof shown, address);
    if (!web_host(address, &host))
        return err_set(err, ERR_INPUT, "%s is no https address without a user name",
                       "%s は、ユーザー名のない https の URL ではありません", shown);
    for (size_t i = 0; i < s->hosts; i++)
        if (web_host_fits(&host, s->host[i]))
            return 0;
    return err_set(err, ERR_INPUT,
                   "%s is not asked: its host %s is none of the description's hosts. If it is the registry's own, add"
                   " it to \"hosts\"",
                   "%s には接続しません。ホスト %s が記述の hosts にないためです。登録機関のホストであれば \"hosts\" に"
                   "加えてください",
                   shown, host.name);
}

bool source_host_official(const struct source *s, size_t host)
{
    char text[SOURCE_HOST_MAX + 16];
    struct address seen;
    const char *name = s->host[host];
    snprintf(text, sizeof text, "https://%s/", strncmp(name, "*.", 2) == 0 ? name + 2 : name);
    address_read(text, &seen);
    return seen.kind == ADDRESS_OFFICIAL && (!s->scheme || seen.scheme == s->scheme);
}

const char *source_foreign_host(const struct source *s)
{
    for (size_t i = 0; i < s->hosts; i++)
        if (!source_host_official(s, i))
            return s->host[i];
    return NULL;
}
