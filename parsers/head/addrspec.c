/* addrspec: see addrspec.h. */
#include "parsers/head/addrspec.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/limits.h"

enum {
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

static uint32_t
codepoint(struct str s, size_t bytes)
{
	uint32_t c = (unsigned char)s.p[0] & (0xffU >> (bytes + 1));

	for (size_t i = 1; i < bytes; i++)
		c = c << 6 | ((unsigned char)s.p[i] & 0x3f);
	return c;
}

/* Controls, blanks, what is not seen or turns what is seen around, no characters. */
static bool
is_hidden(uint32_t c)
{
	static const struct { uint32_t first, last; } rows[] = {
		{ 0x80, 0xa0 }, { 0xad, 0xad }, { 0x61c, 0x61c }, { 0x1680, 0x1680 },
		{ 0x180e, 0x180e }, { 0x2000, 0x200b }, { 0x200e, 0x200f }, { 0x2028, 0x202f },
		{ 0x205f, 0x206f }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 }, { 0xe000, 0xf8ff },
		{ 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff }, { 0xfff0, 0xffff }, { 0xe0000, 0x10ffff },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (c >= rows[i].first && c <= rows[i].last)
			return true;
	return false;
}

static bool
local_ok(struct str local)
{
	if (local.n == 0 || local.n > LIMIT_LOCAL)
		return false;
	for (size_t i = 0, n; i < local.n; i += n) {
		struct str rest = str_sub(local, i, SIZE_MAX);

		n = str_utf8_len(rest);
		if (n == 0 || (n > 1 && is_hidden(codepoint(rest, n))) ||
		    (n == 1 && !all_of(str_sub(rest, 0, 1), "!#$%&'*+-/=?^_`{|}~.")))
			return false;
	}
	return true;
}

/*
 * RFC 5321's Dot-string with RFC 6531's letters, but with dots anywhere: some networks
 * gave such addresses out.  No quoted local parts, no address literals.
 */
bool
address_is_safe(struct str address)
{
	size_t at = str_chr(address, '@', 0);

	return at != SIZE_MAX && address.n <= ADDRESS_MAX && local_ok(str_sub(address, 0, at)) &&
	    domain_ok(str_sub(address, at + 1, SIZE_MAX));
}

bool
address_is_ascii(struct str address)
{
	return str_ascii(address, 0) == address.n && address_is_safe(address);
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
