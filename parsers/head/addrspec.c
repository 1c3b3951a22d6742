/* addrspec: see addrspec.h. */
#include "parsers/head/addrspec.h"

#include <string.h>

enum {
	LOCAL_MAX = 64,			/* RFC 5321 section 4.5.3.1 */
	DOMAIN_MAX = 255,
	ADDRESS_MAX = 254		/* with <>, a path has 256 */
};

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool
all_of(struct str s, const char *others)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && (s.p[i] == '\0' || strchr(others, s.p[i]) == NULL))
			return false;
	return s.n > 0;
}

/* Labels of letters, digits and inner hyphens. */
static bool
domain_ok(struct str domain)
{
	struct str rest = domain, label;

	if (domain.n > DOMAIN_MAX || str_ends(domain, STR(".")))
		return false;
	while (str_split(&rest, '.', &label))
		if (!all_of(label, "-") || label.n > 63 || label.p[0] == '-' ||
		    label.p[label.n - 1] == '-')
			return false;
	return domain.n > 0;
}

/*
 * RFC 5321's Dot-string, but with dots anywhere: some networks gave such
 * addresses out.  No quoted local parts, no address literals, no UTF-8.
 */
bool
address_is_safe(struct str address)
{
	size_t at = str_chr(address, '@', 0);
	struct str local = str_sub(address, 0, at);

	return at != SIZE_MAX && address.n <= ADDRESS_MAX && local.n <= LOCAL_MAX &&
	    all_of(local, "!#$%&'*+-/=?^_`{|}~.") &&
	    domain_ok(str_sub(address, at + 1, SIZE_MAX));
}

struct str
address_domain(struct str addr)
{
	size_t at = str_chr(addr, '@', 0);

	return at == SIZE_MAX ? STR_NONE : str_sub(addr, at + 1, addr.n);
}

struct str
address_person(struct arena *a, struct str addr)
{
	struct str low = str_lower(a, addr), domain = address_domain(low);
	struct str local = str_sub(low, 0, domain.n == 0 ? low.n : low.n - domain.n - 1);
	bool gmail = str_eq(domain, STR("gmail.com")) ||
	    str_eq(domain, STR("googlemail.com"));
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < local.n && (local.p[i] != '+' || i == 0); i++)
		if (local.p[i] != '.' || !gmail)
			buf_addc(&b, local.p[i]);
	if (domain.n > 0)
		buf_printf(&b, "@%.*s", STR_ARG(gmail ? STR("gmail.com") : domain));
	return buf_str(&b);
}
