/*
 * Random versions of each scheme in pairs, for test_schemes.py: scheme, both keys in hex, how C
 * orders them, and they.  schemes PAIRS
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/field/scheme.h"

static uint64_t state = 20261130;

static size_t
below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % n);
}

/* Mostly versions, and alike ones: a few letters. */
static struct str
version(struct arena *a, enum scheme s)
{
	static const char *const letters[SCHEMES] = {
		[SCHEME_SEMVER] = "0129..-rca", [SCHEME_DEBIAN] = "00129..~~+-aZb",
		[SCHEME_NUMERIC] = "0129..", [SCHEME_DATE] = "0126", [SCHEME_LIST] = "abAB 1",
	};
	const char *of = letters[s];
	struct buf b;

	buf_init(&b, a);
	if (s == SCHEME_DATE) {
		buf_printf(&b, "%zu.%02zu", below(2) == 0 ? 20 + below(9) : 2020 + below(9),
		    1 + below(12));
		if (below(2) == 0)
			buf_printf(&b, ".%zu", below(12));
		return buf_str(&b);
	}
	if (s == SCHEME_DEBIAN && below(4) == 0)
		buf_printf(&b, "%zu:", below(3));
	buf_printf(&b, "%zu", below(3));
	for (size_t n = below(7); n > 0; n--)
		buf_addc(&b, of[below(strlen(of))]);
	return buf_str(&b);
}

static void
print_key(struct arena *a, enum scheme s, struct str v)
{
	struct buf b;

	buf_init(&b, a);
	scheme_key(&b, s, v);
	printf("\\\\x");
	for (size_t i = 0; i < b.n; i++)
		printf("%02x", (unsigned char)b.p[i]);
	putchar('\t');
}

static void
print_pair(struct arena *a, enum scheme s)
{
	struct str x = version(a, s), y = version(a, s), ignored;
	int c = scheme_cmp(s, x, y);

	printf("%s\t", scheme_names[s]);
	print_key(a, s, x);
	print_key(a, s, y);
	printf("%d\t%.*s\t%.*s\t%s\n", (c > 0) - (c < 0), STR_ARG(x), STR_ARG(y),
	    scheme_parse(a, s, x, &ignored) && scheme_parse(a, s, y, &ignored) ? "t" : "f");
}

int
main(int argc, char **argv)
{
	long pairs = argc > 1 ? atol(argv[1]) : 1000;
	struct arena *a = arena_new();

	for (long i = 0; i < pairs; i++)
		for (int s = 0; s < SCHEMES; s++) {
			print_pair(a, (enum scheme)s);
			arena_reset(a);
		}
	arena_free(a);
	return 0;
}
