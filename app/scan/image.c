#include "app/scan/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/scan/image_forms.h"

#define NAME_SHOWN 320 /* bytes of a path in a message; the reason behind it must not be cut off */

static const double MEGA = 1e6;

_Static_assert(IMAGE_PIXELS_MAX == 100000000, "so says image_check_sides");

typedef int decoder(const struct image_file *file, struct image *out, struct err *err);

/* How a file begins that we read, or that people often take for one. `skip` bytes come first. */
static const struct form {
    unsigned skip, size;
    const char *start;
    decoder *decode; /* NULL: no form of ours */
    struct words what;
    int (*prepare)(struct err *err); /* brings in what it needs beyond what is always there; may be NULL */
} forms[] = {
    {0, 3, "\xFF\xD8\xFF", image_jpeg_decode, {"a JPEG", "JPEG"}, NULL},
    {0, 4, "\x89PNG", image_png_decode, {"a PNG", "PNG"}, NULL},
    {8, 4, "WEBP", image_webp_decode, {"a WebP", "WebP"}, NULL},
    {0, 4, "GIF8", image_gif_decode, {"a GIF picture", "GIF 画像"}, NULL},
    {4, 8, "ftypheic", image_heif_decode, {"a HEIC picture", "HEIC 画像"}, image_heif_prepare},
    {4, 8, "ftypheix", image_heif_decode, {"a HEIC picture", "HEIC 画像"}, image_heif_prepare},
    {4, 8, "ftypheim", image_heif_decode, {"a HEIC picture", "HEIC 画像"}, image_heif_prepare},
    {4, 8, "ftypheis", image_heif_decode, {"a HEIC picture", "HEIC 画像"}, image_heif_prepare},
    {4, 8, "ftypmif1", image_heif_decode, {"a HEIF picture", "HEIF 画像"}, image_heif_prepare},
    {4, 8, "ftypavif", image_heif_decode, {"an AVIF picture", "AVIF 画像"}, image_heif_prepare},
    {4, 8, "ftypavis", NULL, {"an animated AVIF", "アニメーションの AVIF"}, NULL},
    {4, 8, "ftyphevc", NULL, {"a HEIC film", "HEIC の動画"}, NULL},
    {4, 4, "ftyp", NULL, {"a film", "動画"}, NULL},
    {0, 4, "%PDF", NULL, {"a PDF document", "PDF 文書"}, NULL},
    {0, 4, "II*\0", NULL, {"a TIFF picture", "TIFF 画像"}, NULL},
    {0, 4, "MM\0*", NULL, {"a TIFF picture", "TIFF 画像"}, NULL},
    {0, 4, "PK\3\4", NULL, {"a ZIP archive or an Office document", "ZIP または Office 文書"}, NULL},
    {0, 2, "\x1F\x8B", NULL, {"a gzip archive", "gzip 書庫"}, NULL},
    {0, 2, "%!", NULL, {"a PostScript document", "PostScript 文書"}, NULL},
    {0, 1, "<", NULL, {"HTML, SVG or XML text", "HTML・SVG・XML のテキスト"}, NULL},
};

/* Their first two letters may begin a text too, so more is asked of them. */
static const struct form bmp = {0, 2, "BM", image_bmp_decode, {"a BMP picture", "BMP 画像"}, NULL};
static const struct form pnm = {0, 1, "P", image_pnm_decode, {"a PNM picture", "PNM 画像"}, NULL};

/* Four bytes of a BMP are always 0, behind the size of the file. */
static bool is_bmp(const uint8_t *bytes, size_t size)
{
    enum { ZEROS = 6, HEAD = 10 };
    return size >= HEAD && memcmp(bytes, "BM", 2) == 0 && memcmp(bytes + ZEROS, "\0\0\0\0", 4) == 0;
}

static bool is_pnm(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
           (bytes[2] == '#' || bytes[2] == ' ' || (bytes[2] >= '\t' && bytes[2] <= '\r'));
}

static const struct form *form_of(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *f = &forms[i];
        if (size >= f->skip + f->size && memcmp(bytes + f->skip, f->start, f->size) == 0)
            return f;
    }
    return is_bmp(bytes, size) ? &bmp : is_pnm(bytes, size) ? &pnm : NULL;
}

static bool is_plain_text(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n')
            return false;
    return true;
}

static int not_a_picture(const struct image_file *file, const struct form *form, struct err *err)
{
    static const struct words text = {"text", "テキスト"}, unknown = {"nothing known", "不明な形式"};
    static const struct words give = {"give it as JPEG, PNG, WebP, GIF, BMP, PNM, HEIC or AVIF",
                                      "JPEG・PNG・WebP・GIF・BMP・PNM・HEIC・AVIF のいずれかで渡してください"};
    static const struct words audit = {"kenpin audit reads its pages where its name ends in .pdf",
                                       "名前が .pdf で終わっていれば kenpin audit がページを読みます"};
    enum { SHOWN = 8 };
    char hex[SHOWN * 3 + 1] = "";
    size_t shown = file->size < SHOWN ? file->size : SHOWN;
    for (size_t i = 0; i < shown; i++)
        snprintf(hex + i * 3, 4, "%02X ", file->bytes[i]);
    hex[shown * 3 - 1] = 0;
    struct words what = form ? form->what : is_plain_text(file->bytes, shown) ? text : unknown;
    struct words then = form && !strcmp(form->start, "%PDF") ? audit : give;
    /* one argument list for both languages: each shows its own words and leaves the others out */
    return err_set(err, ERR_INPUT,
                   "%1$s: not a picture of a form that is read here: it begins with %2$s (%3$s)%4$.0s; %5$s%6$.0s",
                   "%1$s: 読める形式の画像ではありません。先頭は %2$s(%4$s)%3$.0s。%6$s%5$.0s", file->name, hex,
                   what.en, what.ja, then.en, then.ja);
}

int image_check_sides(const struct image_file *file, uint64_t width, uint64_t height, struct err *err)
{
    if (width == 0 || height == 0)
        return err_set(err, ERR_INPUT, "%s: the picture has no pixels; copy it again or take another",
                       "%s: 画素のない画像です。コピーし直すか撮り直してください", file->name);
    if (width >= IMAGE_SIDE_MAX || height >= IMAGE_SIDE_MAX || width * height > IMAGE_PIXELS_MAX)
        return err_set(
            err, ERR_INPUT,
            "%s: the picture has %llu x %llu pixels; a side must be below %u and the whole at most 100 million: make it smaller",
            "%s: 画像が %llu x %llu 画素あります。一辺 %u 未満、全体で 1 億画素までです。縮小してください", file->name,
            (unsigned long long)width, (unsigned long long)height, IMAGE_SIDE_MAX);
    return 0;
}

/* The system hands memory out in pages of 4 kB, which for 12 million pixels takes as long as reading codes in them: it
 * may take large ones. */
#define PAGE_LARGE ((size_t)2 * 1024 * 1024)

uint8_t *image_pixels(size_t count)
{
    void *pixels = NULL;
    if (count < PAGE_LARGE)
        return malloc(count);
    if (posix_memalign(&pixels, PAGE_LARGE, count))
        return NULL;
    (void)madvise(pixels, count, MADV_HUGEPAGE); /* where there are none it is only slower */
    return pixels;
}

int image_make(const struct image_file *file, uint64_t width, uint64_t height, struct image *out, struct err *err)
{
    if (image_check_sides(file, width, height, err) != 0)
        return -1;
    out->grey = image_pixels(width * height);
    if (!out->grey)
        return err_memory(err);
    out->width = (uint32_t)width;
    out->height = (uint32_t)height;
    return 0;
}

int image_truncated(const struct image_file *file, const char *form, struct err *err)
{
    return err_set(
        err, ERR_INPUT, "%s: the %s picture is truncated: it ends before its last pixel (%zu bytes); copy it again",
        "%s: %s 画像が途中で切れています(%zu バイト)。もう一度コピーしてください", file->name, form, file->size);
}

int image_damaged(const struct image_file *file, const char *form, const char *why, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: the %s picture is damaged (%s); copy it again or take another",
                   "%s: %s 画像が壊れています(%s)。コピーし直すか撮り直してください", file->name, form, why);
}

uint8_t image_on_white(unsigned grey, unsigned alpha)
{
    return (uint8_t)((grey * alpha + 255 * (255 - alpha) + 127) / 255);
}

bool image_is_known(const uint8_t *head, size_t size)
{
    const struct form *form = form_of(head, size);
    return form && form->decode;
}

bool image_needs_library(const uint8_t *head, size_t size)
{
    const struct form *form = form_of(head, size);
    return form && form->prepare;
}

int image_prepare(const uint8_t *head, size_t size, struct err *err)
{
    return image_needs_library(head, size) ? form_of(head, size)->prepare(err) : 0;
}

int image_of_frame(uint8_t *grey, size_t size, uint32_t width, uint32_t height, struct image *out, struct err *err)
{
    static const struct image_file frame = {"frame", NULL, 0};
    *out = (struct image){0};
    if (image_check_sides(&frame, width, height, err))
        return -1;
    if (size != (size_t)width * height)
        return err_set(err, ERR_INPUT, "a frame of %u x %u pixels cannot have %zu bytes",
                       "%u x %u 画素のフレームが %zu バイトということはありえません", width, height, size);
    *out = (struct image){.grey = grey, .width = width, .height = height};
    return 0;
}

static int too_large(const char *name, double size, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: the file has %.1f MB; a picture may have %.1f: make it smaller",
                   "%s: ファイルが %.1f MB あります。画像は %.1f MB までです。小さくしてください", name, size / MEGA,
                   (double)IMAGE_FILE_MAX / MEGA);
}

int image_from_bytes(const char *name, const uint8_t *bytes, size_t size, struct image *out, struct err *err)
{
    char shown[NAME_SHOWN];
    text_copy(shown, sizeof shown, name);
    struct image_file file = {shown, bytes, size};
    *out = (struct image){0};
    if (size == 0)
        return err_set(err, ERR_INPUT, "%s: the file is empty (0 bytes); copy it again",
                       "%s: 空のファイルです(0 バイト)。もう一度コピーしてください", shown);
    if (size > IMAGE_FILE_MAX)
        return too_large(shown, (double)size, err);
    const struct form *form = form_of(bytes, size);
    if (!form || !form->decode)
        return not_a_picture(&file, form, err);
    return form->decode(&file, out, err);
}

static int cannot_open(const char *name, int why, struct err *err)
{
    switch (why) {
    case ENOENT:
    case ENOTDIR:
        return err_set(err, ERR_IO, "%s: no such file; check the name",
                       "%s: ファイルがありません。名前を確かめてください", name);
    case EACCES:
    case EPERM:
        return err_set(err, ERR_IO, "%s: may not be read; check its permissions",
                       "%s: 読み取りが許されていません。アクセス権を確かめてください", name);
    case ENXIO: /* a socket */
        return err_set(err, ERR_INPUT, "%s: not a file; give a picture",
                       "%s: ファイルではありません。画像を渡してください", name);
    default:
        return err_set(err, ERR_IO, "%s: cannot be read (%s)", "%s: 読み取れません(%s)", name, strerror(why));
    }
}

/* The size of a regular file that is not too large to be a picture. */
static int check_file(int fd, const char *name, size_t *size, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return cannot_open(name, errno, err);
    if (S_ISDIR(st.st_mode))
        return err_set(err, ERR_INPUT, "%s: a folder; give the pictures in it",
                       "%s: フォルダーです。中の画像を渡してください", name);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_INPUT, "%s: not a file but a device or a pipe; give a picture",
                       "%s: ファイルではなくデバイスまたはパイプです。画像を渡してください", name);
    if ((uint64_t)st.st_size > IMAGE_FILE_MAX)
        return too_large(name, (double)st.st_size, err);
    *size = (size_t)st.st_size;
    return 0;
}

int image_open(const char *path, int *fd, size_t *size, struct err *err)
{
    char shown[NAME_SHOWN];
    text_copy(shown, sizeof shown, path);
    /* without O_NONBLOCK a pipe would keep us waiting for its writer */
    *fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (*fd < 0)
        return cannot_open(shown, errno, err);
    if (check_file(*fd, shown, size, err) == 0)
        return 0;
    close(*fd);
    *fd = -1;
    return -1;
}

/* Reads `size` bytes from the beginning, fewer when the file has become shorter. */
static int read_all(int fd, const char *name, uint8_t *to, size_t size, size_t *got, struct err *err)
{
    for (*got = 0; *got < size;) {
        ssize_t n = pread(fd, to + *got, size - *got, (off_t)*got);
        if (n == 0)
            return 0;
        if (n > 0)
            *got += (size_t)n;
        else if (errno != EINTR)
            return cannot_open(name, errno, err);
    }
    return 0;
}

int image_read(const char *name, int fd, size_t size, struct image *out, struct err *err)
{
    char shown[NAME_SHOWN];
    text_copy(shown, sizeof shown, name);
    *out = (struct image){0};
    if (size > IMAGE_FILE_MAX)
        return too_large(shown, (double)size, err);
    uint8_t *bytes = malloc(size + 1);
    if (!bytes)
        return err_memory(err);
    size_t got = 0;
    int status = read_all(fd, shown, bytes, size, &got, err);
    if (status == 0)
        status = image_from_bytes(shown, bytes, got, out, err);
    free(bytes);
    return status;
}

int image_load(const char *path, struct image *out, struct err *err)
{
    int fd;
    size_t size;
    *out = (struct image){0};
    if (image_open(path, &fd, &size, err))
        return -1;
    int status = image_read(path, fd, size, out, err);
    close(fd);
    return status;
}

void image_clear(struct image *image)
{
    free(image->grey);
    *image = (struct image){0};
}
