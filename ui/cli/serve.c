#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/build.h"
#include "ui/cli/command.h"
#include "ui/cli/counter_setup.h"
#include "ui/cli/eyes.h"
#include "ui/web/server.h"
#include "ui/web/tls.h"

struct serve_call {
    struct facts facts; /* first: facts_options fill it */
    struct option_number port;
    int lan;
    struct option_texts address;
    const char *certificate, *key;
    bool link;
};

#define AT(member) offsetof(struct serve_call, member)

enum { PORT = 8737, PORT_MAX = 65535, FRAME_BUDGET_MS = 150, FRAME_PATIENCE_MS = 2000, HOST_BYTES = 64, NAMES = 8 };

static const struct option own_options[] = {
    {"port",
     "N",
     OPTION_NUMBER,
     AT(port),
     PORT_MAX,
     false,
     {"Default: 8737; 0 takes a free one", "ポート番号。既定値: 8737（0 なら空いている番号）"}},
    {"lan",
     NULL,
     OPTION_TIMES,
     AT(lan),
     0,
     false,
     {"For other devices too, over HTTPS only, on this machine's private addresses. Said twice: on public ones as well",
      "ほかの端末にも配信します（HTTPS のみ、このコンピューターのプライベートアドレス）。二度指定するとグローバルアドレスでも配信します"}},
    {"address",
     "ADDRESS",
     OPTION_TEXTS,
     AT(address),
     0,
     false,
     {"Only on this address of the machine; may be given again", "このアドレスだけで待ち受けます。繰り返せます"}},
    {"cert",
     "FILE.pem",
     OPTION_PATH,
     AT(certificate),
     0,
     false,
     {"The shop's own certificate. Default: one that is made once and kept in the data folder",
      "自社の証明書。既定値: 一度だけ作ってデータ用フォルダーに置くもの"}},
    {"key", "FILE.pem", OPTION_PATH, AT(key), 0, false, {"Its key", "その鍵"}},
    {"link",
     NULL,
     OPTION_FLAG,
     AT(link),
     0,
     false,
     {"Print the link with which this machine's browser joins, and end",
      "このコンピューターのブラウザーが参加するためのリンクを表示して終わります"}},
    {0},
};

struct serving {
    struct context *ctx;
    const struct serve_call *call;
    char token[SECRET_TEXT], host[HOST_BYTES];
    struct net_address address[NET_ADDRESS_MAX];
    size_t addresses, left_out; /* public ones that --lan said once leaves alone */
    struct listeners listeners;
    struct tls tls;
    struct counter *counter;
    struct readers *frames, *pictures;
};

/* ---- where ---- */

static int add_address(struct serving *s, const struct net_address *a, struct err *err)
{
    char text[NET_ADDRESS_TEXT];
    enum net_kind kind = net_address_kind(a);
    (void)net_address_text(a, text);
    if (kind != NET_HERE && !s->call->lan)
        return err_set(err, ERR_USAGE, "%s: other devices are served with --lan only",
                       "%s: ほかの端末への配信には --lan が要ります", text);
    if (kind == NET_PUBLIC && s->call->lan < 2)
        return err_set(err, ERR_USAGE,
                       "%s is a public address, which anybody may reach: if that is what you want, say --lan twice",
                       "%s はグローバルアドレスで、誰でも接続できます。それでよければ --lan を二度指定してください",
                       text);
    if (s->addresses < NET_ADDRESS_MAX)
        s->address[s->addresses++] = *a;
    return 0;
}

static int add_text(struct serving *s, const char *text, struct err *err)
{
    struct net_address a;
    if (!net_address_parse(text, &a))
        return err_set(err, ERR_USAGE, "--address: \"%s\" is no address such as 192.168.0.2 or fd00::2",
                       "--address: 「%s」は 192.168.0.2 や fd00::2 のようなアドレスではありません", text);
    return add_address(s, &a, err);
}

/* Those of the machine that --lan means. */
static int add_own(struct serving *s, struct err *err)
{
    struct net_address own[NET_ADDRESS_MAX];
    size_t count = 0, before = s->addresses;
    if (net_address_own(own, &count, err))
        return -1;
    for (size_t i = 0; i < count; i++) {
        enum net_kind kind = net_address_kind(&own[i]);
        if (kind == NET_PUBLIC && s->call->lan < 2)
            s->left_out++;
        else if (kind != NET_HERE && add_address(s, &own[i], err))
            return -1;
    }
    if (s->addresses == before && s->left_out)
        return err_set(
            err, ERR_INPUT,
            "this machine has public addresses only, which anybody may reach: if that is what you want, say"
            " --lan twice",
            "このコンピューターにはグローバルアドレスしかなく、誰でも接続できます。それでよければ --lan を二度指定してください");
    return 0;
}

static int find_addresses(struct serving *s, struct err *err)
{
    static const char *const here[] = {"127.0.0.1", "::1"};
    const struct option_texts *said = &s->call->address;
    for (size_t i = 0; i < said->count; i++)
        if (add_text(s, said->item[i], err))
            return -1;
    if (said->count)
        return 0;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        if (add_text(s, here[i], err))
            return -1;
    return s->call->lan ? add_own(s, err) : 0;
}

/* ---- the certificate ---- */

static void find_host(struct serving *s)
{
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    if (gethostname(s->host, sizeof s->host) || !memchr(s->host, 0, sizeof s->host) || s->host[strspn(s->host, good)])
        s->host[0] = 0;
}

static int own_certificate(struct serving *s, struct err *err)
{
    char local[HOST_BYTES + 8], text[NET_ADDRESS_MAX][NET_ADDRESS_TEXT];
    const char *name[NET_ADDRESS_MAX + NAMES] = {"localhost", "127.0.0.1", "::1"};
    size_t count = 3;
    if (s->host[0]) {
        (void)snprintf(local, sizeof local, "%s.local", s->host);
        name[count++] = s->host;
        name[count++] = local;
    }
    for (size_t i = 0; i < s->addresses; i++)
        if (net_address_kind(&s->address[i]) != NET_HERE)
            name[count++] = net_address_text(&s->address[i], text[i]);
    return tls_own(s->ctx->data, name, count, context_now(s->ctx), &s->tls, err);
}

static int find_certificate(struct serving *s, struct err *err)
{
    const struct serve_call *call = s->call;
    if (!call->lan)
        return 0;
    find_host(s);
    int rc = call->certificate ? tls_given(call->certificate, call->key, &s->tls, err) : own_certificate(s, err);
    if (!rc && s->tls.until <= context_now(s->ctx))
        return err_set(err, ERR_INPUT, "%s has ended: browsers refuse it. Get a new one",
                       "%s は期限が切れているため、ブラウザーが拒みます。新しい証明書を用意してください",
                       call->certificate);
    return rc;
}

/* ---- what is said ---- */

static const char *scheme(const struct serving *s)
{
    return s->call->lan ? "https" : "http";
}

static void say_link(const struct serving *s, unsigned port)
{
    context_say(s->ctx, "Open in a browser on this machine: %s://localhost:%u/join#%s",
                "このコンピューターのブラウザーで開いてください: %s://localhost:%u/join#%s", scheme(s), port, s->token);
}

static void say_others(const struct serving *s)
{
    char text[NET_ADDRESS_TEXT];
    for (size_t i = 0; i < s->listeners.count; i++) {
        const struct net_address *a = &s->listeners.address[i];
        if (net_address_kind(a) == NET_HERE)
            continue;
        (void)net_address_text(a, text);
        context_say(s->ctx,
                    a->any.sa_family == AF_INET6 ? "Other devices: https://[%s]:%u" : "Other devices: https://%s:%u",
                    a->any.sa_family == AF_INET6 ? "ほかの端末: https://[%s]:%u" : "ほかの端末: https://%s:%u", text,
                    s->listeners.port);
        if (!tls_is_for(&s->tls, text))
            context_note(
                s->ctx,
                "the certificate does not name %s: browsers warn of it. To have it made anew, delete"
                " serve-cert.pem in the data folder",
                "証明書に %s が入っていないため、ブラウザーが警告します。作り直すには、データ用フォルダーの serve-cert.pem を削除してください",
                text);
    }
    context_say(s->ctx,
                "They join by the QR code that the page shows under Devices. HTTPS, because browsers give a page the"
                " camera only so.",
                "画面の「端末」に表示する QR コードで参加します。カメラは HTTPS でなければ使えません。");
    context_say(s->ctx, "Certificate, SHA-256: %s", "証明書の SHA-256: %s", s->tls.fingerprint);
    if (!s->call->certificate)
        context_say(s->ctx, "Browsers do not know this certificate and warn once: compare the line above.",
                    "ブラウザーはこの証明書を知らないため一度警告します。上の行と照合してください。");
    if (s->left_out)
        context_note(s->ctx, "not served on this machine's public addresses (%zu)",
                     "このコンピューターのグローバルアドレス（%zu 個）では配信しません", s->left_out);
}

/* ---- serving ---- */

static int open_eyes(struct serving *s, struct err *err)
{
    struct pictures_ask frames = eyes_ask(FRAME_BUDGET_MS), pictures = eyes_ask_whole(READER_BUDGET_BATCH_MS);
    frames.reader.box = pictures.reader.box = true;
    frames.reader.frames = true;
    frames.patience_ms = FRAME_PATIENCE_MS;
    pictures.jobs = pictures.jobs > 1 ? pictures.jobs / 2 : 1;
    frames.stopped = pictures.stopped = context_stopped;
    return readers_open(&frames, &s->frames, err) || readers_open(&pictures, &s->pictures, err) ? -1 : 0;
}

static int open_all(struct serving *s, struct err *err)
{
    char path[CONTEXT_PATH_MAX + 16];
    const struct option_number *port = &s->call->port;
    (void)snprintf(path, sizeof path, "%s/serve.token", s->ctx->data);
    if (context_make_data(s->ctx, err) || secret_file(path, s->token, err))
        return -1;
    if (s->call->link)
        return 0;
    return find_addresses(s, err) || find_certificate(s, err) || open_eyes(s, err) ||
                   counter_setup_open(s->ctx, &s->call->facts, &s->counter, err) ||
                   listen_on(s->address, s->addresses, (uint16_t)(port->said ? port->value : PORT), &s->listeners, err)
               ? -1
               : 0;
}

static moment clock_of(void *ctx)
{
    return context_now(ctx);
}

static int serve(struct serving *s, struct err *err)
{
    struct facts standing = facts_standing(&s->call->facts, &s->ctx->config.defaults);
    struct check_ask ask = {
        .clock = clock_of,
        .clock_ctx = s->ctx,
        .built_at = KENPIN_BUILT_AT,
        .lang = s->ctx->lang,
        .limits = s->ctx->config.limits,
    };
    struct server_ask server = {
        .counter = s->counter,
        .frames = s->frames,
        .pictures = s->pictures,
        .listeners = &s->listeners,
        .token = s->token,
        .host_name = s->host[0] ? s->host : NULL,
        .certificate = s->tls.certificate,
        .key = s->tls.key,
        .check_ask = &ask,
        .defaults = &standing,
        .clock = clock_of,
        .clock_ctx = s->ctx,
        .stopped = context_stopped,
    };
    struct context_progress progress = context_progress_begin(s->ctx); /* Ctrl-C */
    say_link(s, s->listeners.port);
    if (s->call->lan)
        say_others(s);
    (void)fflush(stdout);
    int rc = server_run(&server, err);
    context_progress_end(&progress);
    return rc;
}

static int check_call(const struct serve_call *call, struct err *err)
{
    if (!call->certificate != !call->key)
        return err_set(err, ERR_USAGE, "--cert and --key go together", "--cert と --key は一緒に指定してください");
    if (call->certificate && !call->lan)
        return err_set(err, ERR_USAGE, "--cert goes with --lan", "--cert は --lan と一緒に指定してください");
    if (call->facts.consignment)
        return err_set(err, ERR_USAGE, "consignments are opened at the counter: leave --consignment out",
                       "入荷便は画面で開きます。--consignment は指定しないでください");
    return 0;
}

static int run(struct context *ctx)
{
    struct serving s = {.ctx = ctx, .call = ctx->call};
    struct err err = {0};
    int rc = check_call(s.call, &err);
    if (!rc)
        rc = open_all(&s, &err);
    if (!rc && s.call->link)
        say_link(&s, s.call->port.said ? (unsigned)s.call->port.value : PORT);
    else if (!rc)
        rc = serve(&s, &err);
    listen_close(&s.listeners);
    counter_close(s.counter);
    readers_close(s.frames);
    readers_close(s.pictures);
    tls_clear(&s.tls);
    return rc ? context_fail(ctx, &err) : STATUS_OK;
}

const struct command serve_command = {
    .name = "serve",
    .arguments = "",
    .does = {"the goods-in counter as a page in the browser", "入荷検品の画面をブラウザーに配信する"},
    .about =
        {
            {"Serves the counter's page to browsers: scanners, cameras and pictures, typing; consignments, alarms and what"
             " became of them. Several stations work at once. Everything is on record before a page shows it, and a"
             " program that is ended at any moment loses nothing. Ctrl-C ends it.",
             "入荷検品の画面をブラウザーに配信します。スキャナー、カメラ、写真、入力に対応し、入荷便、警報とその処置を扱います。複数の端末で同時に使えます。画面に出る前にすべて記録され、いつ終了しても失われません。Ctrl-C で終わります。"},
            {"Only this machine is served unless --lan is said. A browser joins by a link that holds a secret; other"
             " devices by a QR code that works once, within five minutes. All of them are listed on the page and can be"
             " cut off.",
             "--lan を指定しない限り、このコンピューターだけに配信します。ブラウザーは秘密を含むリンクで、ほかの端末は一度だけ 5 分間使える QR コードで参加します。参加した端末は画面に一覧され、取り消せます。"},
            {"Scripts use the same API with the token in serve.token of the data folder: kenpin-api(5).",
             "スクリプトからは、データ用フォルダーの serve.token のトークンで同じ API を使えます: kenpin-api(5)。"},
        },
    .example =
        {
            {"kenpin serve", {"The page, for this machine", "このコンピューター用の画面"}},
            {"kenpin serve --lan --market gb,jp", {"For phones and handhelds too", "スマートフォンやハンディ端末にも"}},
            {"kenpin serve --link", {"How a browser joins", "ブラウザーが参加するためのリンク"}},
        },
    .options = {facts_options, own_options},
    .call_size = sizeof(struct serve_call),
    .no_rehearsal = true,
    .run = run,
};
