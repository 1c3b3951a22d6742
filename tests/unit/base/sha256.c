#include "parsers/base/sha256.h"

#include "tests/tap.h"

/* FIPS 180-4's examples. */
static const struct { const char *in, *want; } rows[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void
test_digest(struct arena *a)
{
	unsigned char whole[SHA256_BYTES], pieces[SHA256_BYTES];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sha256 *s = sha256_new(a);
		struct str in = str_c(rows[i].in);

		sha256_of(in, whole);
		tap_str(sha256_hex(a, whole, sizeof(whole)), str_c(rows[i].want), "\"%s\"",
		    rows[i].in);
		for (size_t k = 0; k < in.n; k++)
			sha256_add(s, str_sub(in, k, 1));
		sha256_end(s, pieces);
		tap_ok(sha256_same(whole, pieces, sizeof(whole)), "byte by byte");
	}
}

/* RFC 4231, test case 2. */
static void
test_keyed(struct arena *a)
{
	const struct str pieces[] = { STR("what do ya want "), STR("for "), STR("nothing?") };
	unsigned char mac[SHA256_BYTES], other[SHA256_BYTES];

	sha256_keyed(STR("Jefe"), pieces, COUNT(pieces), mac);
	tap_str(sha256_hex(a, mac, sizeof(mac)),
	    STR("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"), "keyed");
	sha256_keyed(STR("jefe"), pieces, COUNT(pieces), other);
	tap_ok(!sha256_same(mac, other, sizeof(mac)), "another key");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_digest(a);
	test_keyed(a);
	arena_free(a);
	return tap_done();
}
