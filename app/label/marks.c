#include "app/label/marks.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/label/url.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define NAMES_MAX    8

static const char bsi[] = "IT-Sicherheitskennzeichen (BSI)";

/* Names are written here in NFKC and capitals, without spaces, hyphens and brackets. */
static const struct {
    const char *full;
    const char *names[NAMES_MAX];
    bool whole; /* too short a name to have anything after it: it could begin somebody's number */
    struct words words;
} marks[] = {
    {.full = bsi,
     .names = {"ITSICHERHEITSKENNZEICHEN", "BSIITSICHERHEITSKENNZEICHEN", "GERMANITSECURITYLABEL", "ITSECURITYLABEL",
               "SIK"},
     .words =
         {"Germany's IT security label, given by the BSI: neither the UK rules nor JC-STAR name it, so it carries "
          "no UK "
          "or Japanese verdict.",
          "ドイツの IT セキュリティラベル（BSI が付与）です。英国の規則にも JC-STAR にも定めがないため、英国・日本の判定には使えません。"}},
    {.full = "Tietoturvamerkki (Finnish Cybersecurity Label)",
     .names = {"TIETOTURVAMERKKI", "FINNISHCYBERSECURITYLABEL", "TRAFICOMCYBERSECURITYLABEL"},
     .words =
         {"Finland's cybersecurity label, of which no new ones are given: neither the UK rules nor JC-STAR name "
          "it, so it "
          "carries no UK or Japanese verdict.",
          "フィンランドのサイバーセキュリティラベル（新規の付与は終了）です。英国の規則にも JC-STAR にも定めがないため、英国・日本の判定には使えません。"}},
    {.full = "CIC (Korea)",
     .names = {"CIC", "KOREACIC", "KOREANCIC", "KISACIC", "CERTIFICATIONOFIOTCYBERSECURITY"},
     .words =
         {"Korea's certification of IoT cybersecurity: neither the UK rules nor JC-STAR name it, so it carries no "
          "UK or "
          "Japanese verdict.",
          "韓国の IoT セキュリティ認証です。英国の規則にも JC-STAR にも定めがないため、英国・日本の判定には使えません。"}},
    {.full = "U.S. Cyber Trust Mark",
     .names = {"CYBERTRUSTMARK", "USCYBERTRUSTMARK", "FCCCYBERTRUSTMARK"},
     .words =
         {"The cybersecurity label of the United States: neither the UK rules nor JC-STAR name it, so it carries "
          "no UK or "
          "Japanese verdict.",
          "米国のサイバーセキュリティラベルです。英国の規則にも JC-STAR にも定めがないため、英国・日本の判定には使えません。"}},
    {.full = "CE (EU Cyber Resilience Act)",
     .names = {"CE", "CEMARK", "CEMARKING", "CEマーク", "CRA", "EUCRA", "CYBERRESILIENCEACT", "EUCYBERRESILIENCEACT"},
     .whole = true,
     .words =
         {"The maker's own mark under the EU Cyber Resilience Act, with no list to look it up in: it carries no UK or "
          "Japanese verdict.",
          "EU サイバーレジリエンス法による、製造者自身の表示です。照会できる一覧がなく、英国・日本の判定には使えません。"}},
    {.full = "CLS(MD)",
     .names = {"CLSMD", "CLSFORMEDICALDEVICES", "CYBERSECURITYLABELLINGSCHEMEFORMEDICALDEVICES"},
     .words =
         {"Singapore's label for medical devices: the UK rules name only the scheme for IoT, CLS(IoT), so it "
          "carries no UK "
          "or Japanese verdict.",
          "シンガポールの医療機器向けラベルです。英国の規則が定めるのは IoT 向けの CLS(IoT) だけなので、英国・日本の判定には使えません。"}},
    {.full = "CLS-Ready",
     .names = {"CLSREADY"},
     .words =
         {"Singapore's label for components that go into a product: the UK rules name only the label of a product, "
          "CLS(IoT), so it carries no UK or Japanese verdict.",
          "シンガポールの、製品に組み込む部品向けラベルです。英国の規則が定めるのは製品のラベル CLS(IoT) だけなので、英国・日本の判定には使えません。"}},
    {.full = "CCDS",
     .names = {"CCDS", "CCDSCERTIFICATION", "CCDSCERTIFICATIONPROGRAM", "CCDS認証", "CCDSサーティフィケーション",
               "CCDSマーク"},
     .words =
         {"A certification by the Japanese association CCDS: it is not JC-STAR and the UK rules do not name it, "
          "so it carries "
          "no UK or Japanese verdict.",
          "一般社団法人 CCDS による認証です。JC-STAR ではなく、英国の規則にも定めがないため、英国・日本の判定には使えません。"}},
    {.full = "JISEC",
     .names = {"JISEC", "JISEC認証"},
     .words =
         {"Japan's evaluation and certification of IT products under the Common Criteria: it is not JC-STAR and the UK "
          "rules "
          "do not name it, so it carries no UK or Japanese verdict.",
          "コモンクライテリアに基づく日本の IT 製品の評価・認証です。JC-STAR ではなく、英国の規則にも定めがないため、英国・日本の判定には使えません。"}},
    {.full = "giteki (技適)",
     .names = {"GITEKI", "GITEKIMARK", "技適", "技適マーク", "技適番号", "技術基準適合証明", "技術基準適合証明番号",
               "技術基準適合認定"},
     .words =
         {"Japan's proof of conformity for radio and terminal equipment (R, T or A numbers): it says nothing of "
          "security, so it "
          "carries no UK or Japanese verdict.",
          "日本の無線・端末機器の技術基準適合証明等（R・T・A の番号）です。セキュリティの表示ではないため、英国・日本の判定には使えません。"}},
};

/* What a name may be written with or without; never the end. */
static bool is_filler(int32_t c)
{
    bool dash = (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
    return c != 0 && (text_is_space(c) || text_is_invisible(c) || dash || (c < 0x80 && strchr("-_.()[]", (int)c)));
}

static bool is_letter(int32_t c)
{
    return text_is_letter_or_digit(c) && !(c >= '0' && c <= '9');
}

static int32_t capital(int32_t c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/* `text` is `name`, or begins with it and something that is no letter follows. */
static bool names(const char *text, const char *name, bool whole)
{
    const char *at = text;
    while (*name) {
        int32_t want = text_next(&name), c = text_next(&at);
        while (is_filler(c))
            c = text_next(&at);
        if (capital(c) != want)
            return false;
    }
    const char *next = at;
    if (!whole)
        return !is_letter(text_next(&next));
    while (is_filler(text_next(&next)))
        at = next;
    return *at == '\0';
}

static const char *find(const char *text)
{
    for (size_t i = 0; i < COUNT(marks); i++)
        for (size_t n = 0; n < NAMES_MAX && marks[i].names[n]; n++)
            if (names(text, marks[i].names[n], marks[i].whole))
                return marks[i].full;
    return NULL;
}

const char *mark_by_name(const char *text)
{
    char *plain = NULL;
    /* Without memory it is no mark: the text is then looked up as a number, and found or not. */
    if (text_nfkc(text, &plain, NULL) != 0)
        return NULL;
    const char *mark = find(plain);
    free(plain);
    return mark;
}

/* Where a mark has pages of its own: this host and all below it, and this in the path. */
static const struct {
    const char *host;
    const char *path; /* lower case */
    const char *mark;
} pages[] = {{"bsi.bund.de", "it-sicherheitskennzeichen", bsi}};

const char *mark_by_address(const char *host, const char *path)
{
    for (size_t i = 0; i < COUNT(pages); i++)
        if (url_is_host(host, pages[i].host) && strcasestr(path, pages[i].path))
            return pages[i].mark;
    return NULL;
}

struct words mark_words(const char *mark)
{
    for (size_t i = 0; mark && i < COUNT(marks); i++)
        if (strcmp(mark, marks[i].full) == 0)
            return marks[i].words;
    return (struct words){0};
}
