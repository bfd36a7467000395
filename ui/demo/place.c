#include "ui/demo/place.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t signalled;

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[sizeof watched / sizeof *watched];

static void note(int number)
{
    signalled = number;
}

void place_watch(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    signalled = 0;
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
        sigaction(watched[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) /* nohup */
            sigaction(watched[i], &action, NULL);
    }
}

void place_unwatch(void)
{
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++)
        sigaction(watched[i], &before[i], NULL);
}

int place_stopped(struct err *err)
{
    if (!signalled)
        return 0;
    return err_set(err, ERR_STOPPED, "stopped by you", "利用者が中止しました");
}

static int cannot(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, "the folder %s could not be made: %s", "フォルダー %s を作れません: %s", path,
                   strerror(errno));
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    size_t names = 0;
    if (!folder)
        return false;
    while (names <= 2 && readdir(folder)) /* "." and ".." */
        names++;
    closedir(folder);
    return names <= 2;
}

static int make_kept(const char *path, struct err *err)
{
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && is_empty(path)))
        return 0;
    if (errno != EEXIST)
        return cannot(path, err);
    return err_set(err, ERR_INPUT, "%s is there already and is no empty folder: name a new one",
                   "%s はすでにあり、空のフォルダーではありません。新しい名前を指定してください", path);
}

int place_make(const char *keep, struct place *out, struct err *err)
{
    *out = (struct place){0};
    const char *folder = getenv("TMPDIR");
    struct place made = {.throw_away = !keep};
    int size =
        keep ? snprintf(made.root, sizeof made.root, "%s", keep)
             : snprintf(made.root, sizeof made.root, "%s/kenpin-demo-XXXXXX", folder && folder[0] ? folder : "/tmp");
    if (size < 1 || (size_t)size >= sizeof made.root)
        return err_set(err, ERR_INPUT, "this folder's name is empty or too long", "フォルダー名が空か長すぎます");
    if (keep ? make_kept(made.root, err) : !mkdtemp(made.root) && cannot(made.root, err))
        return -1;
    *out = made;
    return 0;
}

static int remove_one(const char *path, const struct stat *seen, int kind, struct FTW *at)
{
    (void)seen, (void)kind, (void)at;
    remove(path);
    return 0;
}

void place_remove(struct place *p)
{
    if (p->root[0] && p->throw_away)
        nftw(p->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    *p = (struct place){0};
}

const char *place_path(const struct place *p, const char *name, char out[PLACE_PATH])
{
    snprintf(out, PLACE_PATH, "%s/%.1024s", p->root, name);
    return out;
}

int place_folder(const struct place *p, const char *name, struct err *err)
{
    char path[PLACE_PATH];
    return mkdir(place_path(p, name, path), 0777) ? cannot(path, err) : 0;
}
