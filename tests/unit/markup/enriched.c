#include "parsers/markup/enriched.h"

#include "tests/tap.h"

static const struct { const char *name, *in; bool old; const char *want; } rows[] = {
	{ "commands change the look", "<bold>Now</bold> is <italic>the</italic> time", false,
	  "Now is the time" },
	{ "a line end is a space", "one\ntwo", false, "one two" },
	{ "of two line ends one counts", "one\n\ntwo", false, "one\ntwo" },
	{ "of three, two", "one\n\n\ntwo", false, "one\n\ntwo" },
	{ "a '<' is written twice", "a << b <<c>", false, "a < b <c>" },
	{ "parameters", "<color><param>red</param>Red</color> and <fontfamily><param>x\ny</param>z",
	  false, "Red and z" },
	{ "as it stands", "a<nofill>\nb  c\nd</nofill> e", false, "a\nb  c\nd e" },
	{ "an excerpt", "You say:<excerpt>one\n\ntwo</excerpt>No.", false,
	  "You say:\n> one\n> two\nNo." },
	{ "blocks", "a<center>b</center>c", false, "a\nb\nc" },
	{ "what has no end", "<excerpt>a<bold", false, "> a<bold" },
	{ "an end without a beginning", "</excerpt></param>a", false, "a" },
	{ "richtext", "<bold>One</bold><nl>two <lt>x><nl><comment>no</comment>three\nfour", true,
	  "One\ntwo <x>\nthree four" },
	{ "richtext's words in enriched", "a<nl>b<lt>c", false, "abc" },
	{ "nothing", "", false, "" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(enriched_text(a, str_c(rows[i].in), rows[i].old, 1000),
		    str_c(rows[i].want), "%s", rows[i].name);
	tap_str(enriched_text(a, STR("one two three"), false, 7), STR("one two"), "cut");
	arena_free(a);
	return tap_done();
}
