/* fill: see fill.h. */
#include "daemon/out/fill.h"

#include "parsers/base/array.h"

/* In a link '+' is "%2B"; in a subject it stands in brackets of its own. */
static const struct str signs[] = { STR(" [+"), STR("+"), STR("%2B"), STR("-") };

static size_t
sign_size(struct str before)
{
	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_ends(before, signs[i]))
			return signs[i].n;
	return 0;
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || c == '-';
}

/* What stands at the end of the text behind a sign: "n.", "a.take."; or nothing. */
static struct str
kind_of(struct str before)
{
	size_t n = before.n, from = n < 2 ? n : n - 2;

	if (n < 3 || before.p[n - 1] != '.')
		return STR_NONE;
	if (sign_size(str_sub(before, 0, from)) > 0)
		return str_sub(before, from, SIZE_MAX);
	for (from = n - 1; from > 0 && is_word(before.p[from - 1]);)
		from--;
	if (from < 3 || before.p[from - 1] != '.' ||
	    sign_size(str_sub(before, 0, from - 2)) == 0)
		return STR_NONE;
	return str_sub(before, from - 2, SIZE_MAX);
}

static struct str
proof_of(const struct fill *f, struct arena *a, struct str kind)
{
	if (f == NULL)
		return STR_NONE;
	return kind.n == 0 ? f->reply : f->other != NULL ? f->other(f, a, kind) : STR_NONE;
}

struct str
fill_marks(struct arena *a, struct str text, struct str mark, const struct fill *f)
{
	size_t from = 0, at;
	struct buf b;

	if (mark.n == 0 || (at = str_find(text, mark, 0)) == SIZE_MAX)
		return text;
	buf_init(&b, a);
	buf_reserve(&b, text.n + mark.n);
	for (; at != SIZE_MAX; at = str_find(text, mark, from)) {
		struct str before = str_sub(text, from, at - from), kind = kind_of(before);
		struct str proof = proof_of(f, a, kind);
		size_t sign = sign_size(str_sub(before, 0, before.n - kind.n));
		bool whole = !str_starts(proof, kind);

		from = at + mark.n;
		if (proof.n == 0 || whole)
			before.n -= kind.n + sign;
		if (proof.n == 0 && sign == signs[0].n && from < text.n && text.p[from] == ']')
			from++;
		buf_add(&b, before);
		buf_add(&b, whole ? proof : str_sub(proof, kind.n, SIZE_MAX));
	}
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}
