/* domain: see domain.h.  The one file that includes libidn2. */
#include "parsers/head/domain.h"

#include <idn2.h>

enum { NAME_MAX_BYTES = 1000 };		/* in UTF-8, of names that have 253 bytes at most */

struct str
domain_ascii(struct arena *a, struct str name)
{
	struct str out = str_lower(a, name);
	char *ascii = NULL;

	if (str_ends(out, STR(".")) && !str_ends(out, STR("..")))
		out = str_sub(out, 0, out.n - 1);
	if (str_ascii(out, 0) == out.n || out.n > NAME_MAX_BYTES || !str_is_text(out))
		return out;
	out = str_dup(a, out);
	if (idn2_to_ascii_8z(out.p, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
		out = str_dup(a, str_c(ascii));
	idn2_free(ascii);
	return out;
}

struct str
domain_key(struct arena *a, struct str address)
{
	struct str rest = address, part;
	size_t n = 0;

	while (str_split(&rest, '@', &part))
		n += part.n + 1;
	if (n <= part.n + 1)
		return str_lower(a, address);
	return str_printf(a, "%.*s%.*s", STR_ARG(str_lower(a, str_sub(address, 0, n - part.n - 1))),
	    STR_ARG(domain_ascii(a, part)));
}
