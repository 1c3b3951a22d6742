/* cookie: see cookie.h. */
#include "parsers/http/cookie.h"

#include <ctype.h>

static struct str
trim(struct str s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_sub(s, 1, SIZE_MAX);
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (!isalnum(c) && memchr("-._~", c, 4) == NULL))
			return false;
	}
	return true;
}

struct str
http_cookie(struct str field, struct str name)
{
	struct str pair, value = STR_NONE, found = STR_NONE;
	bool had = false;

	while (str_split(&field, ';', &pair)) {
		size_t is = str_chr(pair, '=', 0);

		if (is == SIZE_MAX || !str_eq(trim(str_sub(pair, 0, is)), name))
			continue;
		value = trim(str_sub(pair, is + 1, SIZE_MAX));
		if (!is_plain(value) || (had && !str_eq(value, found)))
			return STR_NONE;
		found = value;
		had = true;
	}
	return found;
}
