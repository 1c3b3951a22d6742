/*
 * names: an enum's words, in the order of its values, as a table
 * `const char *const names[KINDS]`; a value without a word is NULL there.
 */
#ifndef PARSERS_BASE_NAMES_H
#define PARSERS_BASE_NAMES_H

#include "parsers/base/array.h"
#include "parsers/base/str.h"

/* The word of a value; the value is ours, so that one outside is our bug. */
const char	*names_word(const char *const *table, size_t n, size_t value);
/* The value of a word, byte for byte, or -1. */
int		 names_find(const char *const *table, size_t n, struct str word);

#define NAMES_WORD(table, value)	names_word((table), COUNT(table), (size_t)(value))
#define NAMES_FIND(table, word)		names_find((table), COUNT(table), (word))

#endif
