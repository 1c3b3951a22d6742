/* param: see param.h. */
#include "parsers/http/param.h"

#include "parsers/http/head.h"

/*
 * Up to the closing quote.  Browsers write %22 for a quote; \" is one too, but any other
 * backslash is itself: names of Windows hold them.
 */
static bool
quoted(struct arena *a, struct str *rest, struct str *out)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 1; i < rest->n; i++) {
		if (rest->p[i] == '"') {
			*out = buf_str(&b);
			*rest = str_trim(str_sub(*rest, i + 1, SIZE_MAX));
			return true;
		}
		if (rest->p[i] == '\\' && i + 1 < rest->n && rest->p[i + 1] == '"')
			i++;
		buf_addc(&b, rest->p[i]);
	}
	return false;
}

/* A value, and what stands behind it. */
static bool
param_value(struct arena *a, struct str *rest, struct str *out)
{
	size_t end;

	if (str_starts(*rest, STR("\"")))
		return quoted(a, rest, out);
	end = str_chr(*rest, ';', 0);
	*out = str_trim(str_sub(*rest, 0, end));
	*rest = end == SIZE_MAX ? STR_NONE : str_sub(*rest, end, SIZE_MAX);
	return out->n > 0;
}

int
http_param(struct arena *a, struct str value, struct str name, struct str *out)
{
	size_t semicolon = str_chr(value, ';', 0), is;
	struct str rest = str_sub(value, semicolon, SIZE_MAX), key, got;
	int found = 0;

	*out = STR_NONE;
	while (rest.n > 0) {
		if (rest.p[0] != ';')
			return -1;
		rest = str_trim(str_sub(rest, 1, SIZE_MAX));
		if (rest.n == 0)
			break;
		if ((is = str_chr(rest, '=', 0)) == SIZE_MAX)
			return -1;
		key = str_sub(rest, 0, is);
		rest = str_sub(rest, is + 1, SIZE_MAX);
		if (!http_is_token(key) || !param_value(a, &rest, &got))
			return -1;
		if (!str_ieq(key, name))
			continue;
		if (found++ > 0)
			return -1;
		*out = got;
	}
	return found;
}
