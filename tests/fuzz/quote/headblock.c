/*
 * A block has an end, and its values stand in its lines.  Whether a program
 * announced it only adds blocks.
 */
#include "parsers/quote/headblock.h"
#include "tests/fuzz/fuzz.h"

enum { BLOCK_LINES = 16 };

/* Each word of a value stands in the text: a wrapped one is joined by spaces. */
static void
check_value(struct str value, struct str in)
{
	struct str word;

	while (str_split(&value, ' ', &word))
		assert(str_find(in, word, 0) != SIZE_MAX);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct lines t = { .a = a };
	struct headblock b;

	in = str_sub(in, 0, 8192);
	lines_split(&t, in);
	for (size_t i = 0; i < t.n; i++) {
		bool plain = headblock_read(&t, i, false, &b);

		assert(headblock_read(&t, i, true, &b) >= plain);
		if (!plain || !headblock_read(&t, i, false, &b))
			continue;
		assert(b.end > i && b.end <= t.n && b.end - i <= BLOCK_LINES);
		check_value(b.from, in);
		check_value(b.date, in);
		check_value(b.subject, in);
		(void)headblock_has_zone(b.date);
	}
}
