#include "cache/registry/headings.h"

/* The fields of an entry (METI policy, Table 3.7-1) in the words that lists use for them. */
static const struct heading known[] = {
    {"登録番号", FIELD_NUMBER},
    {"ラベル識別番号", FIELD_NUMBER},
    {"適合ラベル登録番号", FIELD_NUMBER},
    {"registration number", FIELD_NUMBER},
    {"registered id", FIELD_NUMBER},
    {"label identification number", FIELD_NUMBER},
    {"label id", FIELD_NUMBER},

    {"製品名", FIELD_PRODUCT},
    {"製品名称", FIELD_PRODUCT},
    {"product name", FIELD_PRODUCT},

    {"型番", FIELD_MODELS},
    {"製品型番", FIELD_MODELS},
    {"モデル番号", FIELD_MODELS},
    {"model number", FIELD_MODELS},
    {"model numbers", FIELD_MODELS},
    {"model number(s)", FIELD_MODELS},
    {"model", FIELD_MODELS},

    {"製造者名", FIELD_MANUFACTURER},
    {"製造事業者", FIELD_MANUFACTURER},
    {"manufacturer", FIELD_MANUFACTURER},

    {"適合ラベルのレベル", FIELD_LEVEL},
    {"レベル", FIELD_LEVEL},
    {"★", FIELD_LEVEL},
    {"conformity assessment level", FIELD_LEVEL},

    {"ステータス", FIELD_STATUS},
    {"状態", FIELD_STATUS},
    {"label status", FIELD_STATUS},

    {"適合ラベル発行日", FIELD_ISSUED},
    {"発行日", FIELD_ISSUED},
    {"交付日", FIELD_ISSUED},
    {"date of label issue", FIELD_ISSUED},

    {"有効期限", FIELD_EXPIRES},
    {"有効期間", FIELD_EXPIRES},
    {"満了日", FIELD_EXPIRES},
    {"label expiration date", FIELD_EXPIRES},
    {"expiry date", FIELD_EXPIRES},
    {"valid until", FIELD_EXPIRES},

    {"申請者", FIELD_VENDOR},
    {"iot製品ベンダー", FIELD_VENDOR},
    {"事業者名", FIELD_VENDOR},
    {"label applicant", FIELD_VENDOR},
    {"iot product vendor", FIELD_VENDOR},

    /* Not the first issue: a label is `issued` on the day of that. */
    {"更新日", FIELD_OTHER},
    {"renewal", FIELD_OTHER},
    {"renewal date", FIELD_OTHER},

    /* The product's page is the vendor's, not the entry's own. */
    {"製品ページurl", FIELD_OTHER},
    {"product webpage url", FIELD_OTHER},

    {"製造国", FIELD_OTHER},
    {"製造国・地域", FIELD_OTHER},
    {"country or region of manufacture", FIELD_OTHER},
    {"製品概要", FIELD_OTHER},
    {"product overview", FIELD_OTHER},
    {"問合せ先", FIELD_OTHER},
    {"contact", FIELD_OTHER},
    {"他認証の番号", FIELD_OTHER},
    {"certification numbers for other certifications", FIELD_OTHER},
    {"製品類型", FIELD_OTHER},
    {"product category", FIELD_OTHER},
    {"適合基準", FIELD_OTHER},
    {"適合基準の版", FIELD_OTHER},
    {"version of conformance criteria", FIELD_OTHER},
    {"チェックリスト", FIELD_OTHER},
    {"評価結果", FIELD_OTHER},
    {"conformity assessment results", FIELD_OTHER},
    {"checklist", FIELD_OTHER},
    {"評価者区分", FIELD_OTHER},
    {"evaluator category", FIELD_OTHER},
    {"脆弱性情報", FIELD_OTHER},
    {"vulnerability information", FIELD_OTHER},
    {"脆弱性報告窓口", FIELD_OTHER},
    {"contact for reporting", FIELD_OTHER},
};

static const char *const names[HEADINGS_FIELDS_MAX] = {
    [FIELD_NUMBER] = "number",   [FIELD_LEVEL] = "level",     [FIELD_STATUS] = "status",
    [FIELD_PRODUCT] = "product", [FIELD_VENDOR] = "vendor",   [FIELD_MODELS] = "models",
    [FIELD_ISSUED] = "issued",   [FIELD_EXPIRES] = "expires", [FIELD_URL] = "url",
};

static const unsigned required[] = {1u << FIELD_NUMBER, 1u << FIELD_STATUS | 1u << FIELD_EXPIRES};

const struct heading_set headings_registry = {
    .known = known,
    .known_count = sizeof known / sizeof known[0],
    .name = names,
    .single = 1u << FIELD_NUMBER | 1u << FIELD_STATUS | 1u << FIELD_EXPIRES,
    .required = required,
    .required_count = sizeof required / sizeof required[0],
    .chosen = true,
};
