/* form: see form.h. */
#include "parsers/http/form.h"

#include "parsers/http/param.h"
#include "parsers/http/target.h"

enum { BOUNDARY_MAX = 70 };

/* text/plain;charset=utf-8 as text/plain. */
static struct str
media_type(struct str value)
{
	return str_trim(str_sub(value, 0, str_chr(value, ';', 0)));
}

/* RFC 2046's own letters. */
static bool
is_boundary(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!http_is_token(str_sub(s, i, 1)) && memchr("()+_,-./:=? ", s.p[i], 12) == NULL)
			return false;
	return s.n > 0 && s.n <= BOUNDARY_MAX && s.p[s.n - 1] != ' ';
}

int
http_form(struct arena *a, struct str type, struct str body, const struct http_limits *limits,
    struct http_form *out)
{
	struct str media = media_type(type), boundary;

	*out = (struct http_form){ .n_files = 0 };
	if (body.n == 0)
		return 0;
	if (str_ieq(media, STR("application/x-www-form-urlencoded")))
		return http_pairs(a, body, limits->pairs, &out->pairs);
	if (!str_ieq(media, STR("multipart/form-data")))
		return HTTP_TYPE_REFUSED;
	if (http_param(a, type, STR("boundary"), &boundary) != 1 || !is_boundary(boundary))
		return HTTP_BAD;
	return http_multipart(a, boundary, body, limits, out);
}
