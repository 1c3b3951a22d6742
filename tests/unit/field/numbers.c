/* Tickets' numbers as a line names them, and which word is none. */
#include <inttypes.h>

#include "parsers/field/numbers.h"
#include "tests/tap.h"

static const struct row {
	const char *in, *want;
	const char *bad;		/* the word that is refused; NULL: none */
} rows[] = {
	{ "12", "12", NULL }, { "#12", "12", NULL }, { "#12 #13", "12 13", NULL },
	{ "12,13;#14", "12 13 14", NULL }, { " , #7\t", "7", NULL },
	{ "7 #7 07", "7", NULL }, { "9223372036854775807", "9223372036854775807", NULL },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
	  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", NULL },
	{ "", "", "nothing" }, { "#", "", "#" }, { "##3", "", "##3" }, { "0", "", "0" },
	{ "-3", "", "-3" }, { "+3", "", "+3" }, { "3x", "", "3x" }, { "3 and 4", "3", "and" },
	{ "9223372036854775808", "", "9223372036854775808" }, { "#+3", "", "#+3" },
	{ "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2", "1", "2" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct numbers list = { 0 };
		struct str bad = numbers_read(a, str_c(rows[i].in), &list);
		struct buf b;

		buf_init(&b, a);
		for (size_t k = 0; k < list.n; k++)
			buf_printf(&b, "%s%" PRId64, k > 0 ? " " : "", list.v[k]);
		tap_str(buf_str(&b), str_c(rows[i].want), "\"%s\"", rows[i].in);
		tap_str(bad, rows[i].bad == NULL ? STR_NONE : str_c(rows[i].bad),
		    "\"%s\": what is refused", rows[i].in);
	}
	arena_free(a);
	return tap_done();
}
