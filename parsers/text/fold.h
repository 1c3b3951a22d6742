/*
 * fold: text made equal when people would call it equal: case, accents and
 * the many spaces are levelled, so that "Gravité", "GRAVITE" and "gravite"
 * compare with str_eq().  For matching only; never for show.
 */
#ifndef PARSERS_TEXT_FOLD_H
#define PARSERS_TEXT_FOLD_H

#include "parsers/base/str.h"

/*
 * Latin, Greek and Cyrillic letters lose case and accents (ß is "ss", ς is "σ",
 * й is "и"), Arabic ones their hamza; combining marks and marks of direction
 * go, every Unicode space is one SP.  Bytes that are no UTF-8 stay as they are.  Lives in `a`.
 */
struct str	fold(struct arena *a, struct str);
/* Whether fold(s) is `folded`, without making it. */
bool		fold_eq(struct str s, struct str folded);
/*
 * The same for a program that knows no fold(): each character of *from becomes the one at its
 * place in *to, or goes when there is none.  What becomes two letters (ß, æ, œ, þ) is not among them.
 */
void		fold_map(struct arena *a, struct str *from, struct str *to);
/* Whether `folded` stands in fold(s); an end of a line in s is a space. */
bool		fold_has(struct str s, struct str folded);
/*
 * The character at the start of s (which is not empty) and its bytes in *n;
 * a byte that starts no well-formed character comes back as 0xdc80 + its low
 * seven bits, one byte long.
 */
uint32_t	fold_char(struct str s, size_t *n);
/* Any horizontal Unicode space, also of no width. */
bool		fold_is_space(uint32_t c);
/* s without the spaces (fold_is_space, CR, LF) at both ends. */
struct str	fold_trim(struct str s);

#endif
