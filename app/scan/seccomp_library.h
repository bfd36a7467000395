#ifndef KENPIN_SECCOMP_LIBRARY_H
#define KENPIN_SECCOMP_LIBRARY_H

#include <seccomp.h>

#include "app/base/err.h"

/* libseccomp, brought in when the first picture is read (app/base/library.h). */

struct seccomp_library {
    __typeof__(seccomp_attr_set) *attr_set;
    __typeof__(seccomp_export_bpf) *export_bpf;
    __typeof__(seccomp_init) *init;
    __typeof__(seccomp_load) *load;
    __typeof__(seccomp_release) *release;
    __typeof__(seccomp_rule_add_array) *rule_add_array;
};

extern struct seccomp_library seccomp; /* all functions, once seccomp_library_load returned 0 */

int seccomp_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
