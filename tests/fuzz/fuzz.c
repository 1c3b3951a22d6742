/* How libFuzzer, or main.c in its place, calls a target. */
#include "tests/fuzz/fuzz.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();

	fuzz_one(a, (struct str){ (const char *)data, n });
	arena_free(a);
	return 0;
}

struct str
fuzz_line(struct str *rest)
{
	struct str line = STR_NONE;

	str_line(rest, &line);
	return line;
}

bool
fuzz_is_within(struct str s, struct str whole)
{
	return s.n == 0 || (s.p >= whole.p && s.p + s.n <= whole.p + whole.n);
}

bool
fuzz_is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return str_is_utf8(s);
}
