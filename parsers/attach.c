/* Trusts nothing: names are text for people and never become a path. */
#include "parsers/attach.h"

#include <string.h>

#include "parsers/charset.h"

struct attachment *
attach_new(struct attachments *l)
{
	if (l->n >= l->max)
		return NULL;
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 4 : l->cap * 2;
		struct attachment *v = ARENA_ARRAY(l->a, cap, struct attachment);

		if (l->n > 0)
			memcpy(v, l->v, l->n * sizeof(*v));
		l->v = v;
		l->cap = cap;
	}
	return &l->v[l->n++];
}

/* A name that ends in a slash is kept: there is nothing behind it to show. */
struct str
attach_name(struct arena *a, struct str name)
{
	size_t i;

	name = charset_line(a, name);
	for (i = name.n; i > 0 && name.p[i - 1] != '/' && name.p[i - 1] != '\\'; i--)
		;
	if (i < name.n)
		name = str_sub(name, i, name.n);
	return str_utf8_cut(name, LIMIT_NAME);
}
