#include "app/scan/pdf_loss.h"

#include <stdio.h>
#include <string.h>

static int not_locked(const struct pdf_loss *l, struct err *err)
{
    return err_set(
        err, ERR_IO,
        "%s: PDFs cannot be read safely here, so none is read: this system does not let a process lock itself in"
        " (seccomp). Where it runs in a container, allow seccomp there",
        "%s: この環境では PDF を安全に読めないため、読み取りません。プロセスの機能制限（seccomp）が使えません。コンテナー内なら seccomp を許可してください",
        l->name);
}

static int late(const struct pdf_loss *l, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: given up: poppler had not drawn it after %u s; give it as a picture",
                   "%s: %u 秒たっても poppler が描き終わらないため中止しました。画像で渡してください", l->name,
                   l->seconds);
}

static int wrong(const struct pdf_loss *l, struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "%s: poppler answered what cannot be, so nothing of it was taken. Perhaps the PDF was made to do harm",
        "%s: poppler の応答が不正なため、結果を破棄しました。攻撃用に作られた PDF かもしれません", l->name);
}

static int crashed(const struct pdf_loss *l, int signal, struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "%s: poppler crashed (signal %d); the PDF is damaged, or takes more than the %u MB of memory that it may"
        " have: save it anew, or give it as pictures",
        "%s: poppler が異常終了しました（シグナル %d）。PDF の破損か、メモリーが上限 %u MB を超えました。保存し直すか、画像で渡してください",
        l->name, signal, l->memory_mb);
}

static int locked(const struct pdf_loss *l, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: locked with a password; save it without one",
                   "%s: パスワードで保護されています。パスワードなしで保存し直してください", l->name);
}

static int damaged(const struct pdf_loss *l, const char *complaint, struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "%s: damaged, so that something on it may be missing (poppler says: %s); save it anew, or give it as pictures",
        "%s: 破損しているため、内容が欠けているおそれがあります（poppler: %s）。保存し直すか、画像で渡してください",
        l->name, complaint);
}

static int left(const struct pdf_loss *l, int status, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   "%s: poppler ended without showing it (exit status %d); save it anew, or give it as pictures",
                   "%s: poppler が表示できずに終了しました（終了ステータス %d）。保存し直すか、画像で渡してください",
                   l->name, status);
}

int pdf_loss_say(const struct pdf_loss *l, const struct pdf_ran *ran, struct err *err)
{
    switch (ran->end) {
    case PDF_END_LATE:
        return late(l, err);
    case PDF_END_CRASHED:
        return crashed(l, ran->status, err);
    case PDF_END_NOT_LOCKED:
        return not_locked(l, err);
    case PDF_END_DONE:
        if (ran->complaints.locked)
            return locked(l, err);
        return ran->complaints.first[0] ? damaged(l, ran->complaints.first, err) : left(l, ran->status, err);
    default:
        return wrong(l, err);
    }
}

int pdf_loss_no_pdf(const char *name, const unsigned char *head, size_t size, struct err *err)
{
    enum { SHOWN = 8 };
    char hex[SHOWN * 3 + 1] = "";
    if (size == 0)
        return err_set(err, ERR_INPUT, "%s: the file is empty (0 bytes); copy it again",
                       "%s: 空のファイルです(0 バイト)。もう一度コピーしてください", name);
    for (size_t i = 0; i < size && i < SHOWN; i++)
        (void)snprintf(hex + i * 3, 4, "%02X ", head[i]);
    hex[strlen(hex) - 1] = 0;
    return err_set(err, ERR_INPUT,
                   "%s: no PDF, whatever its name says: it begins with %s; give it the name of what it is",
                   "%s: 名前と違い PDF ではありません。先頭は %s。内容に合う名前にしてください", name, hex);
}

int pdf_loss_truncated(const char *name, size_t size, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: the PDF is truncated: it has no end (%zu bytes); copy it again",
                   "%s: PDF が途中で切れています(%zu バイト)。もう一度コピーしてください", name, size);
}

int pdf_loss_no_page(const char *name, size_t pages, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: there is no such page: the document has %zu",
                   "%s: そのページはありません。文書は %zu ページです", name, pages);
}

int pdf_loss_too_many(const char *name, size_t pages, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   "%s: the document has %zu pages, and those behind the first %d are not read: split it",
                   "%s: 文書は %zu ページありますが、読むのは最初の %d ページまでです。分割してください", name, pages,
                   PDF_PAGES_MAX);
}

int pdf_loss_too_large(const char *name, const struct pdf_page *page, struct err *err)
{
    const double metres = 0.0254 / 72;
    return err_set(err, ERR_INPUT,
                   "%s: the page is %.1f x %.1f m, too large for anything on it to be read: print it smaller to PDF",
                   "%s: ページが %.1f x %.1f m と大きすぎて読み取れません。縮小して PDF に出力してください", name,
                   page->width * metres, page->height * metres);
}

int pdf_loss_document_late(const struct pdf_loss *l, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: given up: the pages before it took more than %u s in all; split the document",
                   "%s: ここまでのページに合計 %u 秒以上かかったため中止しました。文書を分割してください", l->name,
                   l->seconds * PDF_PATIENCES);
}

int pdf_loss_not_whole(const struct pdf_loss *l, struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "%s: poppler did not draw the whole page, perhaps for want of memory (%u MB); print it smaller to PDF, or give it"
        " as a picture",
        "%s: poppler がページ全体を描けませんでした。メモリー不足（上限 %u MB）かもしれません。縮小して PDF に出力するか、画像で渡してください",
        l->name, l->memory_mb);
}
