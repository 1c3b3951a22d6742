/* head: see head.h. */
#include "parsers/http/head.h"

#include <ctype.h>

/* A tab may stand in a field's value; no other control may. */
static bool
is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

int
http_head_set(struct http_head *h, enum http_name name, struct str value)
{
	if (h->has[name] || !is_line(value))
		return HTTP_BAD;
	h->has[name] = true;
	h->v[name] = value;
	return 0;
}

bool
http_is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (!isalnum(c) && memchr("!#$%&'*+-.^_`|~", c, 15) == NULL))
			return false;
	}
	return s.n > 0;
}

bool
http_length(struct str s, uint64_t *out)
{
	return s.n <= 15 && str_u64(s, out);
}
