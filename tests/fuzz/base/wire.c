/*
 * The first line says what is read (a letter a value), the rest are the bytes
 * that came.  After a fault everything is zero; what was read without one is
 * the same when it is written again.
 */
#include "parsers/base/wire.h"
#include "tests/fuzz/fuzz.h"

enum { LIST_MAX = 100 };

static void
check_text(struct wire *w, struct buf *back)
{
	struct str s = wire_text(w);

	assert(str_is_utf8(s) && str_chr(s, '\0', 0) == SIZE_MAX);
	wire_put_str(back, s);
}

static void
check_strs(struct arena *a, struct wire *w, struct buf *back)
{
	struct strs list;

	wire_strs(a, w, LIST_MAX, &list);
	assert(list.n <= LIST_MAX);
	wire_put_strs(back, &list);
}

/* Reads one value and writes it; false when the letter says none. */
static bool
copy(struct arena *a, struct wire *w, char what, struct buf *back)
{
	switch (what) {
	case 'b':
		wire_put_u8(back, wire_bool(w));
		return true;
	case '1':
		wire_put_u8(back, wire_u8(w));
		return true;
	case '4':
		wire_put_u32(back, wire_u32(w));
		return true;
	case '8':
		wire_put_u64(back, (uint64_t)wire_i64(w));
		return true;
	case 's':
		wire_put_str(back, wire_str(w));
		return true;
	case 't':
		check_text(w, back);
		return true;
	case 'l':
		check_strs(a, w, back);
		return true;
	default:
		return false;
	}
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str what = fuzz_line(&in);
	struct wire w = { .in = in };
	struct buf back;

	buf_init(&back, a);
	for (size_t i = 0; i < what.n && !w.bad; i++)
		if (copy(a, &w, what.p[i], &back))
			assert(fuzz_is_within(w.in, in));
	if (!w.bad) {
		assert(str_eq(buf_str(&back), str_sub(in, 0, in.n - w.in.n)));
		assert((wire_end(&w) == 0) == (w.in.n == 0));
		return;
	}
	assert(wire_end(&w) == -1 && wire_u64(&w) == 0 && !wire_bool(&w));
	assert(wire_str(&w).n == 0 && wire_count(&w, 1, LIST_MAX) == 0 && wire_end(&w) == -1);
}
