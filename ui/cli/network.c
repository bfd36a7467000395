#include "ui/cli/network.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int network_allowed(const struct context *ctx, struct err *err)
{
    if (!ctx->offline)
        return 0;
    return err_set(err, ERR_INPUT,
                   "this needs the network, and --offline forbids it. A list that was downloaded elsewhere goes in with"
                   " kenpin registry import FILE",
                   "ネットワークが必要ですが、--offline で禁じられています。別の機械でダウンロードした一覧は kenpin"
                   " registry import FILE で取り込めます");
}

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

const char *network_certificates(void)
{
    const char *curl = env("CURL_CA_BUNDLE");
    return curl ? curl : env("SSL_CERT_FILE");
}

int network_sources(const struct context *ctx, char out[CONTEXT_PATH_MAX + 16], struct err *err)
{
    int size = snprintf(out, CONTEXT_PATH_MAX + 16, "%s/sources", ctx->data);
    return size > 0 && size < CONTEXT_PATH_MAX + 16
               ? 0
               : err_set(err, ERR_USAGE, "%s is too long a name", "%s は名前が長すぎます", ctx->data);
}

int network_scratch(char out[NETWORK_SCRATCH_MAX], struct err *err)
{
    const char *folder = env("TMPDIR");
    int size = snprintf(out, NETWORK_SCRATCH_MAX, "%s/kenpin-XXXXXX", folder ? folder : "/tmp");
    if (size > 0 && size < NETWORK_SCRATCH_MAX && mkdtemp(out))
        return 0;
    return err_set(err, ERR_IO, "no folder can be made for what is fetched (%s): %s",
                   "取得したものを置くフォルダー（%s）を作れません：%s", out, strerror(errno));
}

void network_scratch_remove(const char *folder)
{
    (void)rmdir(folder);
}
