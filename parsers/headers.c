#include "parsers/headers.h"

const struct header *
headers_next(const struct headers *h, struct str name, size_t *at)
{
	for (; *at < h->n; ++*at)
		if (str_ieq(h->v[*at].name, name))
			return &h->v[(*at)++];
	return NULL;
}

struct str
headers_get(const struct headers *h, struct str name)
{
	size_t at = 0;
	const struct header *f = headers_next(h, name, &at);

	return f == NULL ? STR_NONE : str_trim(f->value);
}

bool
headers_has(const struct headers *h, struct str name)
{
	size_t at = 0;

	return headers_next(h, name, &at) != NULL;
}
