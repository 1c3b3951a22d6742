#include "parsers/head/headers.h"

#include "parsers/base/array.h"
#include "parsers/head/rawheader.h"
#include "parsers/text/words.h"

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

struct str
headers_summary(struct arena *a, struct str raw, struct str charset)
{
	static const struct str wanted[] = {
		{ "From", 4 }, { "Date", 4 }, { "To", 2 }, { "Cc", 2 }, { "Subject", 7 },
	};
	struct rawheader h;
	struct buf b;

	buf_init(&b, a);
	for (raw = rawheader_start(raw); rawheader_next(&raw, &h);)
		for (size_t i = 0; i < COUNT(wanted); i++)
			if (str_ieq(h.name, wanted[i]))
				buf_printf(&b, "%.*s: %.*s\n", STR_ARG(wanted[i]),
				    STR_ARG(words_decode(a, h.value, charset)));
	return buf_str(&b);
}
