/* Texts signed in clear, whole and not. */
#include "parsers/mime/armour.h"

#include "tests/tap.h"

#define BEGIN	"-----BEGIN PGP SIGNED MESSAGE-----\n"
#define SIG	"-----BEGIN PGP SIGNATURE-----\nVersion: x\n\nabc=\n-----END PGP SIGNATURE-----\n"

static const struct { const char *name, *in, *want; } rows[] = {
	{ "no armour", "Hello\n", "Hello\n" },
	{ "signed", BEGIN "Hash: SHA512\n\nHello\n" SIG, "Hello\n" },
	{ "no hash", BEGIN "\nHello\n" SIG, "Hello\n" },
	{ "dashes", BEGIN "Hash: SHA512\n\n- -- \nJo\n- - one\n" SIG, "-- \nJo\n- one\n" },
	{ "text around it", "Above\n" BEGIN "\nHello\n" SIG "Below\n", "Above\nHello\nBelow\n" },
	{ "two", BEGIN "\nOne\n" SIG BEGIN "\nTwo\n" SIG, "One\nTwo\n" },
	{ "no empty line", BEGIN "Hello: all\nyou\n" SIG, "Hello: all\nyou\n" },
	{ "spaces behind the marks", "-----BEGIN PGP SIGNED MESSAGE-----  \n\nHello\n" SIG,
	    "Hello\n" },
	{ "no signature", BEGIN "\nHello\n", BEGIN "\nHello\n" },
	{ "quoted", "> " BEGIN "> Hello\n", "> " BEGIN "> Hello\n" },
	{ "spoken of", "I saw -----BEGIN PGP SIGNED MESSAGE----- there\n",
	    "I saw -----BEGIN PGP SIGNED MESSAGE----- there\n" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(armour_text(a, str_c(rows[i].in)), str_c(rows[i].want), "%s",
		    rows[i].name);
	arena_free(a);
	return tap_done();
}
