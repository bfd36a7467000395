#include "app/scan/seccomp_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct seccomp_library seccomp;

static const struct library_call functions[] = {
    {"seccomp_attr_set", offsetof(struct seccomp_library, attr_set)},
    {"seccomp_export_bpf", offsetof(struct seccomp_library, export_bpf)},
    {"seccomp_init", offsetof(struct seccomp_library, init)},
    {"seccomp_load", offsetof(struct seccomp_library, load)},
    {"seccomp_release", offsetof(struct seccomp_library, release)},
    {"seccomp_rule_add_array", offsetof(struct seccomp_library, rule_add_array)},
};

static const struct library library = {
    "libseccomp.so.2",
    "libseccomp2",
    {"libseccomp, without which no picture is read, as it could do harm", "安全に画像を読むための libseccomp "},
    functions,
    sizeof functions / sizeof functions[0]};

int seccomp_library_load(struct err *err)
{
    if (seccomp.rule_add_array)
        return 0;
    return library_load(&library, &seccomp, err);
}
