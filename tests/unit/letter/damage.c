/*
 * Ten blocks, each through twenty damages that keyboards and mail programs do, order what
 * the clean block orders, and the text below is the same.
 */
#include "parsers/letter/damage.h"

#include "parsers/base/limits.h"
#include "parsers/letter/command.h"
#include "tests/tap.h"

#define TEXT "It works (#3) \xe2\x80\x93 \xe2\x80\x9cnow\xe2\x80\x9d, <br> too."

static const struct command_word list[] = {
	{ STR("assign"), STR("assign"), COMMAND_VALUE },
	{ STR("cc"), STR("cc"), COMMAND_VALUE },
	{ STR("close"), STR("close"), COMMAND_NOTHING },
	{ STR("hold"), STR("hold"), COMMAND_PERHAPS },
	{ STR("note"), STR("note"), COMMAND_NOTHING },
	{ STR("resolve"), STR("resolve"), COMMAND_NOTHING },
	{ STR("severity"), STR("severity"), COMMAND_VALUE },
	{ STR("tag"), STR("tag"), COMMAND_VALUE },
	{ STR("take"), STR("take"), COMMAND_NOTHING },
	{ STR("time"), STR("time"), COMMAND_VALUE },
};
static const struct command_words words = { list, COUNT(list) };

static const char *const blocks[] = {
	"#hold", "#note", "#severity high", "#assign ana", "#take\n#severity high",
	"#cc \"Jo Doe\" <jo@acme.example>", "#time -1h30m", "#tag +a -b\n#note",
	"#resolve\n#tag it's\n#assign \"Ana\"", "#close\n#cc kim@acme.example",
};

/* Each of a character becomes others. */
static struct str
replaced(struct arena *a, struct str s, char from, const char *to)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == from)
			buf_adds(&b, to);
		else
			buf_addc(&b, s.p[i]);
	return buf_str(&b);
}

/* "#take" becomes "#Take". */
static struct str
capital(struct arena *a, struct str s)
{
	struct str out = str_dup(a, s);
	char *p = arena_bytes(a, s.n);

	memcpy(p, out.p, s.n);
	for (size_t i = 1; i < s.n; i++)
		if (p[i - 1] == '#')
			p[i] = (char)(p[i] - 32);
	return (struct str){ p, s.n };
}

/* `before` and `behind` each line. */
static struct str
around(struct arena *a, struct str s, const char *before, const char *behind)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	for (size_t n = 0; str_line(&s, &line); n++)
		buf_printf(&b, "%s%s%.*s%s", n > 0 ? "\n" : "", before, STR_ARG(line), behind);
	return buf_str(&b);
}

static struct str
colon(struct arena *a, struct str s)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	for (size_t n = 0; str_line(&s, &line); n++) {
		size_t at = str_chr(line, ' ', 0);

		buf_printf(&b, "%s%.*s:%.*s", n > 0 ? "\n" : "", STR_ARG(str_sub(line, 0, at)),
		    STR_ARG(str_sub(line, at, line.n)));
	}
	return buf_str(&b);
}

enum { DAMAGES = 24 };

static struct str
damaged(struct arena *a, struct str s, int how)
{
	switch (how) {
	case 0: return around(a, s, "", "<BR>");
	case 1: return around(a, s, "", "<br/>");
	case 2: return replaced(a, s, '\n', "<br />");
	case 3: return replaced(a, s, ' ', "\xc2\xa0");
	case 4: return around(a, s, "\xc2\xa0", "\xc2\xa0");
	case 5: return replaced(a, s, '#', "\xe2\x80\x8b#\xe2\x81\xa0");
	case 6: return around(a, s, "\xef\xbb\xbf", "\xe2\x80\x8b");
	case 7: return replaced(a, s, 'e', "e\xc2\xad");
	case 8: return replaced(a, s, '"', "\xe2\x80\x9d");
	case 9: return replaced(a, s, '\'', "\xe2\x80\x99");
	case 10: return replaced(a, s, '-', "\xe2\x80\x93");
	case 11: return replaced(a, s, '-', "\xe2\x80\x94");
	case 12: return capital(a, s);
	case 13: return around(a, s, "", ".");
	case 14: return around(a, s, "", ",");
	case 15: return replaced(a, s, '#', "# ");
	case 16: return replaced(a, s, '#', "\xef\xbc\x83");
	case 17: return around(a, s, "\n\n", "");
	case 18: return around(a, s, "   ", "  ");
	case 19: return colon(a, s);
	case 20: return around(a, s, "\t", "\r");
	case 21: return replaced(a, s, '\n', "\n\n\n");
	case 22: return replaced(a, s, '#', "#\xef\xb8\x8f");
	default: return replaced(a, s, ' ', "  \xe3\x80\x80");
	}
}

static struct str
shown(struct arena *a, struct str text)
{
	struct command_block block;
	struct buf b;

	command_parse(a, &words, text, &block);
	buf_init(&b, a);
	for (size_t i = 0; i < block.n; i++)
		buf_printf(&b, "%.*s=%.*s%s|", STR_ARG(block.v[i].name),
		    STR_ARG(block.v[i].arg), block.v[i].doubt == COMMAND_CLEAR ? "" : "?");
	buf_printf(&b, "|%.*s", STR_ARG(block.rest));
	return buf_str(&b);
}

static void
test_blocks(struct arena *a)
{
	for (size_t i = 0; i < COUNT(blocks); i++) {
		struct str clean = str_c(blocks[i]);
		struct str want = shown(a, str_printf(a, "%s\n\n" TEXT, blocks[i]));

		tap_ok(str_ends(want, STR("|" TEXT)), "block %zu has its text", i + 1);
		for (int how = 0; how < DAMAGES; how++)
			tap_str(shown(a, str_printf(a, "%.*s\n\n" TEXT,
			    STR_ARG(damaged(a, clean, how)))), want, "block %zu, damage %d",
			    i + 1, how + 1);
	}
}

/* Broken where programs break: the value is whole again. */
static void
test_wrapped(struct arena *a)
{
	for (size_t n = 50; n < 80; n++) {
		struct buf b;

		buf_init(&b, a);
		buf_adds(&b, "#cc x@acme.example,");
		for (size_t i = b.n; i < n; i++)
			buf_addc(&b, i + 1 == n ? ',' : 'k');
		tap_str(shown(a, str_printf(a, "%.*s\nkimberley.of.the.desk@acme.example\n\nHi",
		    STR_ARG(buf_str(&b)))), str_printf(a,
		    "cc=%.*s kimberley.of.the.desk@acme.example||Hi",
		    STR_ARG(str_sub(buf_str(&b), 4, n))), "a line of %zu", n);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_blocks(a);
	test_wrapped(a);
	arena_free(a);
	return tap_done();
}
