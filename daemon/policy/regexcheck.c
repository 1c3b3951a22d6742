/*
 * regexcheck: see regexcheck.h.  What backtracks without end does so where the same could
 * be read in many ways and at the end does not fit: a letter of the pattern, or a text that
 * it finds, many times, and then another.
 */
#include "daemon/policy/regexcheck.h"

#include "daemon/filter/example.h"
#include "daemon/filter/leaf.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"

enum { REPEATED = 40, LETTERS = 24, LONGEST = 200 };

struct trying {
	struct loader		*l;
	const struct rule	*r;
};

/* 40 times, and an end that fits nowhere; behind and before what the pattern finds. */
static struct str
repeated(struct arena *a, struct str before, struct str what, struct str end)
{
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, before);
	for (size_t i = 0; i < REPEATED && b.n + what.n < LONGEST; i++)
		buf_add(&b, what);
	buf_add(&b, end);
	return buf_str(&b);
}

/* Letters of the expression itself, and one of each class that it may name. */
static struct str
letters_of(struct arena *a, struct str regex)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "a0 -x");
	for (size_t i = 0; i < regex.n && b.n < LETTERS; i++) {
		char c = regex.p[i];

		if (c > ' ' && c < 0x7f && memchr(b.p, c, b.n) == NULL)
			buf_addc(&b, c);
	}
	return buf_str(&b);
}

/* PCRE2 does not try what lacks a letter that must be there: what is found has it. */
static bool
is_too_much(struct arena *a, const struct pattern *p, struct str what, struct str example,
    struct str *text)
{
	const struct str ends[] = { STR("!"), STR("\x01"), STR("\n\n"),
	    str_printf(a, "!%.*s", STR_ARG(example)) };

	for (size_t i = 0; i < 2 * COUNT(ends); i++) {
		*text = repeated(a, i % 2 == 0 ? STR_NONE : example, what, ends[i / 2]);
		if (pattern_match(a, p, *text, NULL) == -1)
			return true;
	}
	return false;
}

static void
try_pattern(const struct filter_test *t, void *of)
{
	const struct trying *try = of;
	struct arena *a = try->l->a;
	struct str letters, example, text, bad = STR_NONE;

	if (t->kind != TEST_MATCHES || t->pattern == NULL)
		return;
	letters = letters_of(a, t->values.v[0]);
	if (!example_of(a, t->values.v[0], t->pattern, &example))
		example = STR_NONE;
	for (size_t i = 0; i <= letters.n && bad.n == 0; i++) {
		struct str what = i < letters.n ? str_sub(letters, i, 1) : example;

		if (what.n > 0 && is_too_much(a, t->pattern, what, example, &text))
			bad = text;
	}
	if (bad.n > 0)
		conf_hint_at(try->l, try->r->file, t->line, "the pattern %.*s takes more steps than "
		    "it may on a text as short as \"%.*s\": it repeats what repeats; write it so "
		    "that each text can be read in one way, or a mail with such a text switches the "
		    "rule off", STR_ARG(t->values.v[0]), STR_ARG(bad));
}

void
regexcheck(struct loader *l, const struct conf *c)
{
	for (size_t i = 0; i < c->rules.n; i++)
		filter_each(&c->rules.v[i].when, try_pattern,
		    &(struct trying){ l, &c->rules.v[i] });
}
