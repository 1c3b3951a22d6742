/* decimal: see decimal.h. */
#include "daemon/policy/decimal.h"

enum { DIGITS_MOST = 9 };

static bool
are_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

bool
decimal_read(struct str s, int places, int64_t *out)
{
	size_t point = str_chr(s, '.', 0);
	struct str whole = str_sub(s, 0, point), rest = STR_NONE;
	int64_t v;

	if (point != SIZE_MAX) {
		rest = str_sub(s, point + 1, SIZE_MAX);
		if (!are_digits(rest) || rest.n > (size_t)places)
			return false;
	}
	if (!are_digits(whole) || whole.n > DIGITS_MOST || !str_i64(whole, &v))
		return false;
	for (size_t i = 0; i < (size_t)places; i++)
		v = v * 10 + (i < rest.n ? rest.p[i] - '0' : 0);
	*out = v;
	return true;
}

void
decimal_setting(struct loader *l, const struct node *n, int places, int64_t *out)
{
	struct str s, name = node_name(n);
	int64_t v;

	if (node_text(n, &s)) {
		if (!decimal_read(s, places, out))
			conf_fault(l, n, "%.*s \"%.*s\" is no amount: at most %d digits, and %d "
			    "behind a point, \"100.25\"", STR_ARG(name),
			    STR_ARG(str_utf8_cut(s, 40)), DIGITS_MOST, places);
	} else if (!node_int(n, &v)) {
		conf_fault(l, n, "%.*s would not be read exactly: write it as a text, %.*s = "
		    "\"100.25\"; a whole number needs no quotes", STR_ARG(name), STR_ARG(name));
	} else if (v < 0) {
		conf_fault(l, n, "%.*s is less than nothing: what is given back is a credit "
		    "(docketctl statement credit)", STR_ARG(name));
	} else {
		for (int i = 0; i < places; i++)
			v *= 10;
		*out = v;
	}
}

struct str
decimal_text(struct arena *a, int64_t v, int places, int least)
{
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v, unit = 1, rest;
	int shown = places;

	for (int i = 0; i < places; i++)
		unit *= 10;
	rest = u % unit;
	for (; shown > least && rest % 10 == 0; shown--)
		rest /= 10;
	return shown == 0 ? str_printf(a, "%s%llu", v < 0 ? "-" : "",
	    (unsigned long long)(u / unit)) :
	    str_printf(a, "%s%llu.%0*llu", v < 0 ? "-" : "", (unsigned long long)(u / unit), shown,
	    (unsigned long long)rest);
}
