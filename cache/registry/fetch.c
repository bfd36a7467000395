#include "cache/registry/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "app/base/text.h"
#include "cache/registry/curl.h"
#include "cache/registry/web.h"

enum {
    CONNECT_SECONDS = 15,
    SLOW_BYTES = 500, /* a second, over SLOW_SECONDS: as good as nothing */
    SLOW_SECONDS = 30,
    STATUS_OK = 200,
    STATUS_UNCHANGED = 304,
    ERROR_BODY_MAX = 1 << 20, /* of an answer that is thrown away */
    HEADER_MAX = 4096,
};

static const char AGENT[] = "kenpin/" KENPIN_VERSION;

struct fetch {
    const struct curl_calls *call; /* static */
    CURL *curl;                    /* owned */
};

/* One request. */
struct transfer {
    struct fetch *f;
    const struct fetch_ask *ask;
    struct fetch_answer *answer;
    int fd;
    int write_errno;
    bool too_large, stopped;
    int64_t thrown;
    int64_t left_us; /* of the time for all of it */
    char why[CURL_ERROR_SIZE];
};

int fetch_open(struct fetch **out, struct err *err)
{
    const struct curl_calls *call;
    *out = NULL;
    if (curl_load(&call, err))
        return -1;
    struct fetch *f = calloc(1, sizeof *f);
    CURL *curl = f ? call->easy_init() : NULL;
    if (!curl) {
        free(f);
        return err_memory(err);
    }
    *f = (struct fetch){.call = call, .curl = curl};
    *out = f;
    return 0;
}

void fetch_close(struct fetch *f)
{
    if (!f)
        return;
    f->call->easy_cleanup(f->curl);
    free(f);
}

/* ---- what curl calls ---- */

static long status_of(const struct transfer *t)
{
    long status = 0;
    (void)t->f->call->easy_getinfo(t->f->curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static bool write_all(struct transfer *t, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(t->fd, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            t->write_errno = n < 0 ? errno : ENOSPC;
            return false;
        }
        bytes += n;
        size -= (size_t)n;
    }
    return true;
}

/* Bytes of the body, decompressed: here a bomb meets its bound. */
static size_t on_body(char *bytes, size_t one, size_t size, void *ctx)
{
    struct transfer *t = ctx;
    (void)one; /* always 1 */
    if (status_of(t) != STATUS_OK) {
        t->thrown += (int64_t)size;
        return t->thrown > ERROR_BODY_MAX ? 0 : size;
    }
    t->answer->bytes += (int64_t)size;
    t->too_large = t->answer->bytes > t->ask->most;
    return !t->too_large && write_all(t, bytes, size) ? size : 0;
}

static void keep_header(const char *value, size_t size, char *out, size_t room)
{
    while (size > 0 && (*value == ' ' || *value == '\t')) {
        value++;
        size--;
    }
    while (size > 0 && strchr(" \t\r\n", value[size - 1]))
        size--;
    out[0] = 0;
    if (size >= room)
        return;
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)value[i] < ' ' || (unsigned char)value[i] >= 0x7F)
            return;
    memcpy(out, value, size);
    out[size] = 0;
}

static size_t on_header(char *bytes, size_t one, size_t size, void *ctx)
{
    struct transfer *t = ctx;
    struct fetch_answer *a = t->answer;
    char age[32];
    (void)one;
    const char *colon = memchr(bytes, ':', size);
    size_t name = colon ? (size_t)(colon - bytes) : 0, rest = colon ? size - name - 1 : 0;
    if (size >= 5 && memcmp(bytes, "HTTP/", 5) == 0) { /* another answer begins */
        a->etag[0] = a->changed[0] = 0;
        a->age = 0;
    } else if (name == 4 && strncasecmp(bytes, "etag", name) == 0) {
        keep_header(colon + 1, rest, a->etag, sizeof a->etag);
    } else if (name == 13 && strncasecmp(bytes, "last-modified", name) == 0) {
        keep_header(colon + 1, rest, a->changed, sizeof a->changed);
    } else if (name == 3 && strncasecmp(bytes, "age", name) == 0) {
        keep_header(colon + 1, rest, age, sizeof age);
        a->age = strspn(age, "0123456789") == strlen(age) && strlen(age) < 10 ? atoll(age) : 0;
    }
    return size;
}

static int on_progress(void *ctx, curl_off_t of, curl_off_t done, curl_off_t up_of, curl_off_t up)
{
    struct transfer *t = ctx;
    (void)up_of;
    (void)up;
    if (!t->ask->progress)
        return 0;
    bool known = of > 0 && done <= of;
    t->stopped = t->ask->progress(t->ask->progress_ctx, known ? done : 0, known ? of : 1) != 0;
    return t->stopped;
}

/* ---- one request ---- */

static int add_header(struct transfer *t, struct curl_slist **list, const char *name, const char *value,
                      struct err *err)
{
    char line[HEADER_MAX];
    if (!value || !*value)
        return 0;
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = t->f->call->slist_append(*list, line);
    if (!longer)
        return err_memory(err);
    *list = longer;
    return 0;
}

static int headers(struct transfer *t, struct curl_slist **out, struct err *err)
{
    *out = NULL;
    /* How old a copy is counts from the answer: nobody between may answer from what he kept. */
    if (add_header(t, out, "Cache-Control", "no-cache", err))
        return -1;
    return add_header(t, out, "If-None-Match", t->ask->etag, err) ||
                   add_header(t, out, "If-Modified-Since", t->ask->changed, err)
               ? -1
               : 0;
}

static void set_up(struct transfer *t, const char *address, struct curl_slist *list)
{
    CURLcode (*set)(CURL *, CURLoption, ...) = t->f->call->easy_setopt;
    CURL *curl = t->f->curl;
    long ms = (long)(t->left_us / 1000);
    t->f->call->easy_reset(curl); /* keeps the connections */
    (void)set(curl, CURLOPT_URL, address);
    (void)set(curl, CURLOPT_PROTOCOLS_STR, "https");
    (void)set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    (void)set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    (void)set(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (t->ask->ca)
        (void)set(curl, CURLOPT_CAINFO, t->ask->ca);
    (void)set(curl, CURLOPT_NOSIGNAL, 1L);
    (void)set(curl, CURLOPT_QUICK_EXIT, 1L); /* a name server that does not answer holds nobody up beyond the time */
    (void)set(curl, CURLOPT_TIMEOUT_MS, ms > 0 ? ms : 1L);
    (void)set(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    (void)set(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    (void)set(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    (void)set(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->ask->most);
    (void)set(curl, CURLOPT_ACCEPT_ENCODING, ""); /* what this curl can undo */
    (void)set(curl, CURLOPT_USERAGENT, AGENT);
    (void)set(curl, CURLOPT_HTTPHEADER, list);
    (void)set(curl, CURLOPT_ERRORBUFFER, t->why);
    (void)set(curl, CURLOPT_WRITEFUNCTION, on_body);
    (void)set(curl, CURLOPT_WRITEDATA, t);
    (void)set(curl, CURLOPT_HEADERFUNCTION, on_header);
    (void)set(curl, CURLOPT_HEADERDATA, t);
    (void)set(curl, CURLOPT_NOPROGRESS, 0L);
    (void)set(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void)set(curl, CURLOPT_XFERINFODATA, t);
}

/* Why curl gave up, in words of ours; the name of the host is put in. */
static const struct trouble {
    CURLcode code;
    struct words says;
} troubles[] = {
    {CURLE_COULDNT_RESOLVE_HOST,
     {"its name is not known: is there a network?", "ホスト名を解決できません。ネットワークを確認してください"}},
    {CURLE_COULDNT_RESOLVE_PROXY, {"the proxy's name is not known", "プロキシの名前を解決できません"}},
    {CURLE_COULDNT_CONNECT, {"it cannot be reached", "接続できません"}},
    {CURLE_OPERATION_TIMEDOUT,
     {"it took too long, or almost nothing came", "時間がかかりすぎたか、ほとんど届きませんでした"}},
    {CURLE_PEER_FAILED_VERIFICATION,
     {"its certificate is not trusted, so nothing was read", "証明書を信頼できないため、何も読んでいません"}},
    {CURLE_SSL_CACERT_BADFILE, {"the certificates to trust cannot be read", "信頼する証明書のファイルを読めません"}},
    {CURLE_SSL_CONNECT_ERROR, {"no secure connection came about", "安全な接続を確立できません"}},
    {CURLE_PARTIAL_FILE, {"the answer broke off before its end", "応答が途中で切れました"}},
    {CURLE_GOT_NOTHING, {"it answered nothing", "応答がありません"}},
    {CURLE_RECV_ERROR, {"the connection broke", "接続が切れました"}},
    {CURLE_BAD_CONTENT_ENCODING, {"the answer is compressed wrongly", "応答の圧縮が壊れています"}},
};

static int net_error(const struct transfer *t, const char *host, CURLcode code, struct err *err)
{
    struct words says = {"it failed", "失敗しました"};
    char why[128];
    for (size_t i = 0; i < sizeof troubles / sizeof troubles[0]; i++)
        if (troubles[i].code == code)
            says = troubles[i].says;
    text_copy(why, sizeof why,
              t->why[0] && text_valid(t->why, strlen(t->why)) ? t->why : t->f->call->easy_strerror(code));
    err_set(err, ERR_IO, "%s: %s (%s)", "%s: %s（%s）", host, says.en, why);
    if (err)
        (void)snprintf(err->ja, sizeof err->ja, "%s: %s（%s）", host, says.ja, why);
    return -1;
}

static int failed(const struct transfer *t, const char *host, CURLcode code, struct err *err)
{
    if (t->stopped)
        return err_set(err, ERR_STOPPED, "stopped; nothing was changed", "中断しました。何も変わっていません");
    if (t->write_errno)
        return err_set(err, ERR_IO, "%s cannot be written: %s", "%s に書けません：%s", t->ask->path,
                       strerror(t->write_errno));
    if (t->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return err_set(err, ERR_INPUT,
                       "%s: more than %" PRId64 " bytes came, unpacked. If a list may be that large, raise \"most_mb\"",
                       "%s: 展開後のデータが %" PRId64
                       " バイトを超えています。これほど大きい一覧であれば \"most_mb\" を上げてください",
                       host, t->ask->most);
    return net_error(t, host, code, err);
}

/* *next is where the answer sends us; "" when it is the answer. */
static int request(struct transfer *t, const char *address, char next[SOURCE_ADDRESS_MAX], struct err *err)
{
    struct curl_slist *list;
    struct web_host host;
    char *to = NULL;
    curl_off_t spent = 0, wait = 0;
    next[0] = 0;
    if (source_allows(t->ask->source, address, err) || !web_host(address, &host))
        return -1;
    int rc = headers(t, &list, err);
    if (rc == 0) {
        set_up(t, address, list);
        t->answer->requests++;
        CURLcode code = t->f->call->easy_perform(t->f->curl);
        long status = status_of(t);
        t->answer->status = code == CURLE_OK || t->thrown ? status : 0;
        (void)t->f->call->easy_getinfo(t->f->curl, CURLINFO_TOTAL_TIME_T, &spent);
        (void)t->f->call->easy_getinfo(t->f->curl, CURLINFO_RETRY_AFTER, &wait);
        (void)t->f->call->easy_getinfo(t->f->curl, CURLINFO_REDIRECT_URL, &to);
        t->left_us -= spent;
        t->answer->spent_ms += spent / 1000;
        t->answer->retry_after = wait;
        if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && t->thrown > ERROR_BODY_MAX))
            rc = failed(t, host.name, code, err);
        else if (to && strlen(to) >= SOURCE_ADDRESS_MAX)
            rc = err_set(err, ERR_INPUT, "%s: it sends us to an address that is too long",
                         "%s: 転送先の URL が長すぎます", host.name);
        else if (to)
            strcpy(next, to);
    }
    t->f->call->slist_free_all(list);
    return rc;
}

/* ---- answers ---- */

static const struct {
    long from, to;
    struct words says;
} refusals[] = {
    {401, 401, {"it wants a password", "パスワードを求めています"}},
    {403, 403, {"it refuses us", "アクセスを拒否しています"}},
    {404,
     404,
     {"there is no such page any more: has the list moved?", "ページがありません。一覧が移動した可能性があります"}},
    {410, 410, {"the page was taken away", "ページは削除されました"}},
    {429, 429, {"it was asked too often", "アクセスが多すぎると言っています"}},
    {500, 599, {"it has trouble of its own", "サーバー側に問題があります"}},
};

static int refused(const struct fetch_answer *a, struct err *err)
{
    struct web_host host = {""};
    struct words says = {"this is no answer that holds a list", "一覧を含む応答ではありません"};
    (void)web_host(a->address, &host);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (a->status >= refusals[i].from && a->status <= refusals[i].to)
            says = refusals[i].says;
    err_set(err, ERR_IO, "%s answered %ld: %s", "%s の応答は %ld です：%s", host.name, a->status, says.en);
    if (err)
        (void)snprintf(err->ja, sizeof err->ja, "%s の応答は %ld です：%s", host.name, a->status, says.ja);
    return -1;
}

static int follow(struct transfer *t, struct err *err)
{
    char next[SOURCE_ADDRESS_MAX];
    struct fetch_answer *a = t->answer;
    strcpy(a->address, t->ask->address);
    for (int i = 0; i <= FETCH_REDIRECTS_MAX; i++) {
        if (request(t, a->address, next, err))
            return -1;
        if (!next[0])
            break;
        strcpy(a->address, next);
        a->status = 0;
    }
    if (next[0])
        return err_set(err, ERR_INPUT, "more than %d redirects, one after another; the last leads to %s",
                       "転送が %d 回を超えました。最後の転送先は %s です", FETCH_REDIRECTS_MAX, next);
    bool asked = (t->ask->etag && *t->ask->etag) || (t->ask->changed && *t->ask->changed);
    a->unchanged = asked && a->status == STATUS_UNCHANGED;
    return a->unchanged || a->status == STATUS_OK ? 0 : refused(a, err);
}

static int put_in_place(struct transfer *t, const char *part, struct err *err)
{
    if (!t->answer->unchanged && rename(part, t->ask->path) == 0)
        return 0;
    if (t->answer->unchanged)
        return unlink(part) == 0 || errno == ENOENT
                   ? 0
                   : err_set(err, ERR_IO, "%s cannot be removed: %s", "%s を削除できません：%s", part, strerror(errno));
    return err_set(err, ERR_IO, "%s cannot be written: %s", "%s に書けません：%s", t->ask->path, strerror(errno));
}

int fetch_file(struct fetch *f, const struct fetch_ask *ask, struct fetch_answer *out, struct err *err)
{
    struct transfer t = {
        .f = f, .ask = ask, .answer = out, .left_us = ask->ms ? ask->ms * 1000 : (int64_t)ask->seconds * 1000000};
    char part[FETCH_PATH_MAX];
    *out = (struct fetch_answer){0};
    int size = snprintf(part, sizeof part, "%s.part", ask->path);
    if (size < 0 || (size_t)size >= sizeof part || strlen(ask->address) >= SOURCE_ADDRESS_MAX)
        return err_set(err, ERR_USAGE, "%s is too long a name", "%s は名前が長すぎます", ask->path);
    t.fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (t.fd < 0)
        return err_set(err, ERR_IO, "%s cannot be written: %s", "%s に書けません：%s", part, strerror(errno));
    int rc = follow(&t, err);
    if (close(t.fd) != 0 && rc == 0)
        rc = err_set(err, ERR_IO, "%s cannot be written: %s", "%s に書けません：%s", part, strerror(errno));
    if (rc == 0)
        rc = put_in_place(&t, part, err);
    if (rc)
        (void)unlink(part);
    return rc;
}
