#include "parsers/head/address.h"

#include "parsers/head/addrspec.h"
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
	{ "jos\xc3\xa9@example.com", true }, { "jo@ex\xc3\xa4mple.com", false },
	{ "\xe7\x94\xa8\xe6\x88\xb7@xn--fsqu00a.example", true },
	{ "\xd9\x85\xd8\xb1@example.com", true }, { "jo\xf0\x9f\x98\x80@example.com", true },
	{ "jo\xc2\x85@example.com", false }, { "jo\xc2\xa0@example.com", false },
	{ "jo\xe2\x80\xae@example.com", false }, { "jo\xe2\x80\x8b@example.com", false },
	{ "jo\xef\xbb\xbf@example.com", false }, { "jo\xe3\x80\x80@example.com", false },
	{ "jo\xed\xa0\x80@example.com", false }, { "jo\xc3@example.com", false },
	{ "jo\xc0\x80@example.com", false }, { "jo\xe9@example.com", false },
	{ "jo,x@example.com", false }, { "jo;x@example.com", false },
	{ "jo:x@example.com", false }, { "jo\\x@example.com", false },
	{ "jo(x)@example.com", false }, { "jo\x7f@example.com", false },
	{ "jo@exam_ple.com", false },
	{ "sixty.four.octets.sixty.four.octets.sixty.four.octets.sixty.four+1@x", false },
};

static const struct { const char *in, *person, *domain; } people[] = {
	{ "jo@a.example", "jo@a.example", "a.example" },
	{ "Jo@A.Example", "jo@a.example", "A.Example" },
	{ "jo+7@a.example", "jo@a.example", "a.example" },
	{ "jo+7+8@a.example", "jo@a.example", "a.example" },
	{ "+jo@a.example", "+jo@a.example", "a.example" },
	{ "j.o@a.example", "j.o@a.example", "a.example" },
	{ "j.o+x@gmail.com", "jo@gmail.com", "gmail.com" },
	{ "J.O@GoogleMail.com", "jo@gmail.com", "GoogleMail.com" },
	{ "jo@gmail.com.evil.example", "jo@gmail.com.evil.example", "gmail.com.evil.example" },
	{ "jo", "jo", "" }, { "", "", "" }, { "@a.example", "@a.example", "a.example" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(address_is_safe(str_c(rows[i].in)), rows[i].want, "row %zu", i);
	tap_ok(!address_is_safe((struct str){ "jo\0@example.com", 15 }), "a NUL in it");
	for (size_t i = 0; i < COUNT(people); i++) {
		tap_str(address_person(a, str_c(people[i].in)), str_c(people[i].person),
		    "the person of %s", people[i].in);
		tap_str(address_domain(str_c(people[i].in)), str_c(people[i].domain),
		    "the domain of %s", people[i].in);
	}
	arena_free(a);
	return tap_done();
}
