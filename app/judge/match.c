#include "app/judge/match.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/label/normal.h"

enum { VARIANT_MIN = 3 }; /* shorter names begin too many others */

/* How many bytes stand before a final /W, +W, (W) or .W; 0 when there is none such. */
static size_t stem(const char *norm)
{
    size_t at = strlen(norm);
    while (at > 0 && !strchr("/+(.", norm[at - 1]))
        at--;
    return at > 1 ? at - 1 : 0;
}

/* Both end in a suffix of their own behind the same stem: WX1/D and WX1/N. */
static bool siblings(const char *a, const char *b)
{
    size_t len = stem(a);
    return len >= VARIANT_MIN && len == stem(b) && !strncmp(a, b, len);
}

/* One differs from the other only by a suffix: ER-100 and ER-100/W, but not ER-100 and ER-1000, which are two numbers.
 */
static bool variant(const char *a, const char *b)
{
    if (siblings(a, b))
        return true;
    size_t shorter = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    const char *longer = strlen(a) < strlen(b) ? b : a;
    if (shorter < VARIANT_MIN || strlen(a) == strlen(b) || strncmp(a, b, shorter) != 0)
        return false;
    return !(isdigit((unsigned char)longer[shorter - 1]) && isdigit((unsigned char)longer[shorter]));
}

static const struct model *exact(const struct models *models, const char *norm)
{
    for (size_t i = 0; i < models->count; i++)
        if (models->item[i].kind == MODEL_EXACT && !strcmp(models->item[i].norm, norm))
            return &models->item[i];
    return NULL;
}

static const struct model *like_variant(const struct models *models, const char *norm)
{
    for (size_t i = 0; i < models->count; i++)
        if (models->item[i].kind == MODEL_EXACT && variant(models->item[i].norm, norm))
            return &models->item[i];
    return NULL;
}

static const struct model *like_series(const struct models *models, const char *norm)
{
    for (size_t i = 0; i < models->count; i++)
        if (models->item[i].kind == MODEL_SERIES && models_series_like(&models->item[i], norm))
            return &models->item[i];
    return NULL;
}

static const struct model *first_of(const struct models *models, enum model_kind kind)
{
    for (size_t i = 0; i < models->count; i++)
        if (models->item[i].kind == kind)
            return &models->item[i];
    return NULL;
}

/* Equal after everything but letters and digits is dropped. */
static int like_loose(const struct models *models, const char *norm, const struct model **out, struct err *err)
{
    char *ours = NULL;
    *out = NULL;
    if (normal_loose(norm, &ours, err))
        return -1;
    for (size_t i = 0; i < models->count && ours[0] && !*out; i++) {
        char *theirs = NULL;
        if (models->item[i].kind != MODEL_EXACT)
            continue;
        if (normal_loose(models->item[i].norm, &theirs, err)) {
            free(ours);
            return -1;
        }
        if (!strcmp(ours, theirs))
            *out = &models->item[i];
        free(theirs);
    }
    free(ours);
    return 0;
}

static int settle(struct match *out, enum match_kind kind, finding_set findings, const struct model *theirs)
{
    out->kind = kind;
    out->findings = findings;
    if (theirs)
        text_copy(out->theirs, sizeof out->theirs, theirs->raw);
    return 0;
}

/* Names all models of an entry, as many as fit. */
static void name_models(const struct models *models, char out[FINDING_TEXT_MAX])
{
    char list[FINDING_TEXT_MAX * 2] = "";
    for (size_t i = 0; i < models->count && strlen(list) < FINDING_TEXT_MAX; i++) {
        char one[FINDING_TEXT_MAX - 2];
        text_copy(one, sizeof one, models->item[i].raw);
        if (list[0])
            strcat(list, ", ");
        strcat(list, one);
    }
    text_copy(out, FINDING_TEXT_MAX, list);
}

static int without_model(const struct match_ask *ask, struct match *out)
{
    finding_set brand = ask->brand == BRAND_SAME ? FINDING_BIT(FINDING_BRAND_ONLY) : 0;
    name_models(&ask->entry->models, out->theirs);
    return settle(out, MATCH_UNKNOWN, FINDING_BIT(FINDING_MODEL_UNKNOWN) | brand, NULL);
}

static int listed_model(const struct match_ask *ask, const struct model *same, struct match *out)
{
    if (ask->brand == BRAND_OTHER)
        return settle(out, MATCH_UNKNOWN, FINDING_BIT(FINDING_BRAND_DIFFERS), same);
    if (ask->by_model && ask->brand != BRAND_SAME)
        return settle(out, MATCH_UNKNOWN, FINDING_BIT(FINDING_MODEL_UNKNOWN), same);
    return settle(out, MATCH_MODEL, 0, same);
}

/* Nothing is listed that is this model, exactly or loosely. */
static int unlisted_model(const struct match_ask *ask, const char *norm, struct match *out)
{
    const struct models *models = &ask->entry->models;
    const struct model *m;
    if ((m = like_series(models, norm)))
        return settle(out, MATCH_UNKNOWN, FINDING_BIT(FINDING_SERIES_ONLY), m);
    if (!first_of(models, MODEL_EXACT)) {
        m = first_of(models, MODEL_SERIES);
        return settle(out, MATCH_UNKNOWN, FINDING_BIT(m ? FINDING_SERIES_ONLY : FINDING_MODEL_UNKNOWN), m);
    }
    if ((m = like_variant(models, norm)))
        return settle(out, MATCH_MISMATCH, FINDING_BIT(FINDING_UNLISTED_VARIANT), m);
    name_models(models, out->theirs);
    if (ask->brand == BRAND_SAME)
        return settle(out, MATCH_BRAND, FINDING_BIT(FINDING_BRAND_ONLY), NULL);
    return settle(out, MATCH_MISMATCH, FINDING_BIT(FINDING_MODEL_MISMATCH), NULL);
}

int match_label(const struct match_ask *ask, struct match *out, struct err *err)
{
    const struct model *same = NULL;
    char *norm = NULL;
    *out = (struct match){0};
    if (ask->model && normal_form(ask->model, &norm, err))
        return -1;
    bool known = norm && !normal_is_placeholder(norm);
    if (known)
        same = exact(&ask->entry->models, norm);
    int rc = 0;
    if (ask->confirmed) {
        name_models(&ask->entry->models, out->theirs);
        rc = settle(out, MATCH_MODEL, 0, same);
    } else if (!known) {
        rc = without_model(ask, out);
    } else if (same) {
        rc = listed_model(ask, same, out);
    } else if ((rc = like_loose(&ask->entry->models, norm, &same, err)) == 0) {
        rc = same ? settle(out, MATCH_UNKNOWN, FINDING_BIT(FINDING_MODEL_UNKNOWN), same)
                  : unlisted_model(ask, norm, out);
    }
    free(norm);
    return rc;
}

int match_brand(const char *brand, const char *vendor, bool alias, enum brand_kind *out, struct err *err)
{
    char *ours = NULL, *theirs = NULL;
    *out = BRAND_OPEN;
    int rc = normal_company(brand ? brand : "", &ours, err);
    if (!rc)
        rc = normal_company(vendor ? vendor : "", &theirs, err);
    if (!rc && ours[0] && theirs[0])
        *out = alias || !strcmp(ours, theirs) ? BRAND_SAME : BRAND_OTHER;
    free(ours);
    free(theirs);
    return rc;
}
