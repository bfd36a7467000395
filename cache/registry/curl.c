#include "cache/registry/curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static struct curl_calls calls;

static const struct {
    const char *name;
    size_t at;
} names[] = {
    {"curl_global_init", offsetof(struct curl_calls, global_init)},
    {"curl_easy_init", offsetof(struct curl_calls, easy_init)},
    {"curl_easy_reset", offsetof(struct curl_calls, easy_reset)},
    {"curl_easy_cleanup", offsetof(struct curl_calls, easy_cleanup)},
    {"curl_easy_setopt", offsetof(struct curl_calls, easy_setopt)},
    {"curl_easy_perform", offsetof(struct curl_calls, easy_perform)},
    {"curl_easy_getinfo", offsetof(struct curl_calls, easy_getinfo)},
    {"curl_easy_strerror", offsetof(struct curl_calls, easy_strerror)},
    {"curl_slist_append", offsetof(struct curl_calls, slist_append)},
    {"curl_slist_free_all", offsetof(struct curl_calls, slist_free_all)},
};

static int missing(const char *why, struct err *err)
{
    return err_set(err, ERR_IO,
                   "libcurl, which fetches, is not here (%s): install libcurl4, or import a downloaded file with"
                   " kenpin registry import",
                   "取得に使う libcurl がありません（%s）。libcurl4 をインストールするか、ダウンロードしたファイルを"
                   " kenpin registry import で取り込んでください",
                   why);
}

int curl_load(const struct curl_calls **out, struct err *err)
{
    *out = &calls;
    if (calls.global_init)
        return 0;
    struct curl_calls found = {0};
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL); /* never closed: OpenSSL does not like to leave */
    if (!library)
        return missing(dlerror(), err);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *call = dlsym(library, names[i].name);
        if (!call)
            return missing(names[i].name, err);
        memcpy((char *)&found + names[i].at, &call, sizeof call); /* ISO C has no cast from one to the other */
    }
    if (found.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return missing("curl_global_init", err);
    calls = found;
    return 0;
}
