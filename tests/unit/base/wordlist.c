#include "parsers/base/wordlist.h"

#include "parsers/machine/machinewords.h"
#include "parsers/quote/quotewords.h"
#include "parsers/quote/signwords.h"
#include "tests/tap.h"

static const char *const words[] = { "one", "two words", "drei", "一二", NULL };

enum search { HAS, STARTS, ENDS, WITHIN };

static const struct { const char *name; enum search search; const char *in; bool want; } rows[] = {
	{ "a word", HAS, "one", true },
	{ "more than a word", HAS, "one more", false },
	{ "less than a word", HAS, "two", false },
	{ "nothing", HAS, "", false },
	{ "a start", STARTS, "two words more", true },
	{ "a cut start", STARTS, "two word", false },
	{ "no start", STARTS, "more one", false },
	{ "an end", ENDS, "more drei", true },
	{ "no end", ENDS, "drei more", false },
	{ "within", WITHIN, "some two words more", true },
	{ "within, of two bytes and more", WITHIN, "x一二x", true },
	{ "its pairs, but not the word", WITHIN, "tw wo o w words", false },
	{ "nothing within", WITHIN, "", false },
};

static bool
search(enum search how, struct str in)
{
	return how == HAS ? wordlist_has(in, words) : how == STARTS ? wordlist_starts(in, words) :
	    how == ENDS ? wordlist_ends(in, words) : wordlist_within(in, words);
}

static void
test_lengths(void)
{
	static const struct { const char *name; const char *const *list; } lists[] = {
		{ "original", quote_original }, { "closings", sign_closings },
		{ "from", quote_from }, { "subject", quote_subject }, { "date", quote_date },
		{ "others", quote_others }, { "calendar", machine_calendar_methods },
		{ "denials", machine_denials }, { "nouns", machine_auto_nouns },
		{ "phrases", machine_auto_phrases },
	};

	for (size_t i = 0; i < COUNT(lists); i++)
		for (const char *const *word = lists[i].list; *word != NULL; word++)
			if (str_c(*word).n > WORDLIST_LONGEST)
				tap_ok(false, "%s: too long: %s", lists[i].name, *word);
	tap_ok(true, "no word is longer than %d", WORDLIST_LONGEST);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(search(rows[i].search, str_c(rows[i].in)) == rows[i].want, "%s",
		    rows[i].name);
	test_lengths();
	return tap_done();
}
