/* damage: see damage.h.  Trusts nothing; what it leaves out nobody could see. */
#include "parsers/letter/damage.h"

#include "parsers/base/array.h"
#include "parsers/text/fold.h"
#include "parsers/text/hashmark.h"

enum {
	FULL_MIN = 50,			/* characters of a line that a program breaks */
	FULL_MAX = 80,
	EDGE = 72			/* no program breaks before it */
};

/* Punctuation that programs make of what is typed. */
static const struct {
	uint32_t	lo, hi;
	char		to;
} smart[] = {
	{ 0xab, 0xab, '"' }, { 0xbb, 0xbb, '"' }, { 0x2010, 0x2015, '-' },
	{ 0x2018, 0x201b, '\'' }, { 0x201c, 0x201f, '"' }, { 0x2032, 0x2032, '\'' },
	{ 0x2033, 0x2033, '"' }, { 0x2212, 0x2212, '-' }, { 0xfe58, 0xfe58, '-' },
	{ 0xfe63, 0xfe63, '-' }, { 0xff0d, 0xff0d, '-' },
};

static void
add_plain(struct buf *b, uint32_t c, struct str raw)
{
	if (hashmark_is_unseen(c))
		return;
	if (fold_is_space(c)) {
		if (b->n > 0 && b->p[b->n - 1] != ' ')
			buf_addc(b, ' ');
		return;
	}
	for (size_t i = 0; i < COUNT(smart) && smart[i].lo <= c; i++)
		if (c <= smart[i].hi) {
			buf_addc(b, smart[i].to);
			return;
		}
	buf_add(b, raw);
}

static struct str
plain(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);

		add_plain(&b, c, str_sub(s, i, n));
	}
	return buf_str(&b);
}

/* Without those of `what` behind it. */
static struct str
without(struct str s, struct str what)
{
	while ((s = str_rtrim(s)).n > 0 && str_chr(what, s.p[s.n - 1], 0) != SIZE_MAX)
		s.n--;
	return s;
}

static struct str
unquoted(struct str s)
{
	if (s.n < 2 || s.p[0] != '"' || str_chr(s, '"', 1) != s.n - 1)
		return s;
	return str_trim(str_sub(s, 1, s.n - 2));
}

struct str
damage_value(struct arena *a, struct str said)
{
	return unquoted(without(str_trim(plain(a, said)), STR(".,;")));
}

struct str
damage_word(struct arena *a, struct str said)
{
	struct str s = without(fold(a, plain(a, said)), STR(".,;:!?"));

	return str_ends(s, STR("…")) ? str_sub(s, 0, s.n - STR("…").n) : s;
}

size_t
damage_break(struct str line, size_t *end)
{
	static const struct str br = STR("<br");
	size_t at = 0, to;

	for (; (at = str_ifind(line, br, at)) != SIZE_MAX; at = to) {
		for (to = at + br.n; to < line.n && (line.p[to] == ' ' || line.p[to] == '/'); to++)
			continue;
		if (to < line.n && line.p[to] == '>') {
			*end = to + 1;
			return at;
		}
	}
	return SIZE_MAX;
}

static size_t
characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static struct str
first_word(struct str s)
{
	size_t n = 0;

	s = fold_trim(s);
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	return str_sub(s, 0, n);
}

bool
damage_is_full(struct str line, struct str next)
{
	size_t n = characters(line), word = characters(first_word(next));

	return n >= FULL_MIN && n <= FULL_MAX && word > 0 && n + 1 + word > EDGE;
}

bool
damage_goes_on(struct str line, struct str next)
{
	struct str word = first_word(next);

	line = fold_trim(line);
	return word.n > 0 && (str_ends(line, STR(",")) ||
	    str_eq(str_sub(fold_trim(next), 0, 1), STR("<")) ||
	    str_chr(word, '@', 0) != SIZE_MAX || (word.p[0] >= 'a' && word.p[0] <= 'z'));
}
