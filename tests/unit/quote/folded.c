/* Which lines of a text its new text lacks, and how they are shown. */
#include "parsers/quote/folded.h"

#include "tests/tap.h"

static const struct {
	const char	*name, *text, *new_text;
	int		 gone;
	const char	*marked;	/* NULL: none is */
} rows[] = {
	{ "nothing", "", "", 0, "" },
	{ "all of it is new", "It stops.\n\nLook.\n", "It stops.\n\nLook.", 0, NULL },
	{ "a signature", "It stops.\n\n-- \nJo Beck\n+49 30 1234\n", "It stops.", 3,
	    "It stops.\n\n|--\n|Jo Beck\n|+49 30 1234" },
	{ "history below", "Yes.\n\nOn Monday Al wrote:\n> Does it?\n>\n> Al\n", "Yes.", 3,
	    "Yes.\n\n|On Monday Al wrote:\n|> Does it?\n|>\n|> Al" },
	{ "history above and between", "On Monday Al wrote:\n> Does it?\nYes.\n> And now?\nNo.\n",
	    "Yes.\nNo.", 3, "|On Monday Al wrote:\n|> Does it?\nYes.\n|> And now?\nNo." },
	{ "two blocks", "a\n\n| x\nb\n\n-- \nJo\n", "a\nb", 3, "a\n\n|| x\nb\n\n|--\n|Jo" },
	{ "all of it", "> a\n> b\n", "", 2, "|> a\n|> b" },
	{ "nothing new in an empty text", "", "a", 0, "" },
	{ "the same line twice, the first is new", "Thanks\nThanks\n", "Thanks", 1,
	    "Thanks\n|Thanks" },
	{ "spaces at the ends", "  It stops.  \n-- \nJo", "It stops.", 2,
	    "  It stops.\n|--\n|Jo" },
	{ "a line that shares its line", "Yes. On Monday Al wrote:\n> Does it?\nOr no.\n",
	    "Yes.\nOr no.", 2, "|Yes. On Monday Al wrote:\n|> Does it?\nOr no." },
	{ "a line that stands nowhere", "a\nb\nc\n", "a\nthe parser's\nc", 1, "a\n|b\nc" },
	{ "no line's end", "a\n-- \nJo", "a", 2, "a\n|--\n|Jo" },
	{ "CR stays with nobody", "a\r\n-- \r\nJo\r\n", "a", 2, "a\n|--\n|Jo" },
};

static void
test_rows(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct folded f;

		folded_find(a, str_c(rows[i].text), str_c(rows[i].new_text), &f);
		tap_int((long long)f.gone, rows[i].gone, "%s: lines", rows[i].name);
		tap_str(folded_marked(a, &f, "|"), rows[i].marked != NULL ?
		    str_c(rows[i].marked) : str_rtrim(str_c(rows[i].text)), "%s", rows[i].name);
	}
}

static void
test_text(struct arena *a)
{
	struct folded f;
	size_t left;

	folded_find(a, STR("On Monday Al wrote:\n> Does it?\n>\n> Al\nYes.\n-- \nJo\n"),
	    STR("Yes."), &f);
	tap_str(folded_text(a, &f, "| ", 9, &left), STR("| On Monday Al wrote:\n| > Does it?\n"
	    "| >\n| > Al\n\n| --\n| Jo"), "what is gone");
	tap_int((long long)left, 0, "… all of it");
	tap_str(folded_text(a, &f, "| ", 2, &left), STR("| On Monday Al wrote:\n| > Does it?"),
	    "… as far as there is room");
	tap_int((long long)left, 3, "… and how much had none");
}

/* No pair of texts makes it search for long. */
static void
test_large(struct arena *a)
{
	enum { LINES = 50000 };
	struct buf text, other;
	struct folded f;

	buf_init(&text, a);
	buf_init(&other, a);
	for (int i = 0; i < LINES; i++) {
		buf_printf(&text, "line %d of the text\n", i);
		buf_printf(&other, "line %d of another\n", i);
	}
	folded_find(a, buf_str(&text), buf_str(&other), &f);
	tap_int((long long)f.gone, LINES, "nothing of it is new");
	folded_find(a, buf_str(&text), buf_str(&text), &f);
	tap_int((long long)f.gone, 0, "all of it is");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_text(a);
	test_large(a);
	arena_free(a);
	return tap_done();
}
