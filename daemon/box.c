/*
 * box: see box.h.
 *
 * Trusts neither the server (imap.h bounds what it sends) nor its own memory:
 * a mail that was asked for and did not come is looked for, never skipped.
 */
#include "daemon/box.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemon/clock.h"
#include "daemon/imap.h"
#include "daemon/log.h"
#include "parsers/wire.h"

enum {
	WINDOW_MAILS = 256,		/* with core and not yet stored */
	CHUNK_MAILS = 50,
	FLAG_SET = 200,			/* so many stored ones are flagged at once */
	ANSWER_MS = 30000,		/* core's answer to a claim */
	REFUSED_MS = 5000,		/* another docketd reads it: ask again */
	SETTLE_MS = 5000,		/* core's answers, before the server is looked at */
	RETRY_MIN_MS = 1000,
	RETRY_MAX_MS = 15000,		/* back within 30 s of a server's recovery */
	LOGIN_MAX_MS = 60000,		/* providers lock out who asks too often */
	IDLE_MAX_MS = 28 * 60 * 1000,	/* RFC 2177: under 29 minutes */
	LEFT_MS = 60000,		/* a mail that core could not store: again */
	WITHHELD_MAX = 5,		/* the server names a mail and does not give it */
	ASK_MAX = 1000,
	FINISH_MS = 2000,		/* at the end, for core's last answers */
};

#define WINDOW_BYTES	(16 * MIB)
#define CHUNK_BYTES	(4 * MIB)
#define PART_BYTES	((uint32_t)MIB)

struct uids {				/* malloc'd */
	uint32_t	*v;
	size_t		 n;
	size_t		 cap;
};

struct flight {				/* a mail that core has and has not stored */
	uint32_t	uid;
	uint64_t	size;
};

struct box {
	const struct conf	*conf;
	const struct mailbox	*m;
	struct queue		 in;		/* from core */
	struct queue		*out;		/* to core, shared */
	int			 cancel;	/* eventfd: ends every wait of imap */
	atomic_bool		 stop;
	pthread_t		 thread;
	struct arena		*a;		/* of one round */
	struct arena		*head;		/* of one message to core */
	struct imap		*im;		/* NULL: not open */
	uint64_t		 generation;	/* of core; 0: there is none */
	uint64_t		 claimed;	/* generation in which it was granted */
	uint64_t		 cursor_uidvalidity;	/* as core said; 0: never read */
	uint32_t		 cursor_uid;
	int64_t			 since;		/* us */
	uint32_t		 uidvalidity;	/* of the open folder */
	uint32_t		 uid;		/* all up to here was handed over */
	bool			 first_time;	/* no cursor yet: `since` counts */
	bool			 scanned;	/* all of this session's folder was read */
	struct flight		 flight[WINDOW_MAILS];
	size_t			 n_flight;
	uint64_t		 bytes;		/* of those in flight */
	struct uids		 done;		/* stored, to be flagged */
	struct uids		 left;		/* not stored, to be tried again */
	int64_t			 left_at;	/* ms: when */
	uint32_t		 careful_to;	/* up to here: one by one, in parts */
	uint32_t		 withheld_uid;	/* named by the server and not given … */
	unsigned		 withheld;	/* … that often */
	bool			 sick;		/* MSG_HEALTH said so, or did not say yet */
	bool			 complained;	/* in the log */
};

static void
uids_add(struct uids *u, uint32_t uid)
{
	if (u->n == u->cap) {
		u->cap = u->cap == 0 ? WINDOW_MAILS : 2 * u->cap;
		if ((u->v = reallocarray(u->v, u->cap, sizeof(u->v[0]))) == NULL)
			abort();
	}
	u->v[u->n++] = uid;
}

static bool
stopping(struct box *b)
{
	return atomic_load(&b->stop);
}

/* --- to core -------------------------------------------------------------- */

static void
tell(struct box *b, enum message_type type, struct buf *body)
{
	queue_put(b->out, type, b->generation, buf_str(body), STR_NONE);
}

static struct buf
body_new(struct box *b)
{
	struct buf body;

	buf_init(&body, b->a);
	wire_put_str(&body, b->m->name);
	return body;
}

static void
tell_health(struct box *b, bool ok, const char *text)
{
	struct buf body = body_new(b);

	if (ok && !b->sick)
		return;
	if (!ok)
		log_warning("mailbox cannot be read, trying again",
		    { "mailbox", LOG_S(b->m->name) }, { "error", LOG_C(text) });
	else if (b->complained)
		log_info("mailbox works again", { "mailbox", LOG_S(b->m->name) });
	b->sick = b->complained = !ok;
	wire_put_u8(&body, ok);
	wire_put_str(&body, str_c(text));
	tell(b, MSG_HEALTH, &body);
}

static void
tell_skip(struct box *b, uint32_t uid)
{
	struct buf body = body_new(b);

	wire_put_u64(&body, b->uidvalidity);
	wire_put_u64(&body, uid);
	tell(b, MSG_SKIP, &body);
}

static void
tell_mail(struct box *b, const struct imap_item *it, struct str raw, bool truncated)
{
	struct buf head;
	const struct mail_item item = { .mailbox = b->m->name, .uidvalidity = b->uidvalidity,
	    .uid = it->uid, .arrived = it->arrived, .size = it->size,
	    .truncated = truncated };

	/* The raw mail is the last of its fields: its length, and then the bytes. */
	arena_reset(b->head);
	buf_init(&head, b->head);
	mail_item_pack(&head, &item);
	head.n -= sizeof(uint32_t);
	wire_put_u32(&head, (uint32_t)raw.n);
	queue_put(b->out, MSG_MAIL, b->generation, buf_str(&head), raw);
	b->flight[b->n_flight++] = (struct flight){ it->uid, raw.n };
	b->bytes += raw.n;
	log_debug("mail handed over", { "mailbox", LOG_S(b->m->name) },
	    { "uid", LOG_I(it->uid) }, { "bytes", LOG_I(raw.n) });
}

/* --- from core ------------------------------------------------------------ */

static void
landed(struct box *b, uint64_t uid)
{
	for (size_t i = 0; i < b->n_flight; i++) {
		if (b->flight[i].uid != uid)
			continue;
		b->bytes -= b->flight[i].size;
		memmove(&b->flight[i], &b->flight[i + 1],
		    (--b->n_flight - i) * sizeof(b->flight[0]));
		return;
	}
}

static void
take_stored(struct box *b, struct wire *in)
{
	uint64_t uidvalidity = wire_u64(in), uid = wire_u64(in);
	bool ok = wire_bool(in);

	if (wire_end(in) == -1 || uidvalidity != b->uidvalidity || uid == 0 ||
	    uid > UINT32_MAX)
		return;
	landed(b, uid);
	uids_add(ok ? &b->done : &b->left, (uint32_t)uid);
	if (!ok)
		b->left_at = clock_mono() + LEFT_MS;
}

/* 1: granted, 0: another has it. */
static int
take_cursor(struct box *b, struct wire *in)
{
	bool granted = wire_bool(in);
	uint64_t uidvalidity = wire_u64(in), uid = wire_u64(in);
	int64_t since = wire_i64(in);

	if (wire_end(in) == -1 || !granted)
		return 0;
	b->since = since;
	b->cursor_uidvalidity = uidvalidity;
	b->cursor_uid = uid > UINT32_MAX ? UINT32_MAX : (uint32_t)uid;
	b->claimed = b->generation;
	return 1;
}

/* Stored is stored: `done` outlives the core that said it. */
static void
forget_core(struct box *b, uint64_t generation)
{
	b->generation = generation;
	b->n_flight = b->left.n = 0;
	b->bytes = 0;
}

/* Takes what core said; *granted (NULL: not asked) is set by an answer to a claim. */
static void
take_news(struct box *b, int *granted)
{
	struct post *p;

	while ((p = queue_take(&b->in)) != NULL) {
		struct wire in = { .in = { p->body, p->n } };

		if (p->type == MSG_PEER) {
			forget_core(b, p->generation);
		} else if (p->generation == b->generation) {
			wire_str(&in);		/* the mailbox: box_tell()'s caller saw to it */
			if (p->type == MSG_STORED)
				take_stored(b, &in);
			else if (p->type == MSG_CURSOR && granted != NULL)
				*granted = take_cursor(b, &in);
		}
		free(p);
	}
}

/* Waits for core, stop or the time; false: stopping. */
static bool
wait_core(struct box *b, int64_t ms)
{
	struct pollfd p = { .fd = b->in.event, .events = POLLIN };

	if (!stopping(b) && ms > 0)
		poll(&p, 1, (int)ms);
	return !stopping(b);
}

static bool
lost_claim(const struct box *b)
{
	return b->generation == 0 || b->claimed != b->generation;
}

/* Whether what is under way must be given up. */
static bool
over(struct box *b)
{
	return stopping(b) || lost_claim(b);
}

/* True: it is ours to read; false: not now, or stopping. */
static bool
claim(struct box *b)
{
	int64_t until = clock_mono() + ANSWER_MS;
	struct buf body = body_new(b);
	uint64_t asked;
	int granted = -1;

	take_news(b, NULL);
	if ((asked = b->generation) == 0)
		return false;
	tell(b, MSG_CLAIM, &body);
	while (granted == -1 && clock_mono() < until && wait_core(b, 1000)) {
		take_news(b, &granted);
		if (b->generation != asked)
			return false;
	}
	return granted == 1;
}

/* --- stored mail ---------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int
flag_done(struct box *b, struct err *e)
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

/*
 * Mail up to the cursor that a crash kept from being flagged: core is asked
 * which of it is stored, and answers as for any other.
 */
static int
ask_unflagged(struct box *b, struct err *e)
{
	struct imap_query q = { .first = 1, .last = b->uid, .undeleted = true,
	    .unseen = b->m->done_folder.n == 0 };
	uint32_t *uids;
	size_t n;

	if (b->uid == 0)
		return 0;
	if (imap_search(b->im, b->a, &q, &uids, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i += ASK_MAX) {
		size_t k = n - i < ASK_MAX ? n - i : ASK_MAX;
		struct buf body = body_new(b);

		wire_put_u64(&body, b->uidvalidity);
		wire_put_u32(&body, (uint32_t)k);
		for (size_t j = 0; j < k; j++)
			wire_put_u64(&body, uids[i + j]);
		tell(b, MSG_ASK, &body);
	}
	return 0;
}

/* --- new mail ------------------------------------------------------------- */

/* Until core has room for these; stored ones are flagged meanwhile. */
static int
wait_room(struct box *b, size_t mails, uint64_t bytes, struct err *e)
{
	for (;;) {
		take_news(b, NULL);
		if (b->done.n >= FLAG_SET && flag_done(b, e) == -1)
			return -1;
		if (over(b) || b->n_flight == 0 || (b->n_flight + mails <= WINDOW_MAILS &&
		    b->bytes + bytes <= WINDOW_BYTES))
			return 0;
		wait_core(b, 1000);
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
	tell_mail(b, it, STR_NONE, true);
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
			tell_mail(b, &items[i], got[k].body, false);
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
	tell_mail(b, it, str_sub(raw, 0, max), raw.n > max);
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
	} while (rc == 0 && raw.n > before && raw.n <= max && !over(b));
	if (rc == 0 && !over(b))
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
		if (over(b))
			break;
		if (by_parts(b, &items[i]) ? fetch_parts(b, &items[i], e) == -1 :
		    fetch_chunk(b, items + i, k, bytes, e) == -1)
			return -1;
		if (over(b))
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
		if (rc == -1 || over(b))
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
		tell_skip(b, last);
		b->uid = last;
	}
	return 0;
}

static int
read_new(struct box *b, struct err *e)
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
	if (!over(b)) {
		b->first_time = false;
		b->scanned = true;
	}
	return 0;
}

/* Mails that core could not store get another chance. */
static int
retry_left(struct box *b, struct err *e)
{
	struct uids again = b->left;
	int rc = 0;

	if (again.n == 0 || clock_mono() < b->left_at)
		return 0;
	b->left = (struct uids){ 0 };
	for (size_t i = 0; i < again.n && rc == 0 && !over(b); i++) {
		struct imap_item *items;
		size_t n;

		rc = imap_list(b->im, b->a, &again.v[i], 1, &items, &n, e);
		if (rc == 0 && n > 0 && (rc = wait_room(b, 1, items[0].size, e)) == 0 &&
		    !over(b))
			rc = fetch_parts(b, &items[0], e);
	}
	free(again.v);
	return rc;
}

/* --- the life of a thread ------------------------------------------------- */

static void
close_box(struct box *b)
{
	imap_free(b->im);
	b->im = NULL;
	b->claimed = 0;
	b->n_flight = b->done.n = b->left.n = 0;
	b->bytes = 0;
}

/* Where to go on in the folder that is open now. */
static void
place(struct box *b)
{
	bool same = b->cursor_uidvalidity == b->uidvalidity;

	/* A folder made anew is read from its start: core knows copies by SHA-256. */
	b->uid = same ? b->cursor_uid : 0;
	b->first_time = b->cursor_uidvalidity == 0;
	b->scanned = false;
	if (!same && !b->first_time)
		log_warning("UIDVALIDITY changed, the folder is read from its start",
		    { "mailbox", LOG_S(b->m->name) });
}

static int
open_box(struct box *b, struct err *e)
{
	if (imap_open(&b->m->imap, b->cancel, &b->im, e) == -1)
		return -1;
	if ((b->m->done_folder.n > 0 &&
	    imap_ensure_folder(b->im, b->m->done_folder, e) == -1) ||
	    imap_select(b->im, b->m->folder, e) == -1)
		return -1;
	b->uidvalidity = imap_folder(b->im).uidvalidity;
	log_info("mailbox open", { "mailbox", LOG_S(b->m->name) },
	    { "uidvalidity", LOG_I(b->uidvalidity) },
	    { "mails", LOG_I(imap_folder(b->im).exists) },
	    { "idle", LOG_I(imap_has_idle(b->im)) });
	return 0;
}

/* Core's answers to what it has; then all that is stored is flagged by one set. */
static int
settle(struct box *b, struct err *e)
{
	int64_t until = clock_mono() + SETTLE_MS;

	while (b->n_flight > 0 && !over(b) && clock_mono() < until) {
		wait_core(b, until - clock_mono());
		take_news(b, NULL);
		if (b->done.n >= FLAG_SET && flag_done(b, e) == -1)
			return -1;
	}
	return flag_done(b, e);
}

/* Until there is news of the server, of core, or it is time to look again. */
static int
rest(struct box *b, struct err *e)
{
	int64_t ms = b->m->poll * 1000 < IDLE_MAX_MS ? b->m->poll * 1000 : IDLE_MAX_MS;

	if (b->n_flight > 0 || b->done.n > 0)
		return settle(b, e);
	if (b->left.n > 0 && ms > LEFT_MS)
		ms = LEFT_MS;
	if (imap_has_idle(b->im))	/* box_stop() rings this bell too */
		return stopping(b) ? 0 : imap_idle(b->im, b->in.event, ms, e);
	return wait_core(b, ms) ? imap_noop(b->im, e) : 0;
}

static int
begin(struct box *b, struct err *e)
{
	if (b->im != NULL && flag_done(b, e) == -1)
		return -1;
	if (!claim(b)) {
		/* Another's: the session would only grow stale. */
		if (b->generation != 0)
			close_box(b);
		wait_core(b, b->generation == 0 ? 1000 : REFUSED_MS);
		take_news(b, NULL);
		return 0;
	}
	if (b->im == NULL && open_box(b, e) == -1)
		return -1;
	place(b);
	tell_health(b, true, "");
	return ask_unflagged(b, e);
}

/* One round: -1 when the mailbox cannot be read now. */
static int
serve(struct box *b, struct err *e)
{
	if (lost_claim(b)) {
		if (begin(b, e) == -1)
			return -1;
		if (over(b))
			return 0;
	}
	if (read_new(b, e) == -1 || retry_left(b, e) == -1)
		return -1;
	take_news(b, NULL);
	return over(b) ? 0 : rest(b, e);
}

/* What core has stored by now is flagged before the end. */
static void
finish(struct box *b)
{
	int64_t until = clock_mono() + FINISH_MS;
	struct pollfd p = { .fd = b->in.event, .events = POLLIN };
	struct err e;

	take_news(b, NULL);
	while (b->im != NULL && b->n_flight > 0 && !lost_claim(b) && clock_mono() < until) {
		poll(&p, 1, 100);
		take_news(b, NULL);
	}
	if (b->im != NULL && flag_done(b, &e) == -1)
		log_warning("stored mail not flagged, it will be at the next start",
		    { "mailbox", LOG_S(b->m->name) }, { "error", LOG_C(e.text) });
	imap_free(b->im);
	b->im = NULL;
}

/* Every wait is cut short by core's news, which do not mend a server. */
static void
pause_for(struct box *b, int64_t ms)
{
	int64_t until = clock_mono() + ms;

	while (clock_mono() < until && wait_core(b, until - clock_mono()))
		take_news(b, NULL);
}

static void *
box_main(void *arg)
{
	struct box *b = arg;
	int64_t pause = RETRY_MIN_MS;
	struct err e;

	while (!stopping(b)) {
		int64_t most;

		arena_reset(b->a);
		if (serve(b, &e) == 0) {
			if (b->im != NULL)
				pause = RETRY_MIN_MS;
			continue;
		}
		if (stopping(b))
			break;
		tell_health(b, false, e.text);
		close_box(b);
		/* Jitter, so that not all come back at once. */
		pause_for(b, pause + clock_now() / 1000 % (pause / 4));
		most = e.kind == ERR_CONF ? LOGIN_MAX_MS : RETRY_MAX_MS;
		pause = pause * 2 > most ? most : pause * 2;
	}
	finish(b);
	return NULL;
}

/* --- for the role --------------------------------------------------------- */

struct box *
box_start(const struct conf *conf, const struct mailbox *m, struct queue *out)
{
	struct box *b = calloc(1, sizeof(*b));

	if (b == NULL)
		abort();
	b->conf = conf;
	b->m = m;
	b->out = out;
	b->a = arena_new();
	b->head = arena_new();
	b->sick = true;			/* what was said in another life may still stand */
	queue_init(&b->in);
	if ((b->cancel = eventfd(0, EFD_CLOEXEC)) == -1 ||
	    pthread_create(&b->thread, NULL, box_main, b) != 0)
		abort();
	return b;
}

struct str
box_name(const struct box *b)
{
	return b->m->name;
}

void
box_tell(struct box *b, enum message_type type, uint64_t generation, struct str body)
{
	queue_put(&b->in, type, generation, body, STR_NONE);
}

void
box_new_core(struct box *b, uint64_t generation)
{
	queue_put(&b->in, MSG_PEER, generation, STR_NONE, STR_NONE);
}

void
box_stop(struct box *b)
{
	atomic_store(&b->stop, true);
	queue_ring(&b->in);
}

void
box_cancel(struct box *b)
{
	uint64_t one = 1;

	while (write(b->cancel, &one, sizeof(one)) == -1 && errno == EINTR)
		continue;
}

bool
box_ended(struct box *b)
{
	return pthread_tryjoin_np(b->thread, NULL) == 0;
}
