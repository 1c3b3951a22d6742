/* captured: see captured.h. */
#include "daemon/rules/captured.h"

#include "daemon/policy/capture.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"

void
captured_add(struct arena *a, struct captured *all, const struct pattern *p,
    const struct strs *captures)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = (struct captured_one){ p, *captures };
}

struct str
captured_find(struct arena *a, const struct captured *all, struct str name)
{
	const char *group = str_dup(a, name).p;
	struct str out = STR_NONE;

	for (size_t i = 0; i < all->n; i++)
		if (pattern_captured(all->v[i].pattern, &all->v[i].captures, group, &out))
			return out;
	return STR_NONE;
}

/* Values are of one line: what ends lines, and other controls, are blanks, many are one. */
static void
add_line(struct buf *b, struct str s)
{
	bool gap = false;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool blank = c < ' ' || c == 0x7f;

		if (!(blank && gap))
			buf_addc(b, blank ? ' ' : s.p[i]);
		gap = blank;
	}
}

struct str
captured_fill(struct arena *a, const struct captured *all, struct str text)
{
	struct capture_piece piece;
	struct buf b;

	buf_init(&b, a);
	while (capture_next(&text, &piece)) {
		buf_add(&b, piece.plain);
		if (piece.name.n > 0)
			add_line(&b, captured_find(a, all, piece.name));
	}
	return buf_str(&b);
}
