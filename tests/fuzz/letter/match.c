/*
 * Results from a parser that was taken over: refused, or the same when packed again.
 * And any letter: the same list whenever it is made, all of it tried within the text.
 */
#include "parsers/base/limits.h"
#include "parsers/letter/letter.h"
#include "parsers/text/pattern.h"
#include "tests/fuzz/fuzz.h"

static const struct match_patterns *
patterns(void)
{
	static struct match_pattern v[] = { { .text = MATCH_SUBJECT }, { .text = MATCH_BODY },
	    { .text = MATCH_FROM } };
	static const struct match_patterns list = { v, 3 };

	for (size_t i = 0; i < list.n && v[i].pattern == NULL; i++)
		pattern_compile(STR("p"), STR("(\\w+)[ @]+(.)"), &v[i].pattern, NULL);
	return &list;
}

static void
of_letter(struct arena *a, struct str in)
{
	const struct letter_conf how = { .limits = LIMITS_DEFAULT };
	struct letter l;
	struct matches again;

	letter_parse(a, &how, in, &l);
	matches_of_letter(a, patterns(), &l, &l.matches);
	matches_of_letter(a, patterns(), &l, &again);
	assert(l.matches.n == again.n);
	for (size_t i = 0; i < again.n; i++) {
		assert(str_eq(l.matches.v[i].text, again.v[i].text));
		match_try(a, patterns(), &again.v[i]);
		for (size_t k = 0; k < again.v[i].captures.n; k++)
			assert(str_is_utf8(again.v[i].captures.v[k]));
	}
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct matches list;
	struct buf b;

	of_letter(a, in);
	if (matches_unpack(a, in, &list) == -1)
		return;
	buf_init(&b, a);
	matches_pack(&b, list.v, list.n);
	assert(str_eq(buf_str(&b), in));
}
