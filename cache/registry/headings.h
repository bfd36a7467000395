#ifndef KENPIN_HEADINGS_H
#define KENPIN_HEADINGS_H

#include "cache/registry/table.h"

/* Which column is which field. Headings compare after NFKC, case and white space aside. */

#define HEADINGS_FIELDS_MAX 16
#define HEADINGS_ROWS_MAX   50 /* how far down the headings may stand: titles and notes may come first */

/* One heading that is known. Its text is in the form in which headings compare, spaces left in for the reader. */
struct heading {
    const char *text;
    int field; /* 1 to HEADINGS_FIELDS_MAX - 1; 0 is no field */
};

/* What a kind of file holds. All static. */
struct heading_set {
    const struct heading *known;
    size_t known_count;
    const char *const *name;  /* by field: the plain name, itself a heading that always counts; NULL = no such field */
    unsigned single;          /* bit set of fields that must not have two columns */
    const unsigned *required; /* bit sets: of each, one field must be there */
    size_t required_count;
    bool chosen; /* the command has --columns, the way out where headings do not fit */
};

/* Headings a person chose for fields, instead of the known ones (columns.h). */
struct columns {
    char *heading[HEADINGS_FIELDS_MAX]; /* owned; by field; NULL = the known ones */
};

/* Where the fields are. */
struct layout {
    int column[HEADINGS_FIELDS_MAX]; /* by field; -1 = there is none */
    int behind[HEADINGS_FIELDS_MAX]; /* columns directly behind it under the same heading: one merged over several */
    size_t width;                    /* cells of the row of headings */
    bool last_empty;                 /* its last cell is: the row ended in a delimiter */
    int64_t line;
};

/* Finds the view, the way round and the row whose headings fit, and leaves *t behind that row (where the first column
 * holds the headings, *t becomes the table turned). ERR_INPUT lists the headings seen and says what to do. */
int headings_find(struct table *t, const struct heading_set *set, const struct columns *columns, struct layout *out,
                  struct err *err) __attribute__((warn_unused_result));

/* The next row that holds anything, with as many cells as there are headings; else ERR_INPUT with the line. Empty rows
 * are skipped. */
int headings_next(struct table *t, const struct layout *layout, struct row *out, bool *more, struct err *err)
    __attribute__((warn_unused_result));

/* The field that a heading means; 0 for none. */
int headings_field(const struct heading_set *set, const char *heading, int *field, struct err *err)
    __attribute__((warn_unused_result));

/* The form in which headings compare. *out is owned by the caller. */
int headings_key(const char *text, char **out, struct err *err) __attribute__((warn_unused_result));

/* What is in a registry. */
enum registry_field {
    FIELD_NONE,
    FIELD_NUMBER,
    FIELD_LEVEL,
    FIELD_STATUS,
    FIELD_PRODUCT,
    FIELD_VENDOR,
    FIELD_MODELS,
    FIELD_ISSUED,
    FIELD_EXPIRES,
    FIELD_URL,
    FIELD_MANUFACTURER, /* the vendor where there is no column for that */
    FIELD_OTHER,        /* known, and nothing that we keep: country, criteria, a renewal's date, ... */
};

extern const struct heading_set headings_registry;

#endif
