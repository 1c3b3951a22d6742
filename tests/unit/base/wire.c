#include "parsers/base/wire.h"
#include "tests/tap.h"

static void
test_round_trip(struct arena *a)
{
	struct strs list = { NULL, 0 }, back;
	struct buf b;
	struct wire w;

	buf_init(&b, a);
	strs_add(a, &list, STR("x"));
	strs_add(a, &list, STR(""));
	wire_put_u8(&b, 1);
	wire_put_u32(&b, 0xdeadbeef);
	wire_put_u64(&b, (uint64_t)-5);
	wire_put_str(&b, STR("h\xc3\xa9"));
	wire_put_strs(&b, &list);
	w = (struct wire){ .in = buf_str(&b) };
	tap_ok(wire_bool(&w), "bool");
	tap_int(wire_u32(&w), 0xdeadbeef, "u32");
	tap_int(wire_i64(&w), -5, "i64");
	tap_str(wire_text(&w), STR("h\xc3\xa9"), "text");
	wire_strs(a, &w, 10, &back);
	tap_int((long long)back.n, 2, "list");
	tap_int(wire_end(&w), 0, "everything read");
}

/* Each input is a fault that a crashed or hostile peer could send. */
static void
test_faults(struct arena *a)
{
	static const struct { const char *name, *in; size_t n; } rows[] = {
		{ "length past the end", "\x05\0\0\0ab", 6 },
		{ "length of 4 GiB", "\xff\xff\xff\xff", 4 },
		{ "cut length", "\x01\0", 2 },
		{ "invalid UTF-8", "\x01\0\0\0\xff", 5 },
		{ "a NUL", "\x01\0\0\0\0", 5 },
		{ "something left over", "\0\0\0\0x", 5 },
	};
	struct strs list;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wire w = { .in = { rows[i].in, rows[i].n } };

		wire_text(&w);
		tap_int(wire_end(&w), -1, "refused: %s", rows[i].name);
	}
	struct wire w = { .in = { "\x03\0\0\0\0\0\0\0", 8 } };
	wire_strs(a, &w, 2, &list);
	tap_ok(w.bad && list.n == 0, "refused: more items than allowed");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_round_trip(a);
	test_faults(a);
	arena_free(a);
	return tap_done();
}
