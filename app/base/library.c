#include "app/base/library.h"

#include <dlfcn.h>
#include <string.h>

/* Each language has its own words for the library; %.0s passes the other's by. */
static int missing(const struct library *l, const char *why, struct err *err)
{
    return err_set(err, ERR_IO, "%1$s%4$.0s, is not here (%2$s): install %3$s",
                   "%4$s%1$.0sがありません（%2$s）。%3$s をインストールしてください", l->what.en, why, l->package,
                   l->what.ja);
}

int library_load(const struct library *l, void *to, struct err *err)
{
    void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return missing(l, dlerror(), err);
    for (size_t i = 0; i < l->calls; i++) {
        void *address = dlsym(library, l->call[i].name);
        if (!address)
            return missing(l, l->call[i].name, err);
        memcpy((char *)to + l->call[i].at, &address, sizeof address); /* ISO C has no cast from one to the other */
    }
    return 0;
}
