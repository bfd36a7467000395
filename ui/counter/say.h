#ifndef KENPIN_COUNTER_SAY_H
#define KENPIN_COUNTER_SAY_H

#include "app/base/words.h"

/* The one sentence that a station shows: what happened, and what to do now. */

enum say_code {
    SAY_NONE,
    SAY_READY,
    SAY_ANSWERED, /* the box's own answer stands in its place */
    SAY_REPEAT,
    SAY_REPEAT_HELD,
    SAY_LABEL_SAME,
    SAY_READ_LABEL,
    SAY_READ_PRODUCT,
    SAY_READ_AGAIN,
    SAY_REPEAT_CHANGED,
    SAY_ALREADY_READ,
    SAY_NOTHING_KNOWN,
    SAY_UNOFFICIAL,
    SAY_OTHER_CODE,
    SAY_TWO_PRODUCTS,
    SAY_NO_PRODUCT,
    SAY_NO_CODE,
    SAY_TOO_MANY,
    SAY_NO_LIST,
    SAY_ACK_FIRST,
    SAY_ACKNOWLEDGED,
    SAY_NO_ALARM,
    SAY_DISPOSED,
    SAY_NO_BOX,
    SAY_NOT_HELD,
    SAY_NEEDS_ITEMS,
    SAY_NEEDS_REASON,
    SAY_NEEDS_NAME,
    SAY_NEEDS_DISPOSITION,
    SAY_NEVER_STOP,
    SAY_WRONG_PIN,
    SAY_PIN_WAIT,
    SAY_UNDONE,
    SAY_UNDO_WHICH,
    SAY_NOTHING_TO_UNDO,
    SAY_DROP_FIRST,
    SAY_DROPPED,
    SAY_NOTHING_OPEN,
    SAY_NO_BOX_BEFORE,
    SAY_QUANTITY,
    SAY_BAD_QUANTITY,
    SAY_OPENED,
    SAY_JOINED,
    SAY_CLOSED,
    SAY_CLOSE_HELD,
    SAY_NO_CONSIGNMENT,
    SAY_EXPECTED,
    SAY_EXPECTED_BAD,
    SAY_NOTED, /* operator, name, language */
};

struct say_line {
    const char *code;        /* as the view names it */
    const char *sound;       /* likewise; NULL = that of the outcome */
    struct words text, todo; /* todo.en NULL = nothing to do */
};

const struct say_line *say_line(enum say_code code);

#define SAY_DETAIL 512

struct counter_say {
    enum say_code code;
    char detail[SAY_DETAIL]; /* of the text in place of "%s", or behind it */
};

#endif
