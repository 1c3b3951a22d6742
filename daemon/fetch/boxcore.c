/* boxcore: see boxcore.h. */
#include "daemon/fetch/boxcore.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

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

void
box_tell_health(struct box *b, bool ok, const char *text)
{
	struct buf body;

	if (ok && !b->sick)
		return;
	if (!ok)
		log_warning("mailbox cannot be read, trying again",
		    { "mailbox", LOG_S(b->m->name) }, { "error", LOG_C(text) });
	else if (b->complained)
		log_info("mailbox works again", { "mailbox", LOG_S(b->m->name) });
	b->sick = b->complained = !ok;
	buf_init(&body, b->a);
	msg_health_pack(&body, &(struct msg_health){ b->m->name, ok, str_c(text) });
	tell(b, MSG_HEALTH, &body);
}

void
box_tell_skip(struct box *b, uint32_t uid)
{
	struct buf body;

	buf_init(&body, b->a);
	msg_skip_pack(&body, &(struct msg_skip){ b->m->name, b->uidvalidity, uid });
	tell(b, MSG_SKIP, &body);
}

void
box_tell_mail(struct box *b, const struct imap_item *it, struct str raw, bool truncated)
{
	struct buf head;
	const struct mail_item item = { .mailbox = b->m->name, .uidvalidity = b->uidvalidity,
	    .uid = it->uid, .arrived = it->arrived, .size = it->size,
	    .truncated = truncated, .raw = raw };

	arena_reset(b->head);
	buf_init(&head, b->head);
	mail_item_pack_head(&head, &item);
	queue_put(b->out, MSG_MAIL, b->generation, buf_str(&head), raw);
	b->flight[b->n_flight++] = (struct flight){ it->uid, raw.n };
	b->bytes += raw.n;
	log_debug("mail handed over", { "mailbox", LOG_S(b->m->name) },
	    { "uid", LOG_I(it->uid) }, { "bytes", LOG_I(raw.n) });
}

void
box_tell_ask(struct box *b, const uint32_t *uids, size_t n)
{
	struct msg_ask m = { b->m->name, b->uidvalidity,
	    { ARENA_ARRAY(b->a, n, int64_t), n } };
	struct buf body;

	for (size_t i = 0; i < n; i++)
		m.uids.v[i] = uids[i];
	buf_init(&body, b->a);
	msg_ask_pack(&body, &m);
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
take_stored(struct box *b, struct str body)
{
	struct msg_stored m;

	if (msg_stored_unpack(NULL, body, &m) == -1 || m.uidvalidity != b->uidvalidity ||
	    m.uid == 0 || m.uid > UINT32_MAX)
		return;
	landed(b, m.uid);
	uids_add(m.ok ? &b->done : &b->left, (uint32_t)m.uid);
	if (!m.ok)
		b->left_at = clock_mono() + LEFT_MS;
}

/* 1: granted, 0: another has it. */
static int
take_cursor(struct box *b, struct str body)
{
	struct msg_cursor m;

	if (msg_cursor_unpack(NULL, body, &m) == -1 || !m.granted)
		return 0;
	b->since = m.since;
	b->cursor_uidvalidity = m.uidvalidity;
	b->cursor_uid = m.uid > UINT32_MAX ? UINT32_MAX : (uint32_t)m.uid;
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
		struct str body = { p->body, p->n };

		if (p->type == MSG_PEER) {
			forget_core(b, p->generation);
		} else if (p->generation == b->generation) {
			if (p->type == MSG_STORED)
				take_stored(b, body);
			else if (p->type == MSG_CURSOR && granted != NULL)
				*granted = take_cursor(b, body);
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
	struct buf body;
	uint64_t asked;
	int granted = -1;

	box_take_news(b, NULL);
	if ((asked = b->generation) == 0)
		return false;
	buf_init(&body, b->a);
	msg_claim_pack(&body, &(struct msg_claim){ b->m->name });
	tell(b, MSG_CLAIM, &body);
	while (granted == -1 && clock_mono() < until && box_wait_core(b, 1000)) {
		box_take_news(b, &granted);
		if (b->generation != asked)
			return false;
	}
	return granted == 1;
}
