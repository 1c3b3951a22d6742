#include "parsers/head/domain.h"
#include "tests/tap.h"

static const struct {
	const char	*in, *want;
} rows[] = {
	{ "Jo@B\xc3\x9c" "cher.example", "jo@xn--bcher-kva.example" },
	{ "JO@XN--BCHER-KVA.example", "jo@xn--bcher-kva.example" },
	{ "\xe7\x94\xa8@\xe4\xbe\x8b\xe5\xad\x90.example", "\xe7\x94\xa8@xn--fsqu00a.example" },
	{ "jo@stra\xc3\x9f" "e.example", "jo@xn--strae-oqa.example" },
	{ "jo@bu\xcc\x88" "cher.example", "jo@xn--bcher-kva.example" },	/* decomposed */
	{ "jo@\xe2\x80\x93.example", "jo@\xe2\x80\x93.example" },		/* no letter */
	{ "jo@\xff.example", "jo@\xff.example" },
	{ "jo@acme.example.", "jo@acme.example" }, { "jo@acme.example..", "jo@acme.example.." },
	{ "\"a@b\"@Acme.Example", "\"a@b\"@acme.example" }, { "Jo", "jo" }, { "@", "@" },
	{ "", "" }, { "Jo@", "jo@" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(domain_key(a, str_c(rows[i].in)), str_c(rows[i].want), "%s",
		    rows[i].in);
	arena_free(a);
	return tap_done();
}
