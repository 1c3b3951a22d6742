#include "parsers/wordlist.h"

enum { PAIRS = 2048 };			/* a longer text holds most of them */

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

/*
 * Which pairs of bytes stand in a text, some told as one: what a word begins
 * with is hardly ever there, which spares the search for it.
 */
struct pairs {
	uint64_t	bits[PAIRS / 64];
};

static size_t
pair(const char *p)
{
	return ((size_t)(unsigned char)p[0] * 37 + (unsigned char)p[1]) % PAIRS;
}

static void
pairs_read(struct pairs *in, struct str s)
{
	*in = (struct pairs){ { 0 } };
	for (size_t i = 0; i + 1 < s.n; i++)
		in->bits[pair(s.p + i) / 64] |= (uint64_t)1 << (pair(s.p + i) % 64);
}

/* False when the word's first three bytes are not in the text. */
static bool
pairs_may_hold(const struct pairs *in, const char *word)
{
	for (size_t i = 0; i < 2 && word[i] != '\0' && word[i + 1] != '\0'; i++)
		if ((in->bits[pair(word + i) / 64] >> (pair(word + i) % 64) & 1) == 0)
			return false;
	return true;
}

bool
wordlist_within(struct str s, const char *const *list)
{
	bool is_short = s.n < PAIRS;
	struct pairs pairs;

	if (is_short)
		pairs_read(&pairs, s);
	for (; *list != NULL; list++)
		if ((!is_short || pairs_may_hold(&pairs, *list)) &&
		    str_find(s, str_c(*list), 0) != SIZE_MAX)
			return true;
	return false;
}
