/* detail: see detail.h. */
#include "daemon/ticket/detail.h"

#include "parsers/base/limits.h"

static const char signs[] = { [ADDRESSING_PLUS] = '+', [ADDRESSING_CATCHALL] = '-' };

bool
detail_is_sign(char c)
{
	return c == '+' || c == '-';
}

bool
detail_fits(struct str address, struct str detail)
{
	size_t at = str_chr(address, '@', 0);

	return at != SIZE_MAX && at + 1 + detail.n <= LIMIT_LOCAL;
}

struct str
detail_join(struct arena *a, enum addressing how, struct str address, struct str detail)
{
	size_t at = str_chr(address, '@', 0);

	if (how == ADDRESSING_NONE || !detail_fits(address, detail))
		return address;
	return str_printf(a, "%.*s%c%.*s%.*s", STR_ARG(str_sub(address, 0, at)), signs[how],
	    STR_ARG(detail), STR_ARG(str_sub(address, at, SIZE_MAX)));
}

/* Where the sign is that the detail stands behind; SIZE_MAX: nowhere. */
static size_t
find_sign(struct str local)
{
	for (size_t k = 0; k < 2; k++)
		for (size_t i = local.n; i-- > 0;)
			if (local.p[i] == "+-"[k])
				return i;
	return SIZE_MAX;
}

struct str
detail_of(struct str address)
{
	struct str local = str_sub(address, 0, str_chr(address, '@', 0));
	size_t sign = find_sign(local);

	return sign == SIZE_MAX ? STR_NONE : str_sub(local, sign + 1, SIZE_MAX);
}

struct str
detail_without(struct arena *a, struct str address)
{
	size_t at = str_chr(address, '@', 0), sign = find_sign(str_sub(address, 0, at));

	if (at == SIZE_MAX || sign == SIZE_MAX)
		return address;
	return str_printf(a, "%.*s%.*s", STR_ARG(str_sub(address, 0, sign)),
	    STR_ARG(str_sub(address, at, SIZE_MAX)));
}
