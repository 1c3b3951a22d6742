/* The split never invents text: each line of the reply stands in the input. */
#include "parsers/quote/quote.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct address sender = { STR("Jo Smith"), STR("jo@x.example") };
	struct quote_hints hints = { .sender = &sender, .subject = STR("Fwd: x") };
	struct split s;
	struct str line;

	in = str_sub(in, 0, 8192);
	hints.subject.n = in.n % 2 == 0 ? hints.subject.n : 0;
	quote_split(a, in, &hints, &s);
	assert(s.reply.n <= in.n + 1 && s.signature.n <= in.n + 1);
	while (str_line(&s.reply, &line))
		assert(str_find(in, line, 0) != SIZE_MAX);
}
