/* imapquery: see imapquery.h. */
#include "daemon/fetch/imapquery.h"

#include <stdlib.h>

#include "daemon/fetch/imaptext.h"
#include "daemon/sys/clock.h"

enum { SEARCH_BUT = 4000 };		/* bytes of what is known, in one command */

void
imap_query_put(struct buf *b, const struct imap_query *q, uint32_t first, uint32_t *last)
{
	struct buf but;

	buf_init(&but, b->a);
	if (q->but != NULL)
		uidset_put(q->but, first, last, SEARCH_BUT, &but);
	buf_printf(b, "UID SEARCH UID %u:", first);
	if (*last == UINT32_MAX)
		buf_addc(b, '*');
	else
		buf_printf(b, "%u", *last);
	if (q->undeleted)
		buf_adds(b, " UNDELETED");
	if (q->unseen)
		buf_adds(b, " UNSEEN");
	if (q->since > 0) {
		/* The server's days need not be ours. */
		buf_adds(b, " SINCE ");
		imap_put_date(b, q->since - 86400LL * SECOND_US);
	}
	if (but.n > 0) {
		buf_adds(b, " NOT UID ");
		buf_add(b, buf_str(&but));
	}
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

size_t
imap_query_tidy(uint32_t *v, size_t n, const struct imap_query *q)
{
	size_t kept = 0;

	if (n > 1)
		qsort(v, n, sizeof(v[0]), by_number);
	for (size_t i = 0; i < n; i++)
		if (v[i] >= q->first && (q->last == 0 || v[i] <= q->last) &&
		    (kept == 0 || v[kept - 1] != v[i]) &&
		    (q->but == NULL || !uidset_has(q->but, v[i])))
			v[kept++] = v[i];
	return kept;
}
