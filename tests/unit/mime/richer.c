/* A plain part and the HTML beside it: which of the two is the mail. */
#include "parsers/mime/richer.h"

#include "tests/tap.h"

#define TEXT	"The lamp in the hall blinks since Monday and the switch beside it is hot. " \
		"Please send somebody who knows these models before the weekend begins."

static const struct { const char *name, *plain, *html; bool want; } rows[] = {
	{ "the same", TEXT, TEXT, false },
	{ "cannot show it", "Your mail program cannot show HTML.", "The sync stops at 40 %.\n", true },
	{ "de", "Ihr Programm kann kein HTML anzeigen.", "Die Lampe blinkt seit Montag.\n", true },
	{ "fr", "Ouvrez ce message dans un navigateur.", "La lampe clignote depuis lundi.\n", true },
	{ "ru", "\xd0\x9e\xd1\x82\xd0\xba\xd1\x80\xd0\xbe\xd0\xb9\xd1\x82\xd0\xb5 \xd0\xb2 "
	  "\xd0\xb1\xd1\x80\xd0\xb0\xd1\x83\xd0\xb7\xd0\xb5\xd1\x80\xd0\xb5.",
	  "\xd0\x9b\xd0\xb0\xd0\xbc\xd0\xbf\xd0\xb0 \xd0\xbc\xd0\xb8\xd0\xb3\xd0\xb0\xd0\xb5\xd1\x82 "
	  "\xd0\xb2\xd1\x87\xd0\xb5\xd1\x80\xd0\xb0.", true },
	{ "ja", "\xe3\x83\x96\xe3\x83\xa9\xe3\x82\xa6\xe3\x82\xb6\xe3\x81\xa7",
	  "\xe7\x9b\xb4\xe3\x82\x8a\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93\xe6\x98\xa8\xe6\x97\xa5", true },
	{ "no word that tells, and none of the HTML's", "Text version is not available.", TEXT, true },
	{ "a person writes about HTML", "HTML mails look wrong in the browser.",
	  "HTML mails look wrong in the browser.", false },
	{ "and signs in the HTML alone", "HTML mails look wrong in the browser.",
	  "HTML mails look wrong in the browser.\n\nJo Doe\nAcme Lamps, Hall Street 7", false },
	{ "history in the HTML alone", "It works, thanks.",
	  "It works, thanks.\n________________________________\nFrom: desk\n" TEXT, false },
	{ "quoted in the HTML alone", "It works, thanks.", "It works, thanks.\n> " TEXT "\n", false },
	{ "a summary", "The lamp blinks.", "The lamp blinks.\n" TEXT
	  " The last one came in April from another shop.", true },
	{ "marks for letters", "??????, ???????? ???.", "Привет, работает всё.", true },
	{ "marks in both", "??????, ???????? ???.", "??????, ???????? ???.", false },
	{ "somebody asks", "What??? Why??? Привет", "What??? Why??? Привет", false },
	{ "an HTML that says less", TEXT, "[logo]", false },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(richer_is_html(a, str_c(rows[i].plain), str_c(rows[i].html)), rows[i].want,
		    "%s", rows[i].name);
	tap_ok(richer_is_doubtful(STR("short")), "a short one may stand in");
	tap_ok(!richer_is_doubtful(str_printf(a, "%04000d", 1)), "a long one does not");
	arena_free(a);
	return tap_done();
}
