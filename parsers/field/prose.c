/*
 * Linear in its input, and trusts nothing of it.  Conservative: a
 * number counts only behind a word that announces a version, so that dates,
 * prices, addresses and durations stay what they are.
 */
#include "parsers/field/prose.h"

#include "parsers/base/limits.h"
#include "parsers/field/version.h"
#include "parsers/text/fold.h"

enum { LEAD_BYTES = 40 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (unsigned char)c >= 0x80;
}

static bool
is_version_char(char c)
{
	return (is_word(c) && (unsigned char)c < 0x80) || c == '.' || c == '-' || c == '+' ||
	    c == '~' || c == '_';
}

/* Numbers at the start of a token, told apart by dots. */
static size_t
numbers(struct str token)
{
	size_t n = 0, i = 0;

	while (i < token.n && is_digit(token.p[i])) {
		n++;
		while (i < token.n && is_digit(token.p[i]))
			i++;
		if (i + 1 >= token.n || token.p[i] != '.')
			break;
		i++;
	}
	return n;
}

/* "12.03.2024": the third number has four digits, the others at most two. */
static bool
is_date(struct str token)
{
	size_t at, dot = 0;

	for (size_t i = 0; i < 2; i++) {
		at = str_chr(token, '.', dot);
		if (at == SIZE_MAX || at - dot > 2)
			return false;
		dot = at + 1;
	}
	return token.n - dot == 4;
}

static bool
in_list(const struct strs *list, struct str folded)
{
	for (size_t i = 0; i < list->n; i++)
		if (fold_eq(list->v[i], folded))
			return true;
	return false;
}

/* The word that ends `before`, marks such as ':' and quotes skipped, folded. */
static struct str
last_word(struct arena *a, struct str before)
{
	static const char marks[] = " \t:=#\"'(*[";
	size_t end = before.n, from;

	while (end > 0 && (str_chr(STR(marks), before.p[end - 1], 0) != SIZE_MAX ||
	    (end > 1 && str_ends(str_sub(before, 0, end), STR("\xc2\xa0")))))
		end -= before.p[end - 1] == '\xa0' ? 2 : 1;
	for (from = end; from > 0 && is_word(before.p[from - 1]) && end - from < LEAD_BYTES;)
		from--;
	return fold(a, fold_trim(str_sub(before, from, end - from)));
}

/* A token that may be a version; *v tells of a "v" right before it. */
static bool
judge(struct arena *a, const struct prose_scan *s, struct str token, bool v,
    struct prose *out)
{
	size_t n = numbers(token);
	struct str lead, form;

	if (n < 2 || v + token.n > LIMIT_VERSION || is_date(token))
		return false;
	lead = v ? STR("v") : last_word(a, s->before);
	if (!v && !in_list(s->strong, lead) && (n != 3 || !in_list(s->weak, lead)))
		return false;
	if (!version_parse(a, token, &form))
		return false;
	out->raw = token;
	out->lead = lead;
	return true;
}

/* The token at the start of s without the marks that end a sentence. */
static struct str
token_at(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_version_char(s.p[n]))
		n++;
	while (n > 0 && !is_word(s.p[n - 1]))
		n--;
	return str_sub(s, 0, n);
}

static void
advance(struct prose_scan *s, size_t n)
{
	const char *end = n == 0 ? NULL : (const char *)memrchr(s->in.p, '\n', n);
	size_t line = end == NULL ? 0 : (size_t)(end - s->in.p) + 1;

	if (line > 0 || s->before.n == 0)
		s->before = str_sub(s->in, line, n - line);
	else
		s->before.n += n;
	s->in = str_sub(s->in, n, s->in.n);
}

/* Bytes at the start that begin no token: nearly all of a text. */
static size_t
dull(struct str s)
{
	static const bool begins[256] = {
		['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
		['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true,
		['v'] = true, ['V'] = true,
	};
	size_t n = 0;

	while (n < s.n && !begins[(unsigned char)s.p[n]])
		n++;
	return n;
}

bool
prose_next(struct arena *a, struct prose_scan *s, struct prose *out)
{
	for (advance(s, dull(s->in)); s->in.n > 0; advance(s, dull(s->in))) {
		bool fresh = s->before.n == 0 ||
		    str_chr(STR(" \t:=#\"'(*[\xa0"), s->before.p[s->before.n - 1], 0) != SIZE_MAX;
		bool v = fresh && s->in.n > 1 && (s->in.p[0] | 32) == 'v' && is_digit(s->in.p[1]);
		struct str token = STR_NONE;

		if (fresh && (v || is_digit(s->in.p[0])))
			token = token_at(str_sub(s->in, v, s->in.n));
		if (token.n > 0 && judge(a, s, token, v, out)) {
			out->raw = str_sub(s->in, 0, v + token.n);
			advance(s, v + token.n);
			return true;
		}
		advance(s, token.n > 0 ? v + token.n : 1);
	}
	return false;
}
