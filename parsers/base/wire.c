#include "parsers/base/wire.h"

void
wire_put_u8(struct buf *b, uint8_t v)
{
	buf_addc(b, (char)v);
}

static void
put_le(struct buf *b, uint64_t v, size_t n)
{
	char bytes[8];

	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)(v >> (8 * i));
	buf_add(b, (struct str){ bytes, n });
}

void
wire_put_u32(struct buf *b, uint32_t v)
{
	put_le(b, v, 4);
}

void
wire_put_u64(struct buf *b, uint64_t v)
{
	put_le(b, v, 8);
}

void
wire_put_str(struct buf *b, struct str s)
{
	wire_put_u32(b, (uint32_t)s.n);
	buf_add(b, s);
}

void
wire_put_strs(struct buf *b, const struct strs *list)
{
	wire_put_u32(b, (uint32_t)list->n);
	for (size_t i = 0; i < list->n; i++)
		wire_put_str(b, list->v[i]);
}

/* The next n bytes, or STR_NONE and bad. */
static struct str
take(struct wire *w, size_t n)
{
	struct str s;

	if (w->bad || n > w->in.n) {
		w->bad = true;
		return STR_NONE;
	}
	s = (struct str){ w->in.p, n };
	w->in.p += n;
	w->in.n -= n;
	return s;
}

static uint64_t
get_le(struct wire *w, size_t n)
{
	struct str s = take(w, n);
	uint64_t v = 0;

	for (size_t i = s.n; i-- > 0;)
		v = v << 8 | (unsigned char)s.p[i];
	return v;
}

uint8_t
wire_u8(struct wire *w)
{
	return (uint8_t)get_le(w, 1);
}

uint32_t
wire_u32(struct wire *w)
{
	return (uint32_t)get_le(w, 4);
}

uint64_t
wire_u64(struct wire *w)
{
	return get_le(w, 8);
}

int64_t
wire_i64(struct wire *w)
{
	return (int64_t)get_le(w, 8);
}

bool
wire_bool(struct wire *w)
{
	uint8_t v = wire_u8(w);

	if (v > 1)
		w->bad = true;
	return v == 1;
}

struct str
wire_str(struct wire *w)
{
	return take(w, wire_u32(w));
}

struct str
wire_text(struct wire *w)
{
	struct str s = wire_str(w);

	if (str_chr(s, '\0', 0) != SIZE_MAX || !str_is_utf8(s)) {
		w->bad = true;
		return STR_NONE;
	}
	return s;
}

size_t
wire_count(struct wire *w, size_t each, size_t max)
{
	size_t n = wire_u32(w);

	if (n > max || n > w->in.n / each) {
		w->bad = true;
		return 0;
	}
	return n;
}

void
wire_strs(struct arena *a, struct wire *w, size_t max, struct strs *out)
{
	size_t n = wire_count(w, 4, max);

	*out = (struct strs){ ARENA_ARRAY(a, n, struct str), n };
	for (size_t i = 0; i < n; i++)
		out->v[i] = wire_text(w);
}

int
wire_end(const struct wire *w)
{
	return w->bad || w->in.n != 0 ? -1 : 0;
}
