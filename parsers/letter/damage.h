/*
 * damage: what keyboards and mail programs do to a line of commands on its way, undone:
 * the language of commands has it all, so that a phone's mail orders what was typed.
 */
#ifndef PARSERS_LETTER_DAMAGE_H
#define PARSERS_LETTER_DAMAGE_H

#include "parsers/base/str.h"

/*
 * The value without what takes no room, with plain blanks, quotes and dashes, without
 * quotes around it and a full stop or comma that a keyboard put behind it.  Lives in `a`.
 */
struct str	damage_value(struct arena *a, struct str said);
/* The word alone, for comparing: folded, without what was put behind it. */
struct str	damage_word(struct arena *a, struct str said);
/*
 * Where a literal "<BR>", which iPhones write for the line ends of a link's body, begins
 * in the line; SIZE_MAX: nowhere.  *end: behind it.
 */
size_t		damage_break(struct str line, size_t *end);
/*
 * Whether a program broke the line off at its right edge, and `next` goes on with it:
 * its first word had no room.
 */
bool		damage_is_full(struct str line, struct str next);
/* `next` goes on with what ends in the middle: it begins like no sentence. */
bool		damage_goes_on(struct str line, struct str next);

#endif
