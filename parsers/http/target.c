/* target: see target.h. */
#include "parsers/http/target.h"

/* %41 as A; false at an escape that is none. */
static bool
unescape(struct arena *a, struct str in, bool plus, struct str *out)
{
	char *to = arena_bytes(a, in.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		int c = (unsigned char)in.p[i];

		if (c == '%') {
			if (in.n - i < 3 || (c = str_hex(in, i + 1)) == -1)
				return false;
			i += 2;
		} else if (c == '+' && plus)
			c = ' ';
		to[n++] = (char)c;
	}
	to[n] = '\0';
	*out = (struct str){ to, n };
	return true;
}

static bool
is_segment(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
			return false;
	}
	return !str_eq(s, STR(".")) && !str_eq(s, STR("..")) && str_is_utf8(s);
}

bool
http_path(struct arena *a, struct str in, struct str *out)
{
	struct str rest = str_sub(in, 1, SIZE_MAX), piece, segment;
	struct buf b;

	if (!str_starts(in, STR("/")) || str_chr(in, '#', 0) != SIZE_MAX)
		return false;
	buf_init(&b, a);
	buf_addc(&b, '/');
	while (str_split(&rest, '/', &piece)) {
		if (piece.n == 0 && rest.p == NULL)
			break;
		if (piece.n == 0 || !unescape(a, piece, false, &segment) || !is_segment(segment))
			return false;
		buf_add(&b, segment);
		if (rest.p != NULL)
			buf_addc(&b, '/');
	}
	*out = buf_str(&b);
	return true;
}

bool
http_text(struct arena *a, struct str in, struct str *out)
{
	char *to;
	size_t n = 0;

	if (!str_is_utf8(in) || str_chr(in, '\0', 0) != SIZE_MAX)
		return false;
	*out = in;
	if (str_chr(in, '\r', 0) == SIZE_MAX)
		return true;
	to = arena_bytes(a, in.n + 1);
	for (size_t i = 0; i < in.n; i++)
		if (in.p[i] != '\r')
			to[n++] = in.p[i];
		else if (i + 1 == in.n || in.p[i + 1] != '\n')
			to[n++] = '\n';
	to[n] = '\0';
	*out = (struct str){ to, n };
	return true;
}

static bool
decode(struct arena *a, struct str in, struct str *out)
{
	struct str bytes;

	return unescape(a, in, true, &bytes) && http_text(a, bytes, out);
}

int
http_pairs(struct arena *a, struct str in, size_t max, struct strs *out)
{
	struct str pair, name, value;

	*out = (struct strs){ NULL, 0 };
	while (str_split(&in, '&', &pair)) {
		size_t is = str_chr(pair, '=', 0);

		if (pair.n == 0)
			continue;
		if (out->n / 2 >= max)
			return HTTP_TOO_LARGE;
		if (!decode(a, str_sub(pair, 0, is), &name) || !decode(a, is == SIZE_MAX ? STR_NONE :
		    str_sub(pair, is + 1, SIZE_MAX), &value))
			return HTTP_BAD;
		strs_add(a, out, name);
		strs_add(a, out, value);
	}
	return 0;
}
