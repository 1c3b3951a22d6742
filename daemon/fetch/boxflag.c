/* boxflag: see boxflag.h. */
#include "daemon/fetch/boxflag.h"

#include <stdlib.h>

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
box_flag_done(struct box *b, struct err *e)
{
	struct uids *d = &b->done;
	size_t kept = 0;
	int rc;

	if (d->n == 0)
		return 0;
	qsort(d->v, d->n, sizeof(d->v[0]), by_number);
	for (size_t i = 0; i < d->n; i++)
		if (kept == 0 || d->v[kept - 1] != d->v[i])
			d->v[kept++] = d->v[i];
	rc = b->m->done_folder.n > 0 ?
	    imap_move(b->im, d->v, kept, b->m->done_folder, e) :
	    imap_flag(b->im, d->v, kept, e);
	if (rc == 0)
		d->n = 0;
	return rc;
}
