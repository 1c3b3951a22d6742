/*
 * boxread: see boxread.h.
 *
 * Trusts neither sizes nor UIDs of the server (imap.h bounds what it sends); a
 * mail that was asked for and did not come is looked for, never skipped.
 */
#include "daemon/fetch/boxread.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/fetch/boxflag.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	CHUNK_MAILS = 50,
	WITHHELD_MAX = 5,		/* the server names a mail and does not give it */
};

#define CHUNK_BYTES	(4 * MIB)
#define PART_BYTES	((uint32_t)MIB)

/* Until core has room for these; stored ones are flagged meanwhile. */
static int
wait_room(struct box *b, size_t mails, uint64_t bytes, struct err *e)
{
	for (;;) {
		box_take_news(b, NULL);
		if (b->done.n >= FLAG_SET && box_flag_done(b, e) == -1)
			return -1;
		if (box_over(b) || b->n_flight == 0 || (b->n_flight + mails <= WINDOW_MAILS &&
		    b->bytes + bytes <= WINDOW_BYTES))
			return 0;
		box_wait_core(b, 1000);
	}
}

/*
 * The server did not give this mail: 0 when it has gone, so that there is
 * nothing to read.  A server that names it and withholds it is asked again, and
 * in the end a human is told by an entry without the text.
 */
static int
not_given(struct box *b, const struct imap_item *it, struct err *e)
{
	struct imap_item *items;
	size_t n;

	if (imap_list(b->im, b->a, &it->uid, 1, &items, &n, e) == -1)
		return -1;
	if (n == 0)
		return 0;
	if (b->withheld_uid != it->uid)
		b->withheld = 0;
	b->withheld_uid = it->uid;
	if (++b->withheld < WITHHELD_MAX)
		return err_set(e, ERR_MAILBOX, "%.*s: mail uid %u is there and cannot be read",
		    STR_ARG(b->m->imap.host), it->uid);
	log_error("the server does not give a mail: it is stored without its text",
	    { "mailbox", LOG_S(b->m->name) }, { "uid", LOG_I(it->uid) });
	box_tell_mail(b, it, STR_NONE, true);
	return 0;
}

/* The mails of one command. */
static int
fetch_chunk(struct box *b, const struct imap_item *items, size_t n, uint64_t bytes,
    struct err *e)
{
	struct arena *a = arena_new();
	uint32_t uids[CHUNK_MAILS];
	struct imap_item *got;
	size_t n_got = 0, k = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		uids[i] = items[i].uid;
	/* Servers round sizes; twice as much is a lie, and then it goes by parts. */
	rc = imap_fetch(b->im, a, uids, n, (size_t)bytes * 2 + n * 4096, &got, &n_got, e);
	if (rc == -1)
		b->careful_to = uids[n - 1];
	for (size_t i = 0; i < n && rc == 0; i++) {
		while (k < n_got && got[k].uid < items[i].uid)
			k++;
		if (k < n_got && got[k].uid == items[i].uid)
			box_tell_mail(b, &items[i], got[k].body, false);
		else
			rc = not_given(b, &items[i], e);
		if (rc == 0)
			b->uid = items[i].uid;
	}
	arena_free(a);
	return rc;
}

/* A mail as far as limits.message_bytes lets it; `raw` may have one byte more. */
static int
tell_start(struct box *b, const struct imap_item *it, struct str raw)
{
	size_t max = b->conf->letter.limits.message_bytes;

	if (raw.n > max)
		log_warning("mail over limits.message_bytes: its start is kept, the whole "
		    "stays on the server", { "mailbox", LOG_S(b->m->name) },
		    { "uid", LOG_I(it->uid) }, { "bytes", LOG_I(it->size) });
	box_tell_mail(b, it, str_sub(raw, 0, max), raw.n > max);
	return 0;
}

/* One mail, in parts, up to the limit. */
static int
fetch_parts(struct box *b, const struct imap_item *it, struct err *e)
{
	size_t max = b->conf->letter.limits.message_bytes, before;
	struct arena *a = arena_new();
	struct buf raw = { .a = a };
	bool given = false, now;
	int rc;

	/* The size that was told is a good guess. */
	raw.cap = (it->size < max ? (size_t)it->size : max) + 4096;
	raw.p = arena_alloc(a, raw.cap);
	do {
		size_t want = max + 1 - raw.n;

		before = raw.n;
		rc = imap_fetch_part(b->im, it->uid, (uint32_t)raw.n,
		    want < PART_BYTES ? (uint32_t)want : PART_BYTES, &raw, &now, e);
		given |= now;
	} while (rc == 0 && raw.n > before && raw.n <= max && !box_over(b));
	if (rc == 0 && !box_over(b))
		rc = given ? tell_start(b, it, (struct str){ raw.p, raw.n }) :
		    not_given(b, it, e);
	arena_free(a);
	return rc;
}

static bool
by_parts(const struct box *b, const struct imap_item *it)
{
	return it->size > CHUNK_BYTES || it->uid <= b->careful_to;
}

/* How many of them make the next chunk; those by parts go alone. */
static size_t
chunk_of(const struct box *b, const struct imap_item *items, size_t n, uint64_t *bytes)
{
	size_t k = 0;

	*bytes = 0;
	while (k < n && k < CHUNK_MAILS && (k == 0 || (!by_parts(b, &items[k]) &&
	    !by_parts(b, &items[0]) && *bytes + items[k].size <= CHUNK_BYTES)))
		*bytes += items[k++].size;
	return k;
}

static int
hand_over(struct box *b, const struct imap_item *items, size_t n, struct err *e)
{
	for (size_t i = 0; i < n;) {
		uint64_t bytes;
		size_t k = chunk_of(b, items + i, n - i, &bytes);

		if (wait_room(b, k, bytes, e) == -1)
			return -1;
		if (box_over(b))
			break;
		if (by_parts(b, &items[i]) ? fetch_parts(b, &items[i], e) == -1 :
		    fetch_chunk(b, items + i, k, bytes, e) == -1)
			return -1;
		if (box_over(b))
			break;
		b->uid = items[i + k - 1].uid;
		i += k;
	}
	return 0;
}

/* At the very first connect, years of old mail stay where they are. */
static size_t
drop_old(const struct box *b, struct imap_item *items, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!b->first_time || items[i].arrived >= b->since)
			items[kept++] = items[i];
	return kept;
}

/* A folder that may hold many: their UIDs first, then set by set. */
static int
read_all(struct box *b, struct err *e)
{
	struct imap_query q = { .first = b->uid + 1, .since = b->first_time ? b->since : 0 };
	uint32_t *uids, last = imap_folder(b->im).uidnext;
	size_t n, taken = 0;

	if (imap_search(b->im, b->a, &q, &uids, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i += IMAP_SET_MAX) {
		struct arena *a = arena_new();
		struct imap_item *items;
		size_t k;
		int rc = imap_list(b->im, a, uids + i,
		    n - i < IMAP_SET_MAX ? n - i : IMAP_SET_MAX, &items, &k, e);

		if (rc == 0) {
			taken += k = drop_old(b, items, k);
			rc = hand_over(b, items, k, e);
		}
		arena_free(a);
		if (rc == -1 || box_over(b))
			return rc;
	}
	if (b->first_time)
		log_info("first connect: only mail since then is taken",
		    { "mailbox", LOG_S(b->m->name) },
		    { "since", LOG_S(clock_rfc3339(b->a, b->since)) },
		    { "taken", LOG_I(taken) },
		    { "in_folder", LOG_I(imap_folder(b->im).exists) });
	last = last > 0 ? last - 1 : 0;
	if (n > 0 && uids[n - 1] > last)
		last = uids[n - 1];
	if (last > b->uid) {
		box_tell_skip(b, last);
		b->uid = last;
	}
	return 0;
}

int
box_read_new(struct box *b, struct err *e)
{
	struct imap_item *items;
	size_t n;

	if (b->uid == UINT32_MAX)
		return 0;
	if (b->first_time || (!b->scanned && imap_folder(b->im).exists > IMAP_LIST_MAX)) {
		if (read_all(b, e) == -1)
			return -1;
	} else if (imap_list_from(b->im, b->a, b->uid + 1, &items, &n, e) == -1 ||
	    hand_over(b, items, n, e) == -1) {
		return -1;
	}
	if (!box_over(b)) {
		b->first_time = false;
		b->scanned = true;
	}
	return 0;
}

/* Mails that core could not store get another chance. */
int
box_retry_left(struct box *b, struct err *e)
{
	struct uids again = b->left;
	int rc = 0;

	if (again.n == 0 || clock_mono() < b->left_at)
		return 0;
	b->left = (struct uids){ 0 };
	for (size_t i = 0; i < again.n && rc == 0 && !box_over(b); i++) {
		struct imap_item *items;
		size_t n;

		rc = imap_list(b->im, b->a, &again.v[i], 1, &items, &n, e);
		if (rc == 0 && n > 0 && (rc = wait_room(b, 1, items[0].size, e)) == 0 &&
		    !box_over(b))
			rc = fetch_parts(b, &items[0], e);
	}
	free(again.v);
	return rc;
}
