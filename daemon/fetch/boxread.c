/*
 * boxread: see boxread.h.
 *
 * Trusts neither sizes nor UIDs of the server (imap.h bounds what it sends).  A
 * set that the server refuses is halved, so that only what fails alone is late;
 * one that ends the session is gone through mail by mail in the next.
 */
#include "daemon/fetch/boxread.h"

#include <string.h>

#include "daemon/fetch/boxflag.h"
#include "daemon/fetch/boxlane.h"
#include "daemon/fetch/boxstock.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	CHUNK_MAILS = 50,
	LOOK_MS = 500,			/* while a big one comes: for new mail */
	FULL_POLLS = 10,		/* the whole folder is looked at so often, … */
	FULL_MAX_MS = 10 * 60 * 1000,	/* … and at least so often */
};

#define CHUNK_BYTES	(4 * MIB)

struct found {				/* mails of one set, as the server lists them */
	struct arena		*a;
	struct imap_item	 v[IMAP_SET_MAX];
	size_t			 n;
};

static bool
is_careful(const struct box *b, uint32_t uid)
{
	return uid >= b->careful_from && uid <= b->careful_to;
}

/* A command about these ended the session, or is about to. */
static void
be_careful(struct box *b, uint32_t from, uint32_t to)
{
	b->careful_from = from;
	b->careful_to = to;
}

/* --- bodies --------------------------------------------------------------- */

/* Until core has room for these; stored ones are flagged meanwhile. */
static int
wait_room(struct box *b, size_t mails, uint64_t bytes, struct err *e)
{
	for (;;) {
		box_take_news(b);
		if (b->done.n >= FLAG_SET && box_flag_done(b, e) == -1)
			return -1;
		if (box_over(b) || (b->n_flight + mails <= WINDOW_MAILS &&
		    (b->n_small == 0 || b->bytes + bytes <= WINDOW_BYTES)))
			return 0;
		box_wait_core(b, 1000);
	}
}

static int	fetch_set(struct box *, const struct imap_item *, size_t n, struct err *);

/* They were asked for and did not come: expunged meanwhile, or one spoils the others. */
static int
fetch_missing(struct box *b, const struct imap_item *items, size_t n, bool none,
    struct err *e)
{
	size_t half = none && n > 1 ? n / 2 : n;

	if (n == 0)
		return 0;
	if (none && n == 1) {
		box_lane_add(b, &items[0]);
		return 0;
	}
	return fetch_set(b, items, half, e) == -1 ||
	    (half < n && fetch_set(b, items + half, n - half, e) == -1) ? -1 : 0;
}

/* The mails of one command. */
static int
fetch_set(struct box *b, const struct imap_item *items, size_t n, struct err *e)
{
	struct arena *a = arena_new();
	struct imap_item missing[CHUNK_MAILS], *got;
	uint32_t uids[CHUNK_MAILS];
	size_t n_got = 0, n_missing = 0, k = 0, bytes = 0;
	int rc;

	for (size_t i = 0; i < n; i++) {
		uids[i] = items[i].uid;
		bytes += (size_t)items[i].size;
	}
	/* Servers round sizes; twice as much is a lie, and then it goes by parts. */
	rc = imap_fetch(b->im, a, uids, n, bytes * 2 + n * 4096, &got, &n_got, e);
	if (rc == -1)
		be_careful(b, uids[0], uids[n - 1]);
	for (size_t i = 0; i < n && rc == 0; i++) {
		while (k < n_got && got[k].uid < items[i].uid)
			k++;
		/* BODY[] NIL is no text (Exchange), but for a mail without any. */
		if (k < n_got && got[k].uid == items[i].uid &&
		    (got[k].body.n > 0 || items[i].size == 0))
			box_tell_mail(b, &items[i], got[k].body, false);
		else
			missing[n_missing++] = items[i];
	}
	arena_free(a);
	return rc == -1 ? -1 : fetch_missing(b, missing, n_missing, n_missing == n, e);
}

static bool
goes_alone(const struct imap_item *it)
{
	return it->size > BIG_BYTES || !it->is_listed;
}

/* The small ones in their order; big ones wait in the lane. */
static int
hand_over(struct box *b, struct imap_item *items, size_t n, struct err *e)
{
	size_t small = 0, k;

	for (size_t i = 0; i < n; i++)
		if (goes_alone(&items[i]))
			box_lane_add(b, &items[i]);
		else
			items[small++] = items[i];
	for (size_t i = 0; i < small; i += k) {
		uint64_t bytes = 0;

		for (k = 0; i + k < small && k < CHUNK_MAILS &&
		    bytes + items[i + k].size <= CHUNK_BYTES; k++)
			bytes += items[i + k].size;
		if (wait_room(b, k, bytes, e) == -1)
			return -1;
		if (box_over(b))
			return 0;
		if (fetch_set(b, items + i, k, e) == -1)
			return -1;
	}
	return 0;
}

/* --- what is there -------------------------------------------------------- */

/* A set that is refused is halved; the one mail left of it goes alone. */
static int
list_set(struct box *b, const uint32_t *uids, size_t n, struct found *f, struct err *e)
{
	struct imap_item *items;
	size_t k, half = n / 2;
	int rc = imap_list(b->im, f->a, uids, n, &items, &k, e);

	if (rc == -1)
		be_careful(b, uids[0], uids[n - 1]);
	if (rc == 1) {
		for (size_t i = 0; i < k && f->n < IMAP_SET_MAX; i++)
			f->v[f->n++] = items[i];
	} else if (rc == 0 && n == 1) {
		f->v[f->n++] = (struct imap_item){ .uid = uids[0] };
	} else if (rc == 0) {
		return list_set(b, uids, half, f, e) == -1 ||
		    list_set(b, uids + half, n - half, f, e) == -1 ? -1 : 0;
	}
	return rc == -1 ? -1 : 0;
}

/* At the very first connect, years of old mail stay where they are. */
static bool
is_old(const struct box *b, const struct imap_item *it)
{
	return it->uid <= b->floor && it->arrived != 0 && it->arrived < b->since;
}

/* What was listed: old mail is known from now on, the rest is handed over. */
static int
take_found(struct box *b, struct found *f, size_t *taken, struct err *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].is_listed && f->v[i].uid > b->top)
			b->top = f->v[i].uid;
		if (is_old(b, &f->v[i]))
			uidset_add(&b->known, f->v[i].uid, f->v[i].uid);
		else
			f->v[kept++] = f->v[i];
	}
	*taken += kept;
	return hand_over(b, f->v, kept, e);
}

/* Those with trouble behind them are not even listed with others. */
static size_t
set_apart(struct box *b, const uint32_t *uids, size_t n, uint32_t *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (lane_has_trouble(&b->lane, uids[i]) || is_careful(b, uids[i]))
			box_lane_add(b, &(struct imap_item){ .uid = uids[i] });
		else
			out[kept++] = uids[i];
	return kept;
}

static int
take_uids(struct box *b, const uint32_t *uids, size_t n, size_t *taken, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0 && !box_over(b); i += IMAP_SET_MAX) {
		struct arena *a = arena_new();
		struct found *f = ARENA_NEW(a, struct found);
		uint32_t set[IMAP_SET_MAX];
		size_t k = set_apart(b, uids + i,
		    n - i < IMAP_SET_MAX ? n - i : IMAP_SET_MAX, set);

		f->a = a;
		if (k > 0 && (rc = list_set(b, set, k, f, e)) == 0)
			rc = take_found(b, f, taken, e);
		arena_free(a);
	}
	return rc;
}

static int
take_new(struct box *b, struct imap_query q, size_t *taken, struct err *e)
{
	uint32_t *uids;
	size_t n;

	q.but = &b->known;
	if (box_over(b))
		return 0;
	if (imap_search(b->im, b->a, &q, &uids, &n, e) == -1)
		return -1;
	return take_uids(b, uids, n, taken, e);
}

/* --- the first connect ---------------------------------------------------- */

/*
 * From where on mail counts whatever its date.  Only a mail that is there is believed,
 * and no UID beyond UIDNEXT: a false number here would hide mail for good.  A folder that
 * was made anew still has the old mail that was left where it is, under other UIDs.
 */
static int
place(struct box *b, struct err *e)
{
	struct imap_folder f = imap_folder(b->im);
	bool is_first = b->core_uidvalidity == 0;
	uint32_t last = 0;

	if (b->core_uidvalidity == b->uidvalidity)
		return 0;
	if ((is_first || b->core_floor > 0) && f.exists > 0 &&
	    imap_last(b->im, &last, e) == -1)
		return -1;
	b->floor = f.uidnext != 0 && last >= f.uidnext ? f.uidnext - 1 : last;
	box_tell_skip(b, b->floor);
	b->core_uidvalidity = b->uidvalidity;
	b->core_floor = b->floor;
	if (b->top < b->floor)
		b->top = b->floor;
	if (b->floor > 0)
		log_info(is_first ? "first connect: of the mail that is there only what came "
		    "since then is taken" : "new UIDVALIDITY: of the mail that is there only "
		    "what came since then is taken", { "mailbox", LOG_S(b->m->name) },
		    { "since", LOG_S(clock_rfc3339(b->a, b->since)) },
		    { "up_to_uid", LOG_I(b->floor) }, { "in_folder", LOG_I(f.exists) });
	return 0;
}

/* --- looks ---------------------------------------------------------------- */

static void
count(struct box *b)
{
	struct imap_folder f = imap_folder(b->im);

	b->counted = f.exists;
	b->expunged = f.expunged;
}

static int
look_everywhere(struct box *b, struct err *e)
{
	int64_t polls = FULL_POLLS * b->m->poll * 1000;
	size_t taken = 0;

	if (place(b, e) == -1 || box_audit(b, e) == -1)
		return -1;
	if (b->floor < UINT32_MAX && take_new(b,
	    (struct imap_query){ .first = b->floor + 1 }, &taken, e) == -1)
		return -1;
	if (b->floor > 0 && take_new(b, (struct imap_query){ .first = 1, .last = b->floor,
	    .since = b->since }, &taken, e) == -1)
		return -1;
	if (box_over(b))
		return 0;
	be_careful(b, 0, 0);
	count(b);
	b->full_at = clock_mono() + (polls < FULL_MAX_MS ? polls : FULL_MAX_MS);
	return 0;
}

/*
 * What came last; *all: whether that explains how many mails there are.  As many as before
 * are not the same ones when some were expunged: others came below, under UIDs used again.
 */
static int
look_above(struct box *b, bool *all, struct err *e)
{
	struct imap_folder f;
	size_t taken = 0;

	if (b->top < UINT32_MAX && take_new(b, (struct imap_query){ .first = b->top + 1 },
	    &taken, e) == -1)
		return -1;
	f = imap_folder(b->im);
	*all = f.exists + (f.expunged - b->expunged) <= b->counted + taken;
	if (*all)
		count(b);
	return 0;
}

int
box_read_new(struct box *b, struct err *e)
{
	bool all = false;

	if (clock_mono() < b->look_at)
		return 0;
	if (clock_mono() < b->full_at && look_above(b, &all, e) == -1)
		return -1;
	if (!all && !box_over(b) && look_everywhere(b, e) == -1)
		return -1;
	b->look_at = clock_mono() + LOOK_MS;
	return 0;
}
