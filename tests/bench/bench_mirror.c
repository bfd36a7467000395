/* One pull from a published folder into a cache, timed. Built by name (ninja bench_mirror), run by mirror.sh.
 *   bench_mirror DIR PUBLIC_KEY CACHE.db */
#include <stdio.h>
#include <time.h>

#include "cache/registry/folder.h"
#include "cache/registry/keyfile.h"
#include "cache/registry/mirror.h"

static double ms(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    static const char *const did[] = {"nothing", "same", "seen again", "delta", "snapshot", "older"};
    static struct mirror_result r;
    struct folder folder;
    struct mirror_ask ask = {.trusted_count = 1, .now = time(NULL)};
    struct err err = {0};
    struct db db;
    if (argc != 4 || keyfile_public(argv[2], &ask.trusted[0], &err) || folder_open(argv[1], &folder, &err) ||
        db_open(argv[3], DB_WRITE, &db, &err)) {
        fprintf(stderr, "bench_mirror DIR PUBLIC_KEY CACHE.db: %s\n", err.en);
        return 1;
    }
    ask.get = (struct mirror_get){&folder, mirror_get_folder};
    double start = ms(CLOCK_MONOTONIC), busy = ms(CLOCK_PROCESS_CPUTIME_ID);
    int rc = mirror_pull(&db, &ask, &r, &err);
    double end = ms(CLOCK_MONOTONIC), done = ms(CLOCK_PROCESS_CPUTIME_ID);
    if (rc)
        fprintf(stderr, "%s\n", err.en);
    else
        printf("%s: %.1f ms (%.1f of the processor), %lld bytes\n", did[r.list[0].did], end - start, done - busy,
               (long long)r.bytes);
    db_close(&db);
    folder_close(&folder);
    return rc ? 1 : 0;
}
