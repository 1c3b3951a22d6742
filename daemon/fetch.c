/*
 * fetch: reads mailboxes.  One thread a mailbox, because libetpan blocks and a
 * stuck server must not delay another; the main thread speaks with core.
 *
 * A mail goes to core in the order of its UID and is flagged or moved only when
 * core says that it is stored.  What this role knows can be lost at any moment:
 * core's cursor says where to go on, and a mail that core has already costs a
 * question (MSG_ASK) or a replay.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemon/clock.h"
#include "daemon/imap.h"
#include "daemon/log.h"
#include "daemon/role.h"
#include "daemon/tls.h"
#include "parsers/wire.h"

enum {
	WINDOW_MAILS = 256,		/* with core and not yet stored */
	CHUNK_MAILS = 50,
	ANSWER_MS = 30000,		/* core's answer to a claim */
	REFUSED_MS = 5000,		/* another docketd reads it: ask again */
	RETRY_MIN_MS = 1000,
	RETRY_MAX_MS = 15000,		/* back within 30 s of a server's recovery */
	IDLE_MAX_MS = 28 * 60 * 1000,	/* RFC 2177: under 29 minutes */
	LEFT_MS = 60000,		/* a mail that core could not store: again */
	GATHER_MS = 50,			/* stored ones are flagged together */
	ASK_MAX = 1000,
	STOP_MS = 6000,
};

#define WINDOW_BYTES	(16 * MIB)
#define CHUNK_BYTES	(4 * MIB)
#define PART_BYTES	((uint32_t)MIB)

/* A frame between the threads; malloc'd, freed by who takes it. */
struct frame {
	struct frame		*next;
	enum message_type	 type;
	uint64_t		 generation;	/* of the core it is for or from */
	size_t			 n;
	char			 body[];
};

struct queue {
	pthread_mutex_t	 lock;
	struct frame	*first;
	struct frame	**last;
	int		 event;		/* eventfd: readable when not empty */
};

struct flight {				/* a mail that core has and has not stored */
	uint32_t	uid;
	uint64_t	size;
};

struct box {				/* one mailbox and its thread */
	const struct conf	*conf;
	const struct mailbox	*m;
	struct queue		 in;		/* from core */
	struct queue		*out;		/* to core, shared */
	int			 stop;		/* eventfd: finish what is in flight */
	int			 cancel;	/* eventfd: ends every wait at once */
	pthread_t		 thread;
	struct arena		*a;		/* of one round */
	struct imap		*im;
	uint64_t		 generation;	/* of core's life, main thread sets it */
	uint64_t		 claimed;	/* generation in which it was granted */
	uint64_t		 cursor_uidvalidity;	/* as core said; 0: never read */
	uint32_t		 cursor_uid;
	int64_t			 since;		/* us */
	uint32_t		 uidvalidity;	/* of the open folder */
	uint32_t		 uid;		/* all up to here was handed over */
	bool			 first_time;	/* no cursor yet: `since` counts */
	struct flight		 flight[WINDOW_MAILS];
	size_t			 n_flight;
	uint64_t		 bytes;
	uint32_t		 done[WINDOW_MAILS];	/* stored, to be flagged */
	size_t			 n_done;
	uint32_t		 left[WINDOW_MAILS];	/* not stored, to be tried again */
	size_t			 n_left;
	int64_t			 left_at;	/* ms: when */
	bool			 sick;		/* MSG_HEALTH said so */
};

/* --- queues --------------------------------------------------------------- */

static void
queue_init(struct queue *q)
{
	pthread_mutex_init(&q->lock, NULL);
	q->first = NULL;
	q->last = &q->first;
	q->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (q->event == -1)
		abort();
}

static void
ring(int event)
{
	uint64_t one = 1;

	while (write(event, &one, sizeof(one)) == -1 && errno == EINTR)
		continue;
}

static void
queue_put(struct queue *q, enum message_type type, uint64_t generation, struct str body)
{
	struct frame *f = malloc(sizeof(*f) + body.n);

	if (f == NULL)
		abort();
	f->next = NULL;
	f->type = type;
	f->generation = generation;
	f->n = body.n;
	if (body.n > 0)
		memcpy(f->body, body.p, body.n);
	pthread_mutex_lock(&q->lock);
	*q->last = f;
	q->last = &f->next;
	pthread_mutex_unlock(&q->lock);
	ring(q->event);
}

/* NULL when it is empty; then its event is quiet. */
static struct frame *
queue_take(struct queue *q)
{
	struct frame *f;
	uint64_t n;

	pthread_mutex_lock(&q->lock);
	if ((f = q->first) != NULL) {
		if ((q->first = f->next) == NULL)
			q->last = &q->first;
	} else if (read(q->event, &n, sizeof(n)) == -1) {
		/* it was quiet already */
	}
	pthread_mutex_unlock(&q->lock);
	return f;
}

/* --- to core -------------------------------------------------------------- */

static void
tell(struct box *b, enum message_type type, struct buf *body)
{
	queue_put(b->out, type, b->generation, buf_str(body));
}

static void
tell_health(struct box *b, bool ok, const char *text)
{
	struct buf body;

	if (ok && !b->sick)
		return;
	b->sick = !ok;
	if (ok)
		log_info("mailbox works again", { "mailbox", LOG_S(b->m->name) });
	else
		log_warning("mailbox cannot be read, trying again",
		    { "mailbox", LOG_S(b->m->name) }, { "error", LOG_C(text) });
	buf_init(&body, b->a);
	wire_put_str(&body, b->m->name);
	wire_put_u8(&body, ok);
	wire_put_str(&body, str_c(text));
	tell(b, MSG_HEALTH, &body);
}

static void
tell_skip(struct box *b, uint32_t uid)
{
	struct buf body;

	buf_init(&body, b->a);
	wire_put_str(&body, b->m->name);
	wire_put_u64(&body, b->uidvalidity);
	wire_put_u64(&body, uid);
	tell(b, MSG_SKIP, &body);
}

static void
tell_mail(struct box *b, const struct imap_item *it, struct str raw, bool truncated)
{
	struct arena *a = arena_new();
	struct buf body;
	struct mail_item item = { .mailbox = b->m->name, .uidvalidity = b->uidvalidity,
	    .uid = it->uid, .arrived = it->arrived, .size = it->size,
	    .truncated = truncated, .raw = raw };

	buf_init(&body, a);
	mail_item_pack(&body, &item);
	tell(b, MSG_MAIL, &body);
	arena_free(a);
	b->flight[b->n_flight++] = (struct flight){ it->uid, raw.n };
	b->bytes += raw.n;
}

/* --- from core ------------------------------------------------------------ */

static bool
stopping(const struct box *b)
{
	struct pollfd p = { .fd = b->stop, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

static void
take_stored(struct box *b, struct wire *in)
{
	uint64_t uidvalidity = wire_u64(in), uid = wire_u64(in);
	bool ok = wire_bool(in);

	if (wire_end(in) == -1 || uidvalidity != b->uidvalidity)
		return;
	for (size_t i = 0; i < b->n_flight; i++) {
		if (b->flight[i].uid != uid)
			continue;
		b->bytes -= b->flight[i].size;
		memmove(&b->flight[i], &b->flight[i + 1],
		    (--b->n_flight - i) * sizeof(b->flight[0]));
		break;
	}
	if (ok && b->n_done < WINDOW_MAILS) {
		b->done[b->n_done++] = (uint32_t)uid;
	} else if (!ok && b->n_left < WINDOW_MAILS) {
		b->left[b->n_left++] = (uint32_t)uid;
		b->left_at = clock_mono() + LEFT_MS;
	}
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
	b->cursor_uid = (uint32_t)uid;
	b->claimed = b->generation;
	return 1;
}

/* Takes what core said; *granted is set by an answer to a claim. */
static void
take_news(struct box *b, int *granted)
{
	struct frame *f;

	while ((f = queue_take(&b->in)) != NULL) {
		struct wire in = { .in = { f->body, f->n } };

		if (f->type == MSG_PEER) {	/* another core: all is open again */
			b->generation = f->generation;
			b->n_flight = b->n_done = b->n_left = 0;
			b->bytes = 0;
		} else if (f->generation == b->generation) {
			wire_str(&in);		/* the mailbox: main saw to it */
			if (f->type == MSG_STORED)
				take_stored(b, &in);
			else if (f->type == MSG_CURSOR && granted != NULL)
				*granted = take_cursor(b, &in);
		}
		free(f);
	}
}

/* Waits for core, stop or the time. */
static void
wait_core(struct box *b, int64_t ms)
{
	struct pollfd p[2] = { { .fd = b->in.event, .events = POLLIN },
	    { .fd = b->stop, .events = POLLIN } };

	poll(p, 2, (int)ms);
}

static bool
lost_claim(const struct box *b)
{
	return b->generation == 0 || b->claimed != b->generation;
}

/* 1: it is ours to read, 0: not now, or stopping. */
static int
claim(struct box *b)
{
	int64_t until = clock_mono() + ANSWER_MS;
	int granted = -1;
	struct buf body;

	take_news(b, NULL);
	if (b->generation == 0)
		return 0;		/* no core yet */
	buf_init(&body, b->a);
	wire_put_str(&body, b->m->name);
	tell(b, MSG_CLAIM, &body);
	while (granted == -1 && clock_mono() < until && !stopping(b)) {
		uint64_t before = b->generation;

		wait_core(b, 1000);
		take_news(b, &granted);
		if (b->generation != before)
			return 0;
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
	int rc;

	if (b->n_done == 0)
		return 0;
	qsort(b->done, b->n_done, sizeof(b->done[0]), by_number);
	rc = b->m->done_folder.n > 0 ?
	    imap_move(b->im, b->done, b->n_done, b->m->done_folder, e) :
	    imap_flag(b->im, b->done, b->n_done, e);
	if (rc == 0)
		b->n_done = 0;
	return rc;
}

/*
 * Mail up to the cursor that a crash kept from being flagged: core is asked
 * which of it is stored, and answers as for any other.
 */
static int
ask_unflagged(struct box *b, struct err *e)
{
	uint32_t *uids;
	size_t n;

	if (b->uid == 0)
		return 0;
	if (imap_search(b->im, b->a, b->uid, b->m->done_folder.n == 0, &uids, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i += ASK_MAX) {
		size_t k = n - i < ASK_MAX ? n - i : ASK_MAX;
		struct buf body;

		buf_init(&body, b->a);
		wire_put_str(&body, b->m->name);
		wire_put_u64(&body, b->uidvalidity);
		wire_put_u32(&body, (uint32_t)k);
		for (size_t j = 0; j < k; j++)
			wire_put_u64(&body, uids[i + j]);
		tell(b, MSG_ASK, &body);
	}
	return 0;
}

/* --- new mail ------------------------------------------------------------- */

/* Until core has room for one more; stored ones are flagged meanwhile. */
static int
wait_room(struct box *b, size_t mails, uint64_t bytes, struct err *e)
{
	while (!stopping(b) && !lost_claim(b) && b->n_flight > 0 &&
	    (b->n_flight + mails > WINDOW_MAILS || b->bytes + bytes > WINDOW_BYTES)) {
		wait_core(b, 1000);
		take_news(b, NULL);
		if (b->n_done >= CHUNK_MAILS && flag_done(b, e) == -1)
			return -1;
	}
	return 0;
}

struct chunk {
	struct box		*b;
	const struct imap_item	*items;
	size_t			 n;
};

static void
take_body(void *context, uint32_t uid, struct str raw)
{
	struct chunk *c = context;

	for (size_t i = 0; i < c->n; i++)
		if (c->items[i].uid == uid) {
			tell_mail(c->b, &c->items[i], raw, false);
			return;
		}
}

static int
fetch_chunk(struct box *b, const struct imap_item *items, size_t n, uint64_t bytes,
    struct err *e)
{
	struct chunk c = { b, items, n };
	uint32_t uids[CHUNK_MAILS];

	for (size_t i = 0; i < n; i++)
		uids[i] = items[i].uid;
	/* The server may have rounded the sizes; twice as much is a lie. */
	return imap_fetch(b->im, uids, n, (size_t)bytes * 2 + n * 4096, take_body, &c, e);
}

/* One big mail, in parts, up to the limit. */
static int
fetch_big(struct box *b, const struct imap_item *it, struct err *e)
{
	size_t max = b->conf->letter.limits.message_bytes;
	struct arena *a = arena_new();
	struct buf raw;
	size_t before;
	int rc;

	buf_init(&raw, a);
	do {
		size_t want = max + 1 - raw.n;

		before = raw.n;
		rc = imap_fetch_part(b->im, it->uid, (uint32_t)raw.n,
		    want < PART_BYTES ? (uint32_t)want : PART_BYTES, &raw, e);
	} while (rc == 0 && raw.n > before && raw.n <= max && !stopping(b));
	if (rc == 0 && raw.n > 0 && !stopping(b)) {
		bool truncated = raw.n > max;

		if (truncated)
			log_warning("mail over limits.message_bytes: its start is kept, the "
			    "whole stays in the mailbox", { "mailbox", LOG_S(b->m->name) },
			    { "uid", LOG_I(it->uid) }, { "bytes", LOG_I(it->size) });
		tell_mail(b, it, truncated ? (struct str){ raw.p, max } : buf_str(&raw),
		    truncated);
	}
	arena_free(a);
	return rc;
}

/* How many of them make the next chunk. */
static size_t
chunk_of(const struct imap_item *items, size_t n, uint64_t *bytes)
{
	size_t k = 0;

	*bytes = 0;
	while (k < n && k < CHUNK_MAILS && (k == 0 || *bytes + items[k].size <= CHUNK_BYTES))
		*bytes += items[k++].size;
	return k;
}

static int
hand_over(struct box *b, const struct imap_item *items, size_t n, struct err *e)
{
	for (size_t i = 0; i < n && !stopping(b) && !lost_claim(b);) {
		uint64_t bytes;
		size_t k = chunk_of(items + i, n - i, &bytes);
		int rc;

		if (wait_room(b, k, bytes, e) == -1)
			return -1;
		if (stopping(b) || lost_claim(b))
			break;
		rc = items[i].size > CHUNK_BYTES ? fetch_big(b, &items[i], e) :
		    fetch_chunk(b, items + i, k, bytes, e);
		if (rc == -1)
			return -1;
		b->uid = items[i + k - 1].uid;
		i += k;
		take_news(b, NULL);
	}
	return 0;
}

/* At the very first connect, years of old mail stay where they are. */
static size_t
drop_old(const struct box *b, struct imap_item *items, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (items[i].arrived >= b->since)
			items[kept++] = items[i];
	return kept;
}

static int
read_new(struct box *b, struct err *e)
{
	struct imap_item *items;
	uint32_t last;
	size_t n, kept;

	if (imap_list(b->im, b->a, b->uid + 1, &items, &n, e) == -1)
		return -1;
	if (n == 0)
		return 0;
	last = items[n - 1].uid;
	kept = b->first_time ? drop_old(b, items, n) : n;
	if (b->first_time && kept < n)
		log_info("first connect: older mail is left alone (`since`)",
		    { "mailbox", LOG_S(b->m->name) }, { "left", LOG_I(n - kept) },
		    { "taken", LOG_I(kept) });
	if (hand_over(b, items, kept, e) == -1)
		return -1;
	if (stopping(b) || lost_claim(b))
		return 0;
	b->first_time = false;
	if (kept == 0 || items[kept - 1].uid < last)
		tell_skip(b, last);
	b->uid = last;
	return 0;
}

/* Mails that core could not store get another chance. */
static int
retry_left(struct box *b, struct err *e)
{
	uint32_t uids[WINDOW_MAILS];
	size_t n = b->n_left;

	if (n == 0 || clock_mono() < b->left_at)
		return 0;
	memcpy(uids, b->left, n * sizeof(uids[0]));
	b->n_left = 0;
	for (size_t i = 0; i < n; i++) {
		struct imap_item *items;
		size_t k;

		if (imap_list(b->im, b->a, uids[i], &items, &k, e) == -1)
			return -1;
		if (k > 0 && items[0].uid == uids[i] &&
		    (wait_room(b, 1, items[0].size, e) == -1 ||
		    fetch_big(b, &items[0], e) == -1))
			return -1;
	}
	return 0;
}

/* --- the life of a thread ------------------------------------------------- */

static void
close_box(struct box *b)
{
	imap_free(b->im);
	b->im = NULL;
	b->claimed = 0;
	b->n_flight = b->n_done = 0;
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
	    imap_select(b->im, b->m->folder, &b->uidvalidity, e) == -1)
		return -1;
	log_info("mailbox open", { "mailbox", LOG_S(b->m->name) },
	    { "uidvalidity", LOG_I(b->uidvalidity) },
	    { "idle", LOG_I(imap_has_idle(b->im)) });
	return 0;
}

/* Until there is news of the server, of core, or it is time to look again. */
static int
rest(struct box *b, struct err *e)
{
	int64_t ms = b->m->poll * 1000 < IDLE_MAX_MS ? b->m->poll * 1000 : IDLE_MAX_MS;
	bool news = false;

	if (b->n_flight > 0 || b->n_done > 0) {
		/* Answers come at once; more of them are flagged together. */
		wait_core(b, b->n_flight > 0 ? 1000 : GATHER_MS);
		take_news(b, NULL);
		return b->n_flight == 0 || b->n_done >= CHUNK_MAILS ? flag_done(b, e) : 0;
	}
	if (b->n_left > 0 && ms > LEFT_MS)
		ms = LEFT_MS;
	if (imap_has_idle(b->im))	/* stop rings in.event too */
		return imap_idle(b->im, b->in.event, ms, &news, e);
	wait_core(b, ms);
	return stopping(b) ? 0 : imap_noop(b->im, e);
}

static int
serve(struct box *b, struct err *e)
{
	bool claimed = false;

	if (lost_claim(b)) {
		if (claim(b) != 1) {
			/* Not ours: the session would only grow stale. */
			close_box(b);
			wait_core(b, b->generation == 0 ? 1000 : REFUSED_MS);
			take_news(b, NULL);
			return 0;
		}
		claimed = true;
	}
	if (b->im == NULL && open_box(b, e) == -1)
		return -1;
	if (claimed) {
		place(b);
		tell_health(b, true, "");
		if (ask_unflagged(b, e) == -1)
			return -1;
	}
	if (read_new(b, e) == -1 || retry_left(b, e) == -1)
		return -1;
	take_news(b, NULL);
	return lost_claim(b) || stopping(b) ? 0 : rest(b, e);
}

/* What core has stored by now is flagged before the end. */
static void
finish(struct box *b)
{
	int64_t until = clock_mono() + 5000;
	struct err e;

	if (b->im == NULL)
		return;
	while (b->n_flight > 0 && clock_mono() < until && !lost_claim(b)) {
		struct pollfd p = { .fd = b->in.event, .events = POLLIN };

		poll(&p, 1, 200);
		take_news(b, NULL);
	}
	flag_done(b, &e);
	imap_free(b->im);
	b->im = NULL;
}

static void *
box_main(void *arg)
{
	struct box *b = arg;
	int64_t pause = RETRY_MIN_MS;
	struct err e;

	while (!stopping(b)) {
		bool was_open = b->im != NULL;

		arena_reset(b->a);
		if (serve(b, &e) == 0) {
			pause = was_open ? RETRY_MIN_MS : pause;
			continue;
		}
		if (stopping(b))
			break;
		tell_health(b, false, e.text);
		close_box(b);
		/* Jitter, so that not all come back at once. */
		wait_core(b, pause + (int64_t)(b->uidvalidity + b->uid) % 300);
		take_news(b, NULL);
		pause = pause * 2 > RETRY_MAX_MS ? RETRY_MAX_MS : pause * 2;
	}
	finish(b);
	return NULL;
}

/* --- the main thread ------------------------------------------------------ */

struct fetch {
	const struct conf	*conf;
	struct channel		*control;
	struct channel		*core;		/* NULL: being started */
	uint64_t		 generation;	/* of core's lives */
	struct queue		 out;
	struct box		*boxes;
	size_t			 n;
	bool			 stop;
};

static void
new_core(struct fetch *f, int fd)
{
	channel_free(f->core);
	f->core = channel_new(fd);
	f->generation++;
	for (size_t i = 0; i < f->n; i++)
		queue_put(&f->boxes[i].in, MSG_PEER, f->generation, STR_NONE);
}

static void
take_control(struct fetch *f)
{
	struct message m;
	bool gone = channel_pump(f->control) == -1;

	while (channel_next(f->control, &m)) {
		struct wire in = { .in = m.body };

		if (m.type == MSG_STOP)
			f->stop = true;
		else if (m.type == MSG_PEER && wire_u8(&in) == ROLE_CORE && m.fd != -1)
			new_core(f, m.fd);
		else if (m.fd != -1)
			close(m.fd);
	}
	f->stop |= gone;
}

/* An answer of core goes to the thread of its mailbox. */
static void
take_core(struct fetch *f)
{
	struct message m;
	bool gone = channel_pump(f->core) == -1;

	while (channel_next(f->core, &m)) {
		struct wire in = { .in = m.body };
		struct str name = wire_str(&in);

		for (size_t i = 0; i < f->n; i++)
			if (str_eq(f->boxes[i].m->name, name))
				queue_put(&f->boxes[i].in, m.type, f->generation, m.body);
	}
	if (gone) {
		channel_free(f->core);
		f->core = NULL;
	}
}

static void
pass_out(struct fetch *f)
{
	struct frame *fr;

	while ((fr = queue_take(&f->out)) != NULL) {
		if (f->core != NULL && fr->generation == f->generation)
			channel_put(f->core, fr->type, (struct str){ fr->body, fr->n });
		free(fr);
	}
	if (f->core != NULL)
		channel_push(f->core);
}

static void
start_boxes(struct fetch *f, struct arena *a)
{
	const struct conf *conf = f->conf;

	f->boxes = ARENA_ARRAY(a, conf->n_mailboxes, struct box);
	for (size_t i = 0; i < conf->n_mailboxes; i++) {
		struct box *b = &f->boxes[f->n];

		if (!conf->mailboxes[i].has_imap)
			continue;
		f->n++;
		b->conf = conf;
		b->m = &conf->mailboxes[i];
		b->a = arena_new();
		b->out = &f->out;
		b->stop = eventfd(0, EFD_CLOEXEC);
		b->cancel = eventfd(0, EFD_CLOEXEC);
		queue_init(&b->in);
		if (b->stop == -1 || b->cancel == -1 || pthread_create(&b->thread, NULL, box_main, b) != 0)
			abort();
	}
}

static void
serve_core(struct fetch *f, int ms)
{
	struct pollfd fds[3] = {
		{ .fd = channel_fd(f->control), .events = channel_events(f->control) },
		{ .fd = f->out.event, .events = POLLIN },
		{ .fd = -1 },
	};

	if (f->core != NULL) {
		fds[2].fd = channel_fd(f->core);
		fds[2].events = channel_events(f->core);
	}
	poll(fds, 3, ms);
	role_alive(f->control);
	take_control(f);
	if (f->core != NULL)
		take_core(f);
	pass_out(f);
}

/* Threads flag what is stored and log out; a stuck one is cut off. */
static void
stop_boxes(struct fetch *f)
{
	int64_t until = clock_mono() + STOP_MS;

	for (size_t i = 0; i < f->n; i++) {
		ring(f->boxes[i].stop);
		ring(f->boxes[i].in.event);	/* ends IDLE */
	}
	for (size_t i = 0; i < f->n; i++)
		/* Their last words still go out, and core's answers in. */
		while (pthread_tryjoin_np(f->boxes[i].thread, NULL) == EBUSY) {
			serve_core(f, 20);
			if (clock_mono() >= until)
				ring(f->boxes[i].cancel);
		}
}

/* Files that are read while it runs: the passwords, the CAs. */
static void
add_readable(struct arena *a, const struct conf *conf, struct strs *out)
{
	for (size_t i = 0; i < conf->n_mailboxes; i++) {
		const struct endpoint *ep = &conf->mailboxes[i].imap;

		if (ep->password_file.n > 0)
			strs_add(a, out, ep->password_file);
		if (ep->ca_file.n > 0)
			strs_add(a, out, ep->ca_file);
	}
}

int
fetch_run(const struct conf *conf, struct channel *control)
{
	struct fetch f = { .conf = conf, .control = control };
	struct strs readable = { 0 };
	struct arena *a = arena_new();

	tls_init();
	add_readable(a, conf, &readable);
	queue_init(&f.out);
	if (role_ready(ROLE_FETCH, &readable, control) == -1)
		return 1;
	start_boxes(&f, a);
	while (!f.stop)
		serve_core(&f, 1000);
	stop_boxes(&f);
	return 0;
}

/* `docketd --role fetch`: what the folders hold. */
int
fetch_alone(const struct conf *conf)
{
	struct arena *a = arena_new();
	int faults = 0;

	tls_init();
	for (size_t i = 0; i < conf->n_mailboxes; i++, arena_reset(a)) {
		const struct mailbox *m = &conf->mailboxes[i];
		struct imap_item *items;
		struct imap *im = NULL;
		uint32_t uidvalidity;
		struct err e;
		size_t n;

		if (!m->has_imap)
			continue;
		if (imap_open(&m->imap, -1, &im, &e) == -1 ||
		    imap_select(im, m->folder, &uidvalidity, &e) == -1 ||
		    imap_list(im, a, 1, &items, &n, &e) == -1) {
			fprintf(stderr, "docketd: %.*s: %s\n", STR_ARG(m->name), e.text);
			faults++;
			imap_free(im);
			continue;
		}
		for (size_t k = 0; k < n; k++)
			printf("%.*s uidvalidity=%u uid=%u size=%llu arrived=%.*s\n",
			    STR_ARG(m->name), uidvalidity, items[k].uid,
			    (unsigned long long)items[k].size,
			    STR_ARG(clock_rfc3339(a, items[k].arrived)));
		imap_free(im);
	}
	arena_free(a);
	return faults > 0;
}
