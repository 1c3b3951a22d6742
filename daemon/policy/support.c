/* support: see support.h. */
#include "daemon/policy/support.h"

const char *const support_words[] = {
	[SUPPORT_FULL] = "yes", [SUPPORT_SECURITY] = "security", [SUPPORT_NONE] = "no",
	[SUPPORT_UNKNOWN] = "unknown", NULL
};

const char *
support_word(enum support s)
{
	return support_words[s];
}

static struct str
latest(struct arena *a, const struct product *p, enum support wanted, int32_t day)
{
	for (size_t i = p->versions.n; i-- > 0;)
		if (product_support(a, p, p->versions.v[i], day, NULL) == wanted)
			return p->versions.v[i];
	return STR_NONE;
}

struct str
support_newest(struct arena *a, const struct product *p, int32_t day)
{
	struct str full = latest(a, p, SUPPORT_FULL, day);

	return full.n > 0 ? full : latest(a, p, SUPPORT_SECURITY, day);
}

struct str
support_newer(struct arena *a, const struct product *p, struct str version, int32_t day)
{
	struct str newest = support_newest(a, p, day), out, key, than;

	if (newest.n == 0 || !product_version(a, p, version, &out, &than) ||
	    !product_version(a, p, newest, &out, &key))
		return STR_NONE;
	return str_cmp(key, than) > 0 ? newest : STR_NONE;
}
