/* imapbody: see imapbody.h. */
#include "daemon/fetch/imapbody.h"

#include <stdlib.h>

struct imapbody {			/* one that has come in */
	const void	*key;
	size_t		 from;
	size_t		 n;
};

void
imapbodies_expect(struct imapbodies *b, struct buf *all, size_t max, size_t bytes)
{
	*b = (struct imapbodies){ .all = all, .left = bytes, .max = max,
	    .v = calloc(max, sizeof(struct imapbody)) };
	if (b->v == NULL)
		abort();
}

void
imapbodies_done(struct imapbodies *b)
{
	free(b->v);
	*b = (struct imapbodies){ 0 };
}

bool
imapbodies_add(struct imapbodies *b, const void *key, struct str bytes)
{
	if (bytes.n > b->left)
		return false;
	if (b->n == 0 || b->v[b->n - 1].key != key) {
		if (b->n == b->max)
			return false;
		b->v[b->n++] = (struct imapbody){ key, b->all->n, 0 };
	}
	b->left -= bytes.n;
	b->v[b->n - 1].n += bytes.n;
	buf_add(b->all, bytes);
	return true;
}

struct str
imapbodies_find(const struct imapbodies *b, const void *key)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].key == key)
			return str_sub((struct str){ b->all->p, b->all->n }, b->v[i].from,
			    b->v[i].n);
	return STR_NONE;
}
