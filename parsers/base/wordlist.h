/* wordlist: a slice against a list of words that ends in NULL; bytes, no folding. */
#ifndef PARSERS_BASE_WORDLIST_H
#define PARSERS_BASE_WORDLIST_H

#include "parsers/base/str.h"

/* Bytes: no word that wordlist_has() is asked for is longer (tests/unit/base/wordlist.c). */
enum { WORDLIST_LONGEST = 64 };

bool	wordlist_has(struct str s, const char *const *list);	/* s is one of them */
bool	wordlist_ihas(struct str s, const char *const *list);	/* in any ASCII case */
bool	wordlist_starts(struct str s, const char *const *list);
bool	wordlist_ends(struct str s, const char *const *list);
bool	wordlist_within(struct str s, const char *const *list);	/* anywhere in s */

#endif
