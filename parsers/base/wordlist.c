#include "parsers/base/wordlist.h"

enum { PAIRS = 4096 };			/* a power of two */

/*
 * Whether s starts with the word, whose length is then *n.  Most words part
 * from it at their first byte: no word's length is asked for before.
 */
static inline bool
starts(struct str s, const char *word, size_t *n)
{
	if (word[0] != s.p[0])
		return false;
	for (*n = 1; word[*n] != '\0'; ++*n)
		if (*n == s.n || s.p[*n] != word[*n])
			return false;
	return true;
}

bool
wordlist_has(struct str s, const char *const *list)
{
	size_t n;

	if (s.n == 0 || s.n > WORDLIST_LONGEST)		/* as most lines of prose are */
		return false;
	for (; *list != NULL; list++)
		if (starts(s, *list, &n) && n == s.n)
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
	size_t n;

	for (; s.n > 0 && *list != NULL; list++)
		if (starts(s, *list, &n))
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
 * Which pairs of bytes stand in a text, few told as one: some pair of a word is
 * hardly ever there, which spares the search for it.
 */
struct pairs {
	bool	seen[PAIRS];
};

static size_t
pair(const char *p)
{
	return ((size_t)(unsigned char)p[0] << 5 ^ (unsigned char)p[1]) % PAIRS;
}

static void
pairs_read(struct pairs *in, struct str s)
{
	memset(in, 0, sizeof(*in));
	for (size_t i = 0; i + 1 < s.n; i++)
		in->seen[pair(s.p + i)] = true;
}

static bool
pairs_may_hold(const struct pairs *in, const char *word)
{
	for (; word[0] != '\0' && word[1] != '\0'; word++)
		if (!in->seen[pair(word)])
			return false;
	return true;
}

bool
wordlist_within(struct str s, const char *const *list)
{
	struct pairs pairs;

	pairs_read(&pairs, s);
	for (; *list != NULL; list++)
		if (pairs_may_hold(&pairs, *list) && str_find(s, str_c(*list), 0) != SIZE_MAX)
			return true;
	return false;
}
