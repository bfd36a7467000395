#include "cache/registry/curl.h"

#include <stddef.h>

#include "app/base/library.h"

static struct curl_calls calls;

static const struct library_call names[] = {
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

static const struct library library = {"libcurl.so.4",
                                       "libcurl4",
                                       {"libcurl, which fetches lists", "一覧を取得する libcurl "},
                                       names,
                                       sizeof names / sizeof names[0]};

int curl_load(const struct curl_calls **out, struct err *err)
{
    struct curl_calls found = {0};
    *out = &calls;
    if (calls.global_init)
        return 0;
    if (library_load(&library, &found, err))
        return -1;
    if (found.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_IO, "libcurl cannot be started: reinstall libcurl4",
                       "libcurl を起動できません。libcurl4 を再インストールしてください");
    calls = found;
    return 0;
}
