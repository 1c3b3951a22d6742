#include "parsers/head/address.h"

#include "tests/tap.h"

static const struct { const char *in; bool want; } rows[] = {
	{ "jo@example.com", true }, { "o'brien+x=y@sub.example.co.uk", true },
	{ "a..b.@docomo.example", true }, { "jo@localhost", true },
	{ "jo@1.example", true }, { "", false }, { "jo", false }, { "@", false },
	{ "jo@", false }, { "@example.com", false }, { "jo@exa mple.com", false },
	{ "j o@example.com", false }, { "<jo@example.com>", false },
	{ "jo@example.com>", false }, { "\"jo\"@example.com", false },
	{ "jo@example.com\r\nRCPT TO:<x@y>", false }, { "jo@example.com\n", false },
	{ "jo\r@example.com", false }, { "jo@@example.com", false },
	{ "jo@a@example.com", false }, { "jo@example..com", false },
	{ "jo@.example", false }, { "jo@example.", false }, { "jo@-a.example", false },
	{ "jo@a-.example", false }, { "jo@[127.0.0.1]", false },
	{ "jos\xc3\xa9@example.com", false }, { "jo@ex\xc3\xa4mple.com", false },
	{ "jo,x@example.com", false }, { "jo;x@example.com", false },
	{ "jo:x@example.com", false }, { "jo\\x@example.com", false },
	{ "jo(x)@example.com", false }, { "jo\x7f@example.com", false },
	{ "jo@exam_ple.com", false },
	{ "sixty.four.octets.sixty.four.octets.sixty.four.octets.sixty.four+1@x", false },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(address_is_safe(str_c(rows[i].in)), rows[i].want, "row %zu", i);
	tap_ok(!address_is_safe((struct str){ "jo\0@example.com", 15 }), "a NUL in it");
	return tap_done();
}
