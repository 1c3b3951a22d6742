/* boxcore: what a box says to core and hears from it; see box.h. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/fetch/boxparts.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/wire.h"

enum { ANSWER_MS = 30000 };		/* core's answer to a claim */

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

bool
box_stopping(struct box *b)
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

void
box_tell_health(struct box *b, bool ok, const char *text)
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

void
box_tell_skip(struct box *b, uint32_t uid)
{
	struct buf body = body_new(b);

	wire_put_u64(&body, b->uidvalidity);
	wire_put_u64(&body, uid);
	tell(b, MSG_SKIP, &body);
}

void
box_tell_mail(struct box *b, const struct imap_item *it, struct str raw, bool truncated)
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

void
box_tell_ask(struct box *b, const uint32_t *uids, size_t n)
{
	struct buf body = body_new(b);

	wire_put_u64(&body, b->uidvalidity);
	wire_put_u32(&body, (uint32_t)n);
	for (size_t i = 0; i < n; i++)
		wire_put_u64(&body, uids[i]);
	tell(b, MSG_ASK, &body);
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

void
box_take_news(struct box *b, int *granted)
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

bool
box_wait_core(struct box *b, int64_t ms)
{
	struct pollfd p = { .fd = b->in.event, .events = POLLIN };

	if (!box_stopping(b) && ms > 0)
		poll(&p, 1, (int)ms);
	return !box_stopping(b);
}

bool
box_lost_claim(const struct box *b)
{
	return b->generation == 0 || b->claimed != b->generation;
}

bool
box_over(struct box *b)
{
	return box_stopping(b) || box_lost_claim(b);
}

bool
box_claim(struct box *b)
{
	int64_t until = clock_mono() + ANSWER_MS;
	struct buf body = body_new(b);
	uint64_t asked;
	int granted = -1;

	box_take_news(b, NULL);
	if ((asked = b->generation) == 0)
		return false;
	tell(b, MSG_CLAIM, &body);
	while (granted == -1 && clock_mono() < until && box_wait_core(b, 1000)) {
		box_take_news(b, &granted);
		if (b->generation != asked)
			return false;
	}
	return granted == 1;
}
