#include "parsers/wordlist.h"

bool
wordlist_has(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_ihas(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_ieq(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_starts(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_starts(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_ends(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_ends(s, str_c(*list)))
			return true;
	return false;
}

bool
wordlist_within(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_find(s, str_c(*list), 0) != SIZE_MAX)
			return true;
	return false;
}
