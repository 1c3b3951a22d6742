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

struct str
captured_fill(struct arena *a, const struct captured *all, struct str text)
{
	struct capture_piece piece;
	struct buf b;

	buf_init(&b, a);
	while (capture_next(&text, &piece)) {
		buf_add(&b, piece.plain);
		if (piece.name.n > 0)
			buf_add(&b, str_trim(captured_find(a, all, piece.name)));
	}
	return buf_str(&b);
}
