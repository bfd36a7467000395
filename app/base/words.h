#ifndef KENPIN_WORDS_H
#define KENPIN_WORDS_H

/* One sentence in the two languages of the program, side by side where it is used, so that neither can be forgotten. */

enum lang { LANG_NONE, LANG_EN, LANG_JA };

struct words {
    const char *en; /* UTF-8, borrowed, static */
    const char *ja;
};

/* The sentence in `lang`; English for LANG_NONE. Never NULL. */
const char *words_in(struct words w, enum lang lang);

#endif
