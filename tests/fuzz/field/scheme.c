/* Of every scheme: a normal form is the same version and its own; keys sort as versions do. */
#include "parsers/field/scheme.h"
#include "tests/fuzz/fuzz.h"

static struct str
key(struct arena *a, enum scheme scheme, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	scheme_key(&b, scheme, s);
	return buf_str(&b);
}

static int
sign(int c)
{
	return (c > 0) - (c < 0);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str one, two, out, again;

	if (!str_split(&in, '\n', &one))
		one = in;
	two = in;
	for (int i = 0; i < SCHEMES; i++) {
		enum scheme s = (enum scheme)i;

		assert(sign(scheme_cmp(s, one, two)) == -sign(scheme_cmp(s, two, one)));
		assert(sign(scheme_cmp(s, one, two)) ==
		    sign(str_cmp(key(a, s, one), key(a, s, two))));
		if (!scheme_parse(a, s, one, &out))
			continue;
		assert(scheme_cmp(s, one, out) == 0);
		assert(scheme_parse(a, s, out, &again) && str_eq(out, again));
	}
}
