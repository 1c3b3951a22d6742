#include "parsers/wordlist.h"

/* The first byte decides most comparisons; the words' lengths are not known. */
static bool
may_start(struct str s, const char *word)
{
	return *word == '\0' || (s.n > 0 && s.p[0] == *word);
}

bool
wordlist_has(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (may_start(s, *list) && str_eq(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_ihas(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_ieq(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_starts(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (may_start(s, *list) && str_starts(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_ends(struct str s, const char *const *list)
{
	for (; *list != NULL; list++) {
		struct str word = str_c(*list);

		if (word.n <= s.n && (word.n == 0 || (s.p[s.n - 1] == word.p[word.n - 1] &&
		    str_ends(s, word))))
			return true;
	}
	return false;
}

bool
wordlist_within(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_find(s, str_c(*list), 0) != SIZE_MAX)
			return true;
	return false;
}
