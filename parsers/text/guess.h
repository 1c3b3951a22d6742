/* guess: which legacy charset bytes without a name are, by their shape. */
#ifndef PARSERS_TEXT_GUESS_H
#define PARSERS_TEXT_GUESS_H

#include "parsers/base/str.h"

/*
 * A label for charset_text(), or STR_NONE when nothing speaks against western
 * European text.  `bytes` are not valid UTF-8.
 */
struct str	guess_charset(struct str bytes);

#endif
