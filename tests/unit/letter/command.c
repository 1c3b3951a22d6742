#include "parsers/base/limits.h"
#include "parsers/letter/command.h"
#include "tests/tap.h"
#include "tests/unit/growth.h"

static const struct command_word list[] = {
	{ STR("assign"), STR("assign"), COMMAND_VALUE },
	{ STR("cc"), STR("cc"), COMMAND_VALUE },
	{ STR("close"), STR("close"), COMMAND_NOTHING },
	{ STR("help"), STR("help"), COMMAND_PERHAPS },
	{ STR("losen"), STR("resolve"), COMMAND_NOTHING },
	{ STR("note"), STR("note"), COMMAND_NOTHING },
	{ STR("resolve"), STR("resolve"), COMMAND_NOTHING },
	{ STR("severity"), STR("severity"), COMMAND_VALUE },
	{ STR("subject"), STR("subject"), COMMAND_TEXT },
	{ STR("tag"), STR("tag"), COMMAND_VALUE },
};
static const struct command_words words = { list, COUNT(list) };

/* "name=arg|name=arg||rest"; '?' behind a line that may be text, too. */
static struct str
shown(struct arena *a, const struct command_block *block)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < block->n; i++)
		buf_printf(&b, "%.*s=%.*s%s|", STR_ARG(block->v[i].name),
		    STR_ARG(block->v[i].arg),
		    block->v[i].doubt == COMMAND_CLEAR ? "" : "?");
	buf_addc(&b, '|');
	buf_add(&b, block->rest);
	return buf_str(&b);
}

static void
test_blocks(struct arena *a)
{
	static const struct { const char *name, *in, *want; } rows[] = {
		{ "nothing", "", "|" },
		{ "no command", "Hello\n#close\n", "|Hello\n#close" },
		{ "one", "#close", "close=||" },
		{ "an argument and text", "#severity high\nIt works now.\n",
		  "severity=high||It works now." },
		{ "leading blank lines", "\n \n#close\n#assign ana\n\nDone.\n\nAna",
		  "close=|assign=ana||Done.\n\nAna" },
		{ "blank lines inside", "#close\n\n#assign ana\n\ntext",
		  "close=|assign=ana||text" },
		{ "case of the name", "#Close\n#ASSIGN Ana L\xc3\xb3pez",
		  "close=|assign=Ana L\xc3\xb3pez||" },
		{ "CRLF and blanks", "  #tag \t+a -b  \r\n#note\r\nx\r\n", "tag=+a -b|note=||x" },
		{ "no-break spaces", "\xc2\xa0#severity\xc2\xa0\xc2\xa0high\xc2\xa0\nx",
		  "severity=high||x" },
		{ "byte order mark", "\xef\xbb\xbf#close", "close=||" },
		{ "a colon after the name", "#severity: high", "severity=high||" },
		{ "unknown ones stay in the block", "#note\n#clo$e now\nx", "note=|clo$e=now||x" },
		{ "unknown above known ones, too", "#frob\n#close\nx", "frob=|close=||x" },
		{ "a slip is no text", "#clsoe\nx", "clsoe=||x" },
		{ "a slip with a value", "#severty high", "severty=high||" },
		{ "a word for another", "#L\xc3\xb6sen", "resolve=||" },
		{ "literal", "\\#close\nx", "|#close\nx" },
		{ "literal after the block", "#note\n\\#1 is the cause\n\\#2 is not",
		  "note=||#1 is the cause\n\\#2 is not" },
		{ "a heading is text", "# Steps\n#close", "|# Steps\n#close" },
		{ "titles", "# Close the valve\n\nThen\n", "|# Close the valve\n\nThen" },
		{ "a title of a word with a value", "# Severity\nx", "|# Severity\nx" },
		{ "a title with a value", "# Subject of this\nx", "|# Subject of this\nx" },
		{ "a title of two marks", "## note\nx", "|## note\nx" },
		{ "a title, or a command", "# Note\nx", "note=?||x" },
		{ "one with or without a value", "# help\nx", "help=||x" },
		{ "the same as a title", "# Help for you\nx", "|# Help for you\nx" },
		{ "a blank that nobody sees", "#\xe2\x81\xa0Help\nx", "help=||x" },
		{ "code is text", "#include <stdio.h>\n#define X 1\n", "|#include <stdio.h>\n#define X 1" },
		{ "a word and nothing else", "#frobnicate 12\n", "frobnicate=12||" },
		{ "a sentence and nothing else", "#bug in the pump", "|#bug in the pump" },
		{ "hashtags are text", "#summer #sale\nx", "|#summer #sale\nx" },
		{ "a hashtag like a command", "#tags\nx", "|#tags\nx" },
		{ "a slip with words behind it", "#closed yesterday\nx", "|#closed yesterday\nx" },
		{ "a short hashtag", "#bug\nx", "|#bug\nx" },
		{ "text keeps its blanks and <br>", "Hi<BR>#close", "|Hi<BR>#close" },
		{ "what begins as text", "<br>Hi<br>\n#close", "|<br>Hi<br>\n#close" },
		{ "text behind <BR>", "#note<BR><BR>It <br> hums.", "note=||It <br> hums." },
		{ "words of one's own are kept", "#subject Use <br> \xe2\x80\x93 or \xe2\x80\x9cp\xe2\x80\x9d.",
		  "subject=Use <br> \xe2\x80\x93 or \xe2\x80\x9cp\xe2\x80\x9d.||" },
		{ "a line that was broken",
		  "#cc ana@a.example, bob@b.example, carla@c.example, d@d.example,\nemil@e.example\n\nx",
		  "cc=ana@a.example, bob@b.example, carla@c.example, d@d.example, emil@e.example||x" },
		{ "one that may have been",
		  "#subject The printer in the hall of the second floor hums loudly\nGood-morning Jo,\nit works.",
		  "subject=The printer in the hall of the second floor hums loudly?||Good-morning Jo,\nit works." },
		{ "one that was not", "#subject The printer hums\nHello Jo,\nit works.",
		  "subject=The printer hums||Hello Jo,\nit works." },
		{ "a number is text", "#12 is fixed", "|#12 is fixed" },
		{ "a quote is text", "> #close\n#close", "|> #close\n#close" },
		{ "later lines are text", "#note\nsee\n#close", "note=||see\n#close" },
		{ "bytes that are no UTF-8", "#note \xff\xc3\n\xa0\xff", "note=\xff\xc3||\xa0\xff" },
	};
	struct command_block block;

	for (size_t i = 0; i < COUNT(rows); i++) {
		command_parse(a, &words, str_c(rows[i].in), &block);
		tap_str(shown(a, &block), str_c(rows[i].want), "%s", rows[i].name);
		tap_ok(!block.too_many, "within limits: %s", rows[i].name);
	}
	command_parse(a, &words, STR("  #Severity  high\n"), &block);
	tap_str(block.v[0].line, STR("#Severity  high"), "the line as written");
}

static void
test_limits(struct arena *a)
{
	struct command_block block;
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < LIMIT_COMMANDS; i++)
		buf_adds(&b, "#close\n");
	command_parse(a, &words, buf_str(&b), &block);
	tap_ok(!block.too_many && block.n == LIMIT_COMMANDS, "as many as allowed");
	buf_adds(&b, "#close\ntext");
	command_parse(a, &words, buf_str(&b), &block);
	tap_ok(block.too_many, "one too many");
	tap_str(block.rest, STR("text"), "all of them are cut off");
	buf_init(&b, a);
	buf_adds(&b, "#note ");
	for (int i = 0; i < LIMIT_COMMAND_LINE; i++)
		buf_addc(&b, 'x');
	command_parse(a, &words, buf_str(&b), &block);
	tap_ok(block.too_many && block.n == 0, "a line too long");
}

static void
run_parse(struct arena *a, struct str text)
{
	struct command_block block;

	command_parse(a, &words, text, &block);
}

#define WRAPPED "with the pump that hums and the fan that does not turn as it should,\n"

/* What a stranger writes costs no more than it is long. */
static void
test_growth(struct arena *a)
{
	static const struct { const char *name, *head, *unit, *tail; } rows[] = {
		{ "breaks", "", "<BR>", "" },
		{ "commands on one line", "", "#close<BR>", "" },
		{ "commands before blanks", "", "#close<BR>", " " },
		{ "commands before blanks that are no ASCII", "", "#tag a<BR>", "\xc2\xa0" },
		{ "a wrapped value", "#cc " WRAPPED, WRAPPED, "" },
		{ "wrapped values", "", "#tag " WRAPPED WRAPPED, "" },
	};
	enum { SIZE = 100 * 1024 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t tails = rows[i].tail[0] == '\0' ? 0 : SIZE / 4;

		growth_test(run_parse, growth_text(a, rows[i].head, rows[i].unit, SIZE,
		    rows[i].tail, tails), growth_text(a, rows[i].head, rows[i].unit,
		    (size_t)SIZE * 4, rows[i].tail, tails * 4), rows[i].name);
	}
}

/* A value that goes on and on is too long a line; nothing of it is copied once more. */
static void
test_wrapped_limit(struct arena *a)
{
	struct str text = growth_text(a, "#cc " WRAPPED, WRAPPED,
	    (size_t)100 * 1024, "", 0);
	struct arena *own = arena_new();
	struct command_block block;

	command_parse(own, &words, text, &block);
	tap_ok(block.too_many && block.n == 1, "a wrapped value too long");
	tap_ok(arena_used(own) < 64 * (size_t)LIMIT_COMMAND_LINE + 2 * text.n,
	    "takes no memory: %zu", arena_used(own));
	arena_free(own);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_blocks(a);
	test_limits(a);
	test_growth(a);
	test_wrapped_limit(a);
	arena_free(a);
	return tap_done();
}
