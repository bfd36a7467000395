/* main() of a fuzz target where there is no libFuzzer: runs it once on every file of the folders given, so that what
 * was ever found stays mended. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FILE_BYTES_MAX (1 << 20)
#define PATH_TEXT      4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Returns 0, or -1 when the file cannot be read or is too large. */
static int run_file(const char *path)
{
    uint8_t *bytes = malloc(FILE_BYTES_MAX + 1), *exact = NULL;
    FILE *file = fopen(path, "rb");
    int rc = -1;
    if (!bytes || !file)
        goto done;
    size_t size = fread(bytes, 1, FILE_BYTES_MAX + 1, file);
    if (ferror(file) || size > FILE_BYTES_MAX)
        goto done;
    /* To the byte, so that the address sanitizer sees a step beyond the end. */
    exact = realloc(bytes, size > 0 ? size : 1);
    if (!exact)
        goto done;
    bytes = exact;
    LLVMFuzzerTestOneInput(bytes, size);
    rc = 0;
done:
    if (file)
        fclose(file);
    free(bytes);
    if (rc)
        fprintf(stderr, "%s: cannot be read, or is larger than %d bytes\n", path, FILE_BYTES_MAX);
    return rc;
}

/* Returns how many files were run; -1 when something could not be read. */
static int run_folder(const char *folder)
{
    char path[PATH_TEXT];
    int count = 0;
    DIR *dir = opendir(folder);
    if (!dir) {
        perror(folder);
        return -1;
    }
    for (struct dirent *entry = readdir(dir); entry && count >= 0; entry = readdir(dir)) {
        struct stat st;
        int size = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (size < 0 || (size_t)size >= sizeof path || stat(path, &st) || !S_ISREG(st.st_mode))
            continue;
        count = run_file(path) ? -1 : count + 1;
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    int all = 0;
    for (int i = 1; i < argc; i++) {
        int count = run_folder(argv[i]);
        if (count < 0)
            return 1;
        all += count;
    }
    printf("%d files replayed\n", all);
    return all > 0 ? 0 : 1; /* an empty corpus tests nothing */
}
