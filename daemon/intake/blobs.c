/* blobs: see blobs.h. */
#include "daemon/intake/blobs.h"

#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"
#include "sql.h"

static int
by_hash(const void *a, const void *b)
{
	const struct file *const *x = a, *const *y = b;

	return memcmp((*x)->sha256.p, (*y)->sha256.p, (*x)->sha256.n);
}

void
blobs_store(struct work *w, const struct reading *readings, size_t n_readings)
{
	const struct file **v = NULL;
	size_t n = 0;

	for (size_t i = 0; i < n_readings; i++) {
		const struct reading *r = &readings[i];

		for (size_t k = 0; k < r->in->job.n_files; k++) {
			if (!r->in->job.files[k].whole || r->replay || r->duplicate_of != 0)
				continue;
			v = array_grow(w->a, v, n, sizeof(*v));
			v[n++] = &r->in->job.files[k];
		}
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), by_hash);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_hash(&v[i - 1], &v[i]) != 0)
			sql_blob_insert(w->db, v[i]->sha256,
			    (struct str){ v[i]->bytes, v[i]->n }, w->now);
}
