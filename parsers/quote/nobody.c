/*
 * "On Monday the server wrote:" is a sentence of the writer's; "On Monday Acme
 * Service wrote:" is a program's.
 */
#include "parsers/quote/nobody.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"

enum { NAME_MIN = 3 };			/* "at", "pm", "um" are none */

/* The word that ends right before i; a time, a year and what has a comma are no name. */
static bool
is_name_before(struct str s, size_t i)
{
	size_t from = i;

	while (from > 0 && s.p[from - 1] != ' ' && (unsigned char)s.p[from - 1] < 0x80) {
		if (str_chr(STR("0123456789,.;:>)"), s.p[from - 1], 0) != SIZE_MAX)
			return false;
		from--;
	}
	return i - from >= NAME_MIN && !wordlist_has(str_sub(s, from, i - from), quote_verbs);
}

/* "server wrote", not "Acme Service wrote". */
static bool
is_bare_thing(struct str s)
{
	for (size_t i = 0; quote_things[i] != NULL; i++) {
		struct str word = str_c(quote_things[i]);
		size_t at = str_find(s, word, 0);

		if (at != SIZE_MAX && !is_name_before(s, at) &&
		    wordlist_starts(str_sub(s, at + word.n, s.n), quote_verbs))
			return true;
	}
	return false;
}

bool
nobody_is_named(struct str s)
{
	for (size_t i = 0; quote_no_names[i] != NULL; i++)
		if (str_starts(s, str_c(quote_no_names[i] + 1)))
			return true;
	for (size_t i = 0; quote_things[i] != NULL; i++)
		if (str_starts(s, str_c(quote_things[i] + 1)) &&
		    wordlist_starts(str_sub(s, str_c(quote_things[i]).n - 1, s.n), quote_verbs))
			return true;
	return wordlist_within(s, quote_no_names) || is_bare_thing(s);
}

bool
nobody_in_small(const struct lines *t, size_t from, size_t end)
{
	for (size_t i = from; i <= end; i++)
		for (size_t k = 0; quote_things[k] != NULL; k++) {
			struct str raw = t->v[i].raw;
			size_t at = str_find(raw, fold_trim(str_c(quote_things[k])), 0);

			if (at != SIZE_MAX && (at == 0 || raw.p[at - 1] == ' '))
				return true;
		}
	return false;
}
