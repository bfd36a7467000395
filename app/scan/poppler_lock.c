#include "app/scan/poppler_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/scan/seccomp_library.h"

/* ---- which system calls (seccomp(2)) ---- */

static const int allowed[] = {
    /* becoming the program and loading what it needs */
    SCMP_SYS(execve), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(futex), SCMP_SYS(getrandom),
    /* reading files: libraries, fonts, the document */
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat),
    SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(fstatfs), SCMP_SYS(statfs),
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64), SCMP_SYS(getcwd), SCMP_SYS(fadvise64), SCMP_SYS(fcntl), SCMP_SYS(dup),
    /* who and when */
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
    SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    /* its own signals, and its end */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};

/* With arguments that must be so: (argument & mask) == value. */
static const struct rule {
    int call;
    unsigned count;
    struct scmp_arg_cmp compare[2];
} restricted[] = {
#define MUST(argument, mask, value)                                                                                    \
    {                                                                                                                  \
        (argument), SCMP_CMP_MASKED_EQ, (mask), (value)                                                                \
    }
    {SCMP_SYS(openat), 1, {MUST(2, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND, O_RDONLY)}},
    {SCMP_SYS(open), 1, {MUST(1, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND, O_RDONLY)}},
    {SCMP_SYS(write), 1, {MUST(0, UINT32_MAX, STDOUT_FILENO)}},
    {SCMP_SYS(write), 1, {MUST(0, UINT32_MAX, STDERR_FILENO)}},
    {SCMP_SYS(writev), 1, {MUST(0, UINT32_MAX, STDOUT_FILENO)}},
    {SCMP_SYS(writev), 1, {MUST(0, UINT32_MAX, STDERR_FILENO)}},
    /* code comes from files, never from memory that was written */
    {SCMP_SYS(mmap), 1, {MUST(2, PROT_EXEC, 0)}},
    {SCMP_SYS(mmap), 2, {MUST(2, PROT_EXEC | PROT_WRITE, PROT_EXEC), MUST(3, MAP_ANONYMOUS, 0)}},
    {SCMP_SYS(mprotect), 1, {MUST(2, PROT_EXEC, 0)}},
    /* its own limits may be asked, not set */
    {SCMP_SYS(prlimit64), 2, {MUST(0, UINT32_MAX, 0), MUST(2, UINT64_MAX, 0)}},
#undef MUST
};

static struct sock_filter instruction[BPF_MAXINSNS];
static struct sock_fprog filter = {0, instruction};

/* As the kernel takes it, so that the process itself needs no library, nor any memory. */
static bool keep(scmp_filter_ctx made)
{
    int fd = memfd_create("kenpin", MFD_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t size = seccomp.export_bpf(made, fd) == 0 ? pread(fd, instruction, sizeof instruction, 0) : 0;
    (void)close(fd);
    if (size <= 0 || (size_t)size == sizeof instruction || (size_t)size % sizeof *instruction)
        return false;
    filter.len = (unsigned short)((size_t)size / sizeof *instruction);
    return true;
}

static bool make(scmp_filter_ctx made)
{
    int failed = seccomp.attr_set(made, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        failed |= seccomp.rule_add_array(made, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    for (size_t i = 0; i < sizeof restricted / sizeof *restricted; i++)
        failed |= seccomp.rule_add_array(made, SCMP_ACT_ALLOW, restricted[i].call, restricted[i].count,
                                         restricted[i].compare);
    return failed == 0 && keep(made);
}

int poppler_lock_prepare(struct err *err)
{
    if (filter.len)
        return 0;
    if (seccomp_library_load(err))
        return -1;
    scmp_filter_ctx made = seccomp.init(SCMP_ACT_ERRNO(ENOSYS));
    bool good = made && make(made);
    if (made)
        seccomp.release(made);
    return good ? 0
                : err_set(err, ERR_IO, "the list of allowed system calls could not be made (libseccomp)",
                          "許可するシステムコールの一覧を作れませんでした（libseccomp）");
}

/* ---- which files (landlock(7)) ---- */

static const char *const readable[] = {
    "/usr",       "/lib",       "/lib32",     "/lib64",           "/bin",           "/opt",
    "/nix/store", "/gnu/store", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/var/cache/fontconfig",
};

#define READ_FILES (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE)
#define READ_ALL   (READ_FILES | LANDLOCK_ACCESS_FS_READ_DIR)

/* What is not there needs no leave. A rule for a single file knows no folders. */
static void let_read(int rules, const char *path)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr rule = {READ_ALL, fd};
    if (fd < 0)
        return;
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
        rule.allowed_access = READ_FILES;
        (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    (void)close(fd);
}

/* The program's own folder too, wherever it was found. */
static void let_read_beside(int rules, const char *file)
{
    static char folder[PATH_MAX];
    const char *slash = strrchr(file, '/');
    size_t size = slash ? (size_t)(slash - file) : 0;
    memcpy(folder, file, size);
    folder[size] = 0;
    if (size)
        let_read(rules, folder);
}

/* True too where the kernel does not know it: then what the process reads is bounded by permissions alone, and what it
 * can do with that by its being able to write nothing but its page. */
static bool hide_files(const char *file)
{
    enum { LAST = 12 }; /* LANDLOCK_ACCESS_FS_MAKE_SYM, the last that the first kernels with it know */
    struct landlock_ruleset_attr all = {(1ull << (LAST + 1)) - 1};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0)
        return errno == ENOSYS || errno == EOPNOTSUPP;
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        let_read(rules, readable[i]);
    let_read_beside(rules, file);
    bool hidden = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    return close(rules) == 0 && hidden;
}

/* ---- how much ---- */

static bool limit_all(const struct poppler_call *call)
{
    const struct {
        int what;
        rlim_t most;
    } limits[] = {
        {RLIMIT_CORE, 0},
        {RLIMIT_FSIZE, 0},
        {RLIMIT_NPROC, 0},
        {RLIMIT_NOFILE, 64},
        {RLIMIT_CPU, call->seconds + 1},
        {RLIMIT_AS, (rlim_t)call->memory_mb * 1024 * 1024},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit limit = {limits[i].most, limits[i].most};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) != 0)
            return false;
    }
    return true;
}

bool poppler_lock(const struct poppler_call *call)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && hide_files(call->file) && limit_all(call) &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}
