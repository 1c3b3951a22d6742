/* viewwire: see viewwire.h. */
#include "parsers/text/viewwire.h"

#include "parsers/base/array.h"
#include "parsers/base/wire.h"

enum {
	VIEW_DEPTH = 16,
	VIEW_NODES = 100 * 1000,	/* of one value, at most */
	VIEW_LEAST = 1 + 4 + 4 + 4	/* octets of a value */
};

void
view_pack(struct buf *b, const struct view *v)
{
	wire_put_u8(b, (uint8_t)v->kind);
	wire_put_str(b, v->name);
	wire_put_str(b, v->text);
	wire_put_u32(b, (uint32_t)v->n);
	for (size_t i = 0; i < v->n; i++)
		view_pack(b, v->v[i]);
}

static struct view *
unpack(struct arena *a, struct wire *w, int depth)
{
	struct view *v = ARENA_NEW(a, struct view);
	uint8_t kind = wire_u8(w);
	size_t n;

	v->kind = (enum view_kind)kind;
	v->name = wire_text(w);
	v->text = wire_text(w);
	n = wire_count(w, VIEW_LEAST, VIEW_NODES);
	if (kind > VIEW_LIST || depth == 0 || (n > 0 && kind < VIEW_OBJECT))
		w->bad = true;
	if (w->bad)
		return v;
	v->v = ARENA_ARRAY(a, n, struct view *);
	while (v->n < n && !w->bad)
		v->v[v->n++] = unpack(a, w, depth - 1);
	return v;
}

struct view *
view_unpack(struct arena *a, struct str bytes)
{
	struct wire w = { .in = bytes };
	struct view *v = unpack(a, &w, VIEW_DEPTH);

	return wire_end(&w) == -1 ? NULL : v;
}
