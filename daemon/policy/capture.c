/* capture: see capture.h. */
#include "daemon/policy/capture.h"

enum { NAME_BYTES = 32 };		/* of a group's name: PCRE2 has no longer */

bool
capture_is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
		    (c >= '0' && c <= '9' && i > 0)))
			return false;
	}
	return s.n > 0 && s.n <= NAME_BYTES;
}

/* Where the next "$$" or "${" is; the end: nowhere. */
static size_t
next_mark(struct str s)
{
	size_t at = str_chr(s, '$', 0);

	while (at != SIZE_MAX && (at + 1 >= s.n || (s.p[at + 1] != '$' && s.p[at + 1] != '{')))
		at = str_chr(s, '$', at + 1);
	return at == SIZE_MAX ? s.n : at;
}

bool
capture_next(struct str *rest, struct capture_piece *out)
{
	size_t at = next_mark(*rest), end;

	*out = (struct capture_piece){ .plain = str_sub(*rest, 0, at) };
	if (at == rest->n) {
		*rest = STR_NONE;
		return out->plain.n > 0;
	}
	if (rest->p[at + 1] == '$') {
		out->plain = str_sub(*rest, 0, at + 1);
		*rest = str_sub(*rest, at + 2, SIZE_MAX);
		return true;
	}
	end = str_chr(*rest, '}', at);
	out->name = end == SIZE_MAX ? STR_NONE : str_sub(*rest, at + 2, end - at - 2);
	if (!capture_is_name(out->name))
		out->name = str_sub(*rest, at, end == SIZE_MAX ? SIZE_MAX : end + 1 - at);
	*rest = end == SIZE_MAX ? STR_NONE : str_sub(*rest, end + 1, SIZE_MAX);
	return true;
}

struct str
capture_template(struct arena *a, struct str s)
{
	struct capture_piece piece;
	struct buf b;

	buf_init(&b, a);
	while (capture_next(&s, &piece)) {
		buf_add(&b, piece.plain);
		if (piece.name.n > 0)
			buf_printf(&b, "{{capture.%.*s}}", STR_ARG(piece.name));
	}
	return buf_str(&b);
}

bool
capture_is_in(struct str s)
{
	return next_mark(s) < s.n;
}
