/* boxstock: see boxstock.h. */
#include "daemon/fetch/boxstock.h"

#include <stdio.h>

#include "daemon/sys/log.h"

enum { AUDIT = IMAP_SET_MAX };		/* mails that one look proves, twice */

static void
doubt(struct box *b, uint32_t uid)
{
	uidset_remove(&b->stock, uid);
	uidset_remove(&b->known, uid);
	for (size_t i = b->done.n; i-- > 0;)
		if (b->done.v[i] == uid)
			b->done.v[i] = b->done.v[--b->done.n];
	log_warning("another mail than the stored one has this UID: it is read",
	    { "mailbox", LOG_S(b->m->name) }, { "uid", LOG_I(uid) });
}

/* Those that are stored go to b->done when they are to be flagged. */
static int
prove(struct box *b, const uint32_t *uids, size_t n, bool flag, struct err *e)
{
	struct imap_item *items;
	bool proven[IMAP_SET_MAX];
	size_t k;
	int rc = imap_list(b->im, b->a, uids, n, &items, &k, e);

	/* A refused list proves nothing, and moves nothing. */
	if (rc != 1 || k == 0)
		return rc == -1 ? -1 : 0;
	if (box_ask_proof(b, items, k, proven) == -1)
		return 0;
	for (size_t i = 0; i < k; i++) {
		if (!proven[i])
			doubt(b, items[i].uid);
		else if (flag)
			uids_add(&b->done, items[i].uid);
	}
	return 0;
}

/* When UIDs may have been used again, equal size and date are no proof. */
static void
doubt_all(struct box *b, const uint32_t *uids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		doubt(b, uids[i]);
}

static int
find_unflagged(struct box *b, struct err *e)
{
	struct imap_query q = { .first = 1, .last = uidset_max(&b->stock),
	    .undeleted = true, .unseen = b->m->done_folder.n == 0 };
	uint32_t *uids;
	size_t n, kept = 0;

	if (q.last == 0)
		return 0;
	if (imap_search(b->im, b->a, &q, &uids, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (uidset_has(&b->stock, uids[i]))
			uids[kept++] = uids[i];
	if (b->lie[0] != '\0')
		doubt_all(b, uids, kept);
	else
		for (size_t i = 0; i < kept && !box_over(b); i += IMAP_SET_MAX)
			if (prove(b, uids + i, kept - i < IMAP_SET_MAX ? kept - i :
			    IMAP_SET_MAX, true, e) == -1)
				return -1;
	return 0;
}

/* UIDs only rise (RFC 9051, 2.3.1.1); a server that lost its index begins anew. */
static void
look_at_numbers(struct box *b)
{
	uint32_t uidnext = imap_folder(b->im).uidnext, top = uidset_max(&b->stock);

	if (top < b->floor)
		top = b->floor;
	b->lie[0] = '\0';
	if (uidnext == 0 || uidnext > top)
		return;
	snprintf(b->lie, sizeof(b->lie), "the server's UIDNEXT is %u, and UID %u was read: it "
	    "may use UIDs again, so unflagged mail is read again and compared", uidnext, top);
}

int
box_take_stock(struct box *b, struct err *e)
{
	uint32_t uidnext = imap_folder(b->im).uidnext;

	if (box_ask_stock(b) == -1)
		return 0;
	uidset_free(&b->known);
	for (size_t i = 0; i < b->stock.n; i++)
		uidset_add(&b->known, b->stock.v[i].lo, b->stock.v[i].hi);
	b->top = uidset_max(&b->stock) > b->floor ? uidset_max(&b->stock) : b->floor;
	if (uidnext != 0 && b->top >= uidnext)
		b->top = uidnext - 1;
	b->audit = 0;
	look_at_numbers(b);
	return find_unflagged(b, e);
}

static int
audit_below(struct box *b, uint32_t *below, struct err *e)
{
	uint32_t uids[AUDIT];
	size_t n = uidset_below(&b->stock, *below, uids, AUDIT), kept = 0;

	*below = n == 0 ? 0 : uids[0];
	for (size_t i = 0; i < n; i++)
		if (!box_in_flight(b, uids[i]))
			uids[kept++] = uids[i];
	return kept == 0 ? 0 : prove(b, uids, kept, false, e);
}

int
box_audit(struct box *b, struct err *e)
{
	uint32_t below = UINT32_MAX;

	if (audit_below(b, &below, e) == -1)
		return -1;
	if (b->audit == 0 || b->audit > below)
		b->audit = below;
	return b->audit == 0 || box_over(b) ? 0 : audit_below(b, &b->audit, e);
}
