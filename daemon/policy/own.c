/* own: see own.h. */
#include "daemon/policy/own.h"

#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

static bool
is_own(struct str own, struct str address)
{
	size_t at = str_chr(address, '@', 0), plus = str_chr(address, '+', 0);
	size_t local = plus < at ? plus : at, end = str_chr(own, '@', 0);

	if (at == SIZE_MAX || end == SIZE_MAX ||
	    !str_ieq(address_domain(address), address_domain(own)))
		return false;
	return end == 0 || str_ieq(address, own) ||
	    str_ieq(str_sub(address, 0, local), str_sub(own, 0, end));
}

bool
own_has(const struct strs *list, struct str address)
{
	for (size_t i = 0; i < list->n; i++)
		if (is_own(list->v[i], address))
			return true;
	return false;
}

bool
own_domain(const struct strs *list, struct str domain)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_ieq(address_domain(list->v[i]), domain))
			return true;
	return false;
}
