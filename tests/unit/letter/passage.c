#include "parsers/letter/passage.h"
#include "tests/tap.h"

enum { MOST = 3 };

static const struct command_word list[] = {
	{ STR("close"), STR("close"), COMMAND_NOTHING },
	{ STR("note"), STR("note"), COMMAND_NOTHING },
	{ STR("subject"), STR("subject"), COMMAND_TEXT },
	{ STR("take"), STR("take"), COMMAND_NOTHING },
	{ STR("ticket"), STR("ticket"), COMMAND_VALUE },
};
static const struct command_words commands = { list, COUNT(list) };
static const struct str texts[] = { STR("note") };
static const struct passage_words words = { &commands, STR("ticket"), texts, COUNT(texts) };

static void
add_text(struct buf *b, struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		buf_addc(b, s.p[i] == '\n' ? '/' : s.p[i]);
}

/* "above|12:text|13:text|!end below", line ends as '/'. */
static struct str
shown(struct arena *a, const struct passages *s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s->n; i++) {
		buf_printf(&b, "%s%.*s%s", i > 0 ? "|" : "", STR_ARG(s->v[i].value),
		    i > 0 ? ":" : "");
		add_text(&b, s->v[i].text);
	}
	if (s->end.n > 0)
		buf_printf(&b, "|!%.*s %.*s", STR_ARG(s->end), STR_ARG(s->below));
	if (s->wanted + 1 > s->n)
		buf_printf(&b, "|of %zu", s->wanted);
	return buf_str(&b);
}

static void
test_passages(struct arena *a)
{
	static const struct { const char *name, *in, *want; } rows[] = {
		{ "nothing", "", "" },
		{ "none", "Hello\n#close\n", "Hello/#close" },
		{ "one", "#ticket 12\n#close\n", "|12:#close" },
		{ "two, and above", "#take\n#ticket 12\n#close\n\n#ticket 13\n#take\n",
		  "#take|12:#close|13:#take" },
		{ "without a value", "#ticket\n#close", "|:#close" },
		{ "as phones write it", "＃Ticket 12.\n#close<BR>#ticket 13<BR>#take<BR>",
		  "|12:#close<BR>|13:#take<BR>" },
		{ "with a mark before the number", "#ticket #12\n#close", "|#12:#close" },
		{ "in a text it begins one, too", "#ticket 12\n#note\nx\n#ticket 13\n",
		  "|12:#note/x|13:" },
		{ "written as text", "#ticket 12\n#note\n\\#ticket 13\n", "|12:#note/\\#ticket 13" },
		{ "a quote is none", "#ticket 12\n#note\n> #ticket 13\n", "|12:#note/> #ticket 13" },
		{ "thanks", "#ticket 12\n#close\nThanks!\nAna\n#ticket 13\n#take\n",
		  "|12:#close|!Thanks! #ticket 13" },
		{ "danke, and nothing below", "#ticket 12\n#close\n\nDanke,\nAna\n",
		  "|12:#close|!Danke, " },
		{ "thanks in a text is text", "#ticket 12\n#note\nx\nthanks\n#ticket 13\n#take",
		  "|12:#note/x/thanks|13:#take" },
		{ "a mark ends a text, too", "#ticket 12\n#note\nx\n--\n#ticket 13\n",
		  "|12:#note/x|!-- #ticket 13" },
		{ "thanks for more is text", "#ticket 12\n#close\nthanks for that\n",
		  "|12:#close/thanks for that" },
		{ "too many", "#ticket 1\na\n#ticket 2\nb\n#ticket 3\nc\n#ticket 4\nd\n#ticket 5\ne\n",
		  "|1:a|2:b|3:c|of 5" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct passages out;

		passages_find(a, &words, str_c(rows[i].in), MOST, &out);
		tap_str(shown(a, &out), str_c(rows[i].want), "%s", rows[i].name);
	}
}

/* Four times as much is about four times the work, whatever it is. */
static void
test_much(struct arena *a)
{
	static const char *const lines[] = { "#ticket 1\n", "#note <br>", "<br>", "thanks\t\n-", "#" };

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct passages out;
		struct buf b;

		buf_init(&b, a);
		while (b.n < 1000 * 1000)
			buf_adds(&b, lines[i]);
		passages_find(a, &words, buf_str(&b), MOST, &out);
		tap_ok(out.n <= MOST + 1, "a million octets of %s", i == 0 ? "#ticket" : "damage");
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_passages(a);
	test_much(a);
	arena_free(a);
	return tap_done();
}
