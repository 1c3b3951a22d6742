/* A mail goes out as it is, in pieces of any size; what is not whole lines does not. */
#include "daemon/send/upload.h"

#include "tests/tap.h"

struct shelf {				/* what is given piece by piece; the last one is empty */
	struct str	pieces[4];
	size_t		n;
};

static int
more(void *self, uint64_t at, struct str *piece)
{
	struct shelf *shelf = self;

	(void)at;
	*piece = shelf->pieces[shelf->n++];
	return piece->n > 0 ? 0 : -1;
}

static uint64_t
octets(const struct str *pieces)
{
	uint64_t n = 0;

	for (; pieces->n > 0; pieces++)
		n += pieces->n;
	return n;
}

static void
test_lines(void)
{
	static const struct { const char *name; struct str in; bool want; } rows[] = {
		{ "lines", { "a\r\nb\r\n", 6 }, true }, { "an empty one", { "\r\n", 2 }, true },
		{ "nothing", { "", 0 }, false }, { "no end", { "a\r\nb", 4 }, false },
		{ "half an end", { "a\r", 2 }, false }, { "bare LF", { "a\nb\r\n", 5 }, false },
		{ "LF first", { "\na\r\n", 4 }, false }, { "bare CR", { "a\rb\r\n", 5 }, false },
		{ "CR twice", { "a\r\r\n", 4 }, false }, { "NUL", { "a\0\r\n", 4 }, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(upload_is_lines(rows[i].in), rows[i].want, "%s", rows[i].name);
}

/* By `step` octets; what came, or "(starved)". */
static struct str
read_all(struct arena *a, struct upload *u, size_t step)
{
	struct buf out;
	char p[16];
	size_t n;

	buf_init(&out, a);
	do {
		if (!upload_read(u, p, step, &n))
			return STR("(starved)");
		buf_add(&out, (struct str){ p, n });
	} while (n > 0);
	return upload_is_done(u) ? buf_str(&out) : STR("(not done)");
}

static void
test_pieces(struct arena *a)
{
	static const struct {
		const char *name;
		struct str first, pieces[4];
		uint64_t missing;		/* octets that are announced and do not come */
		const char *want;
	} rows[] = {
		{ "one", { "a\r\n", 3 }, { { 0 } }, 0, "a\r\n" },
		{ "three", { "a\r\n", 3 }, { { "b", 1 }, { "c\r\n", 3 } }, 0, "a\r\nbc\r\n" },
		{ "an end in two", { "a\r\n", 3 }, { { "b\r", 2 }, { "\n", 1 } }, 0, "a\r\nb\r\n" },
		{ "bare LF behind", { "a\r\n", 3 }, { { "b", 1 }, { "\n", 1 } }, 0, "(starved)" },
		{ "no end", { "a\r\n", 3 }, { { "b", 1 } }, 0, "(starved)" },
		{ "too few", { "a\r\n", 3 }, { { "b\r\n", 3 } }, 1, "(starved)" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t step = 1; step <= 16; step *= 2) {
			struct shelf shelf = { .n = 0 };
			struct smtp_mail m = { .bytes = rows[i].first,
			    .rest = octets(rows[i].pieces) + rows[i].missing, .more = more,
			    .self = &shelf };
			struct upload u;

			memcpy(shelf.pieces, rows[i].pieces, sizeof(shelf.pieces));
			upload_begin(&u, &m);
			tap_int((long long)upload_size(&u), (long long)(m.bytes.n + m.rest), "size");
			tap_str(read_all(a, &u, step), str_c(rows[i].want), "%s by %zu",
			    rows[i].name, step);
		}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_lines();
	test_pieces(a);
	arena_free(a);
	return tap_done();
}
