#include "app/scan/pdf.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/scan/image.h"
#include "app/scan/memory_file.h"
#include "app/scan/pdf_loss.h"
#include "app/scan/pdf_pgm.h"
#include "app/scan/pdf_run.h"

enum { NAME_SHOWN = 320 /* bytes of a path in a message */, POINTS_PER_INCH = 72, INFO_MAX = 64 * 1024 };

_Static_assert(PDF_PIXELS_MAX < IMAGE_PIXELS_MAX && PDF_PIXELS_MAX < IMAGE_FILE_MAX, "else a reader refuses a page");

static uint32_t patience_ms(const struct pdf *pdf)
{
    return pdf->ask.patience_ms ? pdf->ask.patience_ms : PDF_PATIENCE_MS;
}

static struct pdf_loss loss_of(const struct pdf *pdf, const char *name)
{
    return (struct pdf_loss){name, (patience_ms(pdf) + 999) / 1000, pdf->ask.memory_mb};
}

/* ---- the file ---- */

static bool holds(int fd, off_t from, const char *what, unsigned char *bytes, size_t room)
{
    ssize_t got = pread(fd, bytes, room, from);
    return got > 0 && memmem(bytes, (size_t)got, what, strlen(what));
}

/* A whole PDF says so at both its ends. One without its end would be mended by guesses, and its last pages missed. */
static int check_ends(const char *name, int fd, size_t size, struct err *err)
{
    enum { END = 1024 }; /* ISO 32000-1 annex H, notes 13 and 18 */
    unsigned char bytes[END] = {0};
    size_t from = size > END ? size - END : 0;
    if (!holds(fd, 0, "%PDF-", bytes, sizeof bytes))
        return pdf_loss_no_pdf(name, bytes, size, err);
    return holds(fd, (off_t)from, "%%EOF", bytes, sizeof bytes) ? 0 : pdf_loss_truncated(name, size, err);
}

static bool same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* ---- runs of poppler ---- */

static int run_on(struct pdf *pdf, struct pdf_run *run, struct poppler_call *call, int fd, struct pdf_ran *ran,
                  struct err *err)
{
    call->memory_mb = pdf->ask.memory_mb;
    call->seconds = (patience_ms(pdf) + 999) / 1000;
    if (poppler_find(call->program, pdf->ask.folders, call->file, err))
        return -1;
    if (lseek(fd, 0, SEEK_SET) != 0)
        return err_set(err, ERR_IO, "the PDF cannot be read from its beginning: %s", "PDF を先頭から読めません: %s",
                       strerror(errno));
    run->call = call;
    run->document = fd;
    run->now_us = pdf->ask.now_us;
    run->stopped = pdf->ask.stopped;
    run->patience_us = (int64_t)patience_ms(pdf) * 1000;
    int64_t from = pdf->ask.now_us();
    int rc = pdf_run(run, ran, err);
    pdf->spent_us += pdf->ask.now_us() - from;
    return rc;
}

/* A name before what went wrong with it, which knows none. */
static int of_file(const char *name, const struct err *why, struct err *err)
{
    if (why->code == ERR_STOPPED || why->code == ERR_MEMORY) {
        *err = *why;
        return -1;
    }
    return err_set(err, why->code, "%1$s: %2$s%3$.0s", "%1$s: %3$s%2$.0s", name, why->en, why->ja);
}

static bool went_well(const struct pdf_ran *ran)
{
    return ran->end == PDF_END_DONE && ran->status == 0 && !ran->complaints.first[0];
}

/* ---- what it is ---- */

struct printed {
    char text[INFO_MAX];
    size_t size;
};

static bool take_text(void *ctx, const uint8_t *bytes, size_t size)
{
    struct printed *p = ctx;
    if (size > sizeof p->text - p->size)
        return false;
    memcpy(p->text + p->size, bytes, size);
    p->size += size;
    return true;
}

static int look_with(struct pdf *pdf, struct nursery *nursery, const char *name, int fd, struct printed *printed,
                     struct err *err)
{
    struct poppler_call call = {.program = POPPLER_INFO, .first = 1, .last = PDF_PAGES_MAX};
    struct pdf_run run = {.nursery = nursery, .take = take_text, .ctx = printed};
    struct pdf_loss loss = loss_of(pdf, name);
    struct pdf_ran ran = {0};
    struct err why = {0};
    if (run_on(pdf, &run, &call, fd, &ran, &why))
        return of_file(name, &why, err);
    if (went_well(&ran) && !pdf_info_read(printed->text, printed->size, &pdf->info))
        ran.end = PDF_END_WRONG;
    return went_well(&ran) ? 0 : pdf_loss_say(&loss, &ran, err);
}

static int look(struct pdf *pdf, struct nursery *nursery, const char *name, int fd, const struct stat *st,
                struct err *err)
{
    if (pdf->known && same(&pdf->seen, st))
        return 0;
    pdf->known = false;
    pdf->spent_us = 0;
    struct printed *printed = calloc(1, sizeof *printed);
    if (!printed)
        return err_memory(err);
    int rc = check_ends(name, fd, (size_t)st->st_size, err);
    if (!rc)
        rc = look_with(pdf, nursery, name, fd, printed, err);
    free(printed);
    pdf->known = !rc;
    pdf->seen = *st;
    return rc;
}

/* Opens it and knows it then. */
static int open_known(struct pdf *pdf, struct nursery *nursery, const char *path, const char *name, int *fd,
                      struct err *err)
{
    struct stat st;
    size_t size;
    if (image_open(path, fd, &size, err))
        return -1;
    int rc = fstat(*fd, &st) == 0
                 ? look(pdf, nursery, name, *fd, &st, err)
                 : err_set(err, ERR_IO, "%s: cannot be read (%s)", "%s: 読み取れません(%s)", name, strerror(errno));
    if (rc)
        (void)close(*fd);
    return rc;
}

int pdf_pages(struct pdf *pdf, struct nursery *nursery, const char *path, size_t *pages, struct err *err)
{
    char shown[NAME_SHOWN];
    int fd;
    text_copy(shown, sizeof shown, path);
    if (open_known(pdf, nursery, path, shown, &fd, err))
        return -1;
    (void)close(fd);
    *pages = pdf->info.pages;
    return 0;
}

/* ---- a page ---- */

struct drawing {
    struct pdf_pgm pgm;
    int fd;
};

static bool take_pixels(void *ctx, const uint8_t *bytes, size_t size)
{
    struct drawing *d = ctx;
    return pdf_pgm_take(&d->pgm, bytes, size) && memory_file_put(d->fd, bytes, size);
}

/* As fine as is wanted and as there is room for, in thousandths, as the program is told. */
static double dpi_of(const struct pdf_page *page)
{
    double side = page->width > page->height ? page->width : page->height;
    double by_pixels = POINTS_PER_INCH * sqrt((double)PDF_PIXELS_MAX / (page->width * page->height));
    double by_side = POINTS_PER_INCH * (IMAGE_SIDE_MAX - 2) / side;
    return floor(fmin(PDF_DPI, fmin(by_pixels, by_side)) * 1000) / 1000;
}

static bool fits(uint32_t pixels, double points, double dpi)
{
    return fabs(pixels - points * dpi / POINTS_PER_INCH) <= 2; /* it rounds up, and sizes are said in six digits */
}

/* Poppler draws one pixel where it has no memory for a page, and ends well: it is as large as was asked for, or wrong.
 */
static bool is_page(const struct pdf_pgm *pgm, const struct pdf_page *page, double dpi)
{
    return pgm->state == PDF_PGM_WHOLE && fits(pgm->width, page->width, dpi) && fits(pgm->height, page->height, dpi);
}

static int draw(struct pdf *pdf, struct nursery *nursery, const struct pdf_wanted *wanted, int document,
                struct drawing *d, struct err *err)
{
    const struct pdf_page *page = &pdf->info.page[wanted->page - 1];
    double dpi = dpi_of(page);
    struct poppler_call call = {.program = POPPLER_DRAW, .first = wanted->page, .last = wanted->page, .dpi = dpi};
    struct pdf_run run = {.nursery = nursery, .take = take_pixels, .ctx = d};
    struct pdf_loss loss = loss_of(pdf, wanted->name);
    struct pdf_ran ran = {0};
    struct err why = {0};
    d->pgm.most_width = d->pgm.most_height = IMAGE_SIDE_MAX;
    if (run_on(pdf, &run, &call, document, &ran, &why))
        return of_file(wanted->name, &why, err);
    if (!went_well(&ran))
        return pdf_loss_say(&loss, &ran, err);
    return is_page(&d->pgm, page, dpi) ? 0 : pdf_loss_not_whole(&loss, err);
}

static int check_wanted(const struct pdf *pdf, const struct pdf_wanted *wanted, struct err *err)
{
    struct pdf_loss loss = loss_of(pdf, wanted->name);
    if (wanted->page == 0 || wanted->page > pdf->info.pages)
        return pdf_loss_no_page(wanted->name, pdf->info.pages, err);
    if (wanted->page > PDF_PAGES_MAX)
        return pdf_loss_too_many(wanted->name, pdf->info.pages, err);
    if (dpi_of(&pdf->info.page[wanted->page - 1]) < PDF_DPI_LEAST)
        return pdf_loss_too_large(wanted->name, &pdf->info.page[wanted->page - 1], err);
    if (pdf->spent_us > (int64_t)patience_ms(pdf) * 1000 * PDF_PATIENCES)
        return pdf_loss_document_late(&loss, err);
    return 0;
}

static int draw_sealed(struct pdf *pdf, struct nursery *nursery, const struct pdf_wanted *wanted, int document,
                       struct pdf_drawn *out, struct err *err)
{
    struct drawing d = {0};
    if (!memory_file_make(&d.fd))
        return err_memory(err);
    int rc = draw(pdf, nursery, wanted, document, &d, err);
    off_t size = lseek(d.fd, 0, SEEK_CUR);
    if (!rc && (size <= 0 || !memory_file_seal(d.fd)))
        rc = err_memory(err);
    if (rc) {
        (void)close(d.fd);
        return -1;
    }
    *out = (struct pdf_drawn){d.fd, (size_t)size, (unsigned)dpi_of(&pdf->info.page[wanted->page - 1])};
    return 0;
}

int pdf_draw(struct pdf *pdf, struct nursery *nursery, const struct pdf_wanted *wanted, struct pdf_drawn *out,
             struct err *err)
{
    char shown[NAME_SHOWN];
    struct pdf_wanted w = {wanted->path, shown, wanted->page};
    int document;
    text_copy(shown, sizeof shown, wanted->name);
    if (open_known(pdf, nursery, w.path, shown, &document, err))
        return -1;
    int rc = check_wanted(pdf, &w, err);
    if (!rc)
        rc = draw_sealed(pdf, nursery, &w, document, out, err);
    (void)close(document);
    return rc;
}
