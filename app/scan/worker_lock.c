#include "app/scan/worker_lock.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/scan/seccomp_library.h"

/* The sanitizers' own memory is terabytes of address space, and their reports need a few calls more. Only builds with
 * them have these. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

const bool worker_lock_loose = SANITIZED;

static const int allowed[] = {
    SCMP_SYS(read),          SCMP_SYS(pread64),      SCMP_SYS(recvmsg),    SCMP_SYS(close),
    SCMP_SYS(brk),           SCMP_SYS(munmap),       SCMP_SYS(mremap),     SCMP_SYS(madvise),
    SCMP_SYS(futex),         SCMP_SYS(sched_yield),  SCMP_SYS(getrandom),  SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getpid),     SCMP_SYS(gettid),
    SCMP_SYS(sysinfo), /* qsort() asks how much memory there is */
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(exit),         SCMP_SYS(exit_group), SCMP_SYS(rt_sigprocmask),
};

/* With an argument that must be so: (argument & mask) == value. */
static const struct rule {
    int call;
    unsigned argument;
    uint64_t mask, value;
} restricted[] = {
    {SCMP_SYS(write), 0, UINT32_MAX, WORKER_LOCK_SOCKET},
    {SCMP_SYS(writev), 0, UINT32_MAX, STDERR_FILENO}, /* what abort() says; it goes nowhere */
    {SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
};

static const int allowed_to_sanitizers[] = {
    SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction), SCMP_SYS(write),      SCMP_SYS(openat),    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),  SCMP_SYS(fstat),        SCMP_SYS(newfstatat), SCMP_SYS(stat),      SCMP_SYS(lseek),
    SCMP_SYS(ioctl),       SCMP_SYS(prctl),        SCMP_SYS(prlimit64),  SCMP_SYS(getrlimit), SCMP_SYS(mmap),
};

/* What threads need, and what decoders do that start some: ask how many, and name them. */
static const int allowed_with_threads[] = {
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(rt_sigaction),
};
static const struct rule restricted_with_threads[] = {
    {SCMP_SYS(clone), 0, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM},
    {SCMP_SYS(prctl), 0, UINT32_MAX, PR_SET_NAME},
};

static scmp_filter_ctx filter;
static bool threads;

static int allow(int call, const struct scmp_arg_cmp *compare, unsigned count)
{
    return seccomp.rule_add_array(filter, SCMP_ACT_ALLOW, call, count, compare);
}

static int allow_mmap(void)
{
    /* memory only, no files, and never any code */
    struct scmp_arg_cmp compare[] = {
        {.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0},
        {.arg = 3, .op = SCMP_CMP_MASKED_EQ, .datum_a = MAP_ANONYMOUS, .datum_b = MAP_ANONYMOUS},
    };
    return allow(SCMP_SYS(mmap), compare, 2);
}

static int allow_all(void)
{
    int failed = allow_mmap();
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        failed |= allow(allowed[i], NULL, 0);
    for (size_t i = 0; i < sizeof restricted / sizeof *restricted; i++) {
        const struct rule *r = &restricted[i];
        struct scmp_arg_cmp compare = {r->argument, SCMP_CMP_MASKED_EQ, r->mask, r->value};
        failed |= allow(r->call, &compare, 1);
    }
    for (size_t i = 0; worker_lock_loose && i < sizeof allowed_to_sanitizers / sizeof *allowed_to_sanitizers; i++)
        failed |= allow(allowed_to_sanitizers[i], NULL, 0);
    return failed;
}

static int cannot_list(struct err *err)
{
    return err_set(err, ERR_IO, "the list of allowed system calls could not be made (libseccomp)",
                   "許可するシステムコールの一覧を作れませんでした（libseccomp）");
}

int worker_lock_prepare(struct err *err)
{
    if (filter)
        return 0;
    if (seccomp_library_load(err))
        return -1;
    filter = seccomp.init(SCMP_ACT_KILL_PROCESS);
    if (filter && seccomp.attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 && allow_all() == 0)
        return 0;
    return cannot_list(err);
}

/* A rule that is there already, as those of the sanitizers may be, is as good. */
static bool is_added(int failed)
{
    return failed == 0 || failed == -EEXIST;
}

int worker_lock_allow_threads(struct err *err)
{
    /* the flags of clone3 lie in memory, where no filter sees them; without it libc takes clone */
    bool added = is_added(seccomp.rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, NULL));
    for (size_t i = 0; i < sizeof allowed_with_threads / sizeof *allowed_with_threads; i++)
        added &= is_added(allow(allowed_with_threads[i], NULL, 0));
    for (size_t i = 0; i < sizeof restricted_with_threads / sizeof *restricted_with_threads; i++) {
        const struct rule *r = &restricted_with_threads[i];
        struct scmp_arg_cmp compare = {r->argument, SCMP_CMP_MASKED_EQ, r->mask, r->value};
        added &= is_added(allow(r->call, &compare, 1));
    }
    threads = added;
    return added ? 0 : cannot_list(err);
}

/* A crash ends the process as one: abort() sends itself SIGABRT. Only a process knows its own number. */
static int allow_abort(void)
{
    struct scmp_arg_cmp compare[] = {
        {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid()},
        {.arg = 2, .op = SCMP_CMP_EQ, .datum_a = SIGABRT},
    };
    return allow(SCMP_SYS(tgkill), compare, 2);
}

/* Bytes of address space in use; most of it is libraries. */
static size_t in_use(void)
{
    enum { UNKNOWN = 512 * 1024 * 1024 };
    size_t pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return UNKNOWN;
    int got = fscanf(f, "%zu", &pages);
    (void)fclose(f);
    return got == 1 ? pages * (size_t)sysconf(_SC_PAGESIZE) : UNKNOWN;
}

static int limit_all(size_t memory)
{
    const struct {
        int what;
        rlim_t most;
    } limits[] = {
        {RLIMIT_CORE, 0},
        {RLIMIT_FSIZE, 0},
        {RLIMIT_NPROC, 0},
        {RLIMIT_NOFILE, WORKER_LOCK_SOCKET + 2}, /* the socket and one picture */
        {RLIMIT_AS, in_use() + memory},
    };
    int failed = 0;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit limit = {limits[i].most, limits[i].most};
        if (limits[i].what == RLIMIT_NPROC && threads)
            continue; /* they count as processes */
        if (!worker_lock_loose || limits[i].what == RLIMIT_CORE)
            failed |= setrlimit((__rlimit_resource_t)limits[i].what, &limit);
    }
    return failed;
}

int worker_lock(size_t memory, struct err *err)
{
    if (limit_all(memory) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && allow_abort() == 0 && seccomp.load(filter) == 0)
        return 0;
    return err_set(
        err, ERR_IO,
        "pictures cannot be read safely here, so none is read: this system does not let a process lock itself"
        " in (seccomp). Where it runs in a container, allow seccomp there",
        "この環境では画像を安全に読めないため、読み取りません。プロセスの機能制限（seccomp）が使えません。コンテナー内なら seccomp を許可してください");
}
