/*
 * The first line is looked for in the rest: the quick searches say what the
 * slow ones would, and what is cut apart is the whole again.
 */
#include "tests/fuzz/fuzz.h"

static size_t
slow_find(struct str s, struct str needle, bool (*starts)(struct str, struct str))
{
	size_t i = 0;

	while (i + needle.n <= s.n && !starts(str_sub(s, i, s.n), needle))
		i++;
	return i + needle.n <= s.n ? i : SIZE_MAX;
}

static bool
starts(struct str s, struct str prefix)
{
	return str_starts(s, prefix);
}

static void
check_find(struct str needle, struct str s)
{
	size_t at = str_find(s, needle, 0);

	assert(at == slow_find(s, needle, starts));
	assert(str_ifind(s, needle, 0) == slow_find(s, needle, str_istarts));
	if (at != SIZE_MAX) {
		assert(str_find(s, needle, at) == at);
		assert(str_find(s, needle, at + 1) > at);
		assert(str_eq(str_sub(s, at, needle.n), needle));
		assert(str_ends(str_sub(s, 0, at + needle.n), needle));
	}
	if (needle.n == 1)
		assert(at == str_chr(s, needle.p[0], 0));
	assert((str_cmp(s, needle) == 0) == str_eq(s, needle));
	assert((str_cmp(s, needle) < 0) == (str_cmp(needle, s) > 0));
}

/* Fields and their separators are the text, lines and their ends too. */
static void
check_cuts(struct arena *a, struct str s)
{
	struct str rest = s, piece, trimmed = str_trim(s);
	struct buf b;

	buf_init(&b, a);
	for (bool first = true; str_split(&rest, 'a', &piece); first = false) {
		if (!first)
			buf_addc(&b, 'a');
		buf_add(&b, piece);
	}
	assert(str_eq(buf_str(&b), s));
	for (rest = s; str_line(&rest, &piece);)
		assert(fuzz_is_within(piece, s) && str_chr(piece, '\n', 0) == SIZE_MAX);
	assert(fuzz_is_within(trimmed, s) && str_eq(str_trim(trimmed), trimmed));
	assert(str_ieq(str_lower(a, s), s) && str_eq(str_dup(a, s), s));
}

static void
check_utf8(struct str s)
{
	size_t i = 0, n;

	while (i < s.n && (n = str_utf8_len(str_sub(s, i, s.n))) > 0)
		i += n;
	assert(str_is_utf8(s) == (i == s.n));
	for (n = 0; n < s.n && n < 16 && str_is_utf8(s); n++) {
		struct str cut = str_utf8_cut(s, n);

		assert(cut.n <= n && cut.n + 4 > n && str_is_utf8(cut));
	}
}

static void
check_number(struct arena *a, struct str s)
{
	int64_t v, again;

	if (str_i64(s, &v))
		assert(str_i64(str_printf(a, "%lld", (long long)v), &again) && v == again);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = str_sub(in, 0, 4096), needle = fuzz_line(&rest);
	struct buf b;
	uint32_t c = 0;

	check_find(needle, rest);
	check_cuts(a, rest);
	check_utf8(rest);
	check_utf8(needle);
	check_number(a, needle);
	for (size_t i = 0; i < 4; i++)
		c = c << 8 | (i < needle.n ? (unsigned char)needle.p[i] : 0);
	buf_init(&b, a);
	buf_reserve(&b, needle.n);
	buf_utf8(&b, c);
	assert(b.n > 0 && str_is_utf8(buf_str(&b)));
}
