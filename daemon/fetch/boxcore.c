/* boxcore: see boxcore.h. */
#include "daemon/fetch/boxcore.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/fetch/refusal.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	ANSWER_MS = 30000,		/* core's answer to a question */
	LOGINS = 3,			/* refused one after the other: people are to look */
	REFUSALS = 6			/* of another kind: about a minute */
};

#define WELL_US		(30LL * SECOND_US)	/* it is told so often that it is well */

void
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

static void
send_health(struct box *b, const struct msg_health *m)
{
	struct buf body;

	buf_init(&body, b->a);
	msg_health_pack(&body, m);
	tell(b, MSG_HEALTH, &body);
}

void
box_tell_health(struct box *b, bool ok, const char *text)
{
	int64_t now = clock_now(), since = now - b->well_at;

	if (ok)
		b->refusals = 0;
	/* That it is well is said again now and then: silence means that it is not. */
	if (ok ? !b->sick && since >= 0 && since < WELL_US :
	    b->sick && strncmp(b->told, text, sizeof(b->told) - 1) == 0)
		return;
	b->well_at = ok ? now : 0;
	if (!ok)
		log_warning("mailbox is not read as it should be",
		    { "mailbox", LOG_S(b->m->name) }, { "error", LOG_C(text) });
	else if (b->told[0] != '\0')
		log_info("mailbox works again", { "mailbox", LOG_S(b->m->name) });
	b->sick = !ok;
	snprintf(b->told, sizeof(b->told), "%s", ok ? "" : text);
	send_health(b, &(struct msg_health){ .mailbox = b->m->name, .ok = ok,
	    .text = str_c(text) });
}

void
box_tell_failure(struct box *b, const struct err *e)
{
	/* A login is looked at once more before people are; a server that is busy passes. */
	size_t most = e->kind == ERR_CONF ? LOGINS : REFUSALS;
	bool by_token = b->m->imap.oauth != NULL;	/* then who renews tokens tells of logins */

	box_tell_health(b, false, e->text);
	if (e->kind != ERR_REFUSED && (e->kind != ERR_CONF || by_token))
		return;
	if (++b->refusals >= most)
		send_health(b, &(struct msg_health){ .mailbox = b->m->name,
		    .text = str_c(e->text), .refused = true,
		    .mend = str_c(refusal_mend(b->a, str_c(e->text))) });
}

void
box_tell_login(struct box *b, int64_t number, const char *refusal)
{
	struct buf body;

	buf_init(&body, b->a);
	msg_login_pack(&body, &(struct msg_login){ .mailbox = b->m->name,
	    .service = LOGIN_IMAP, .ok = refusal[0] == '\0', .number = number,
	    .text = str_c(refusal) });
	tell(b, MSG_LOGIN, &body);
}

void
box_tell_skip(struct box *b, uint32_t uid)
{
	struct buf body;

	buf_init(&body, b->a);
	msg_skip_pack(&body, &(struct msg_skip){ b->m->name, b->uidvalidity, uid });
	tell(b, MSG_SKIP, &body);
}

static uint64_t *
bytes_of(struct box *b, const struct flight *f)
{
	return f->bytes > BIG_BYTES ? &b->big_bytes : &b->bytes;
}

static void
take_off(struct box *b, const struct imap_item *it, struct str raw, bool textless)
{
	struct flight *f = &b->flight[b->n_flight];

	assert(b->n_flight < WINDOW_MAILS);	/* wait_room() and has_room() saw to it */
	b->n_flight++;
	*f = (struct flight){ *it, raw.n, textless, b->uidvalidity, b->session };
	f->item.body = STR_NONE;
	b->n_small += raw.n <= BIG_BYTES;
	*bytes_of(b, f) += raw.n;
	uidset_add(&b->known, it->uid, it->uid);
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
	take_off(b, it, raw, truncated && raw.n == 0);
	log_debug("mail handed over", { "mailbox", LOG_S(b->m->name) },
	    { "uid", LOG_I(it->uid) }, { "bytes", LOG_I(raw.n) });
}

/* --- from core ------------------------------------------------------------ */

static bool
landed(struct box *b, const struct msg_stored *m, struct flight *out)
{
	for (size_t i = 0; i < b->n_flight; i++) {
		if (b->flight[i].item.uid != m->uid ||
		    b->flight[i].uidvalidity != m->uidvalidity)
			continue;
		*out = b->flight[i];
		b->n_small -= out->bytes <= BIG_BYTES;
		*bytes_of(b, out) -= out->bytes;
		memmove(&b->flight[i], &b->flight[i + 1],
		    (--b->n_flight - i) * sizeof(b->flight[0]));
		return true;
	}
	return false;
}

/*
 * What is stored without its text is not done with: it stays as it is.  An answer to what
 * an earlier session read says nothing of what has its UID now, which is read anew.
 */
static void
take_stored(struct box *b, struct str body)
{
	struct msg_stored m;
	struct flight f;

	if (msg_stored_unpack(NULL, body, &m) == -1 || !landed(b, &m, &f) ||
	    f.session != b->session)
		return;
	if (!m.ok) {
		lane_add(&b->lane, &f.item, m.later ? LATER_MS : LEFT_MS);
	} else if (!f.textless) {
		uids_add(&b->done, f.item.uid);
		uidset_add(&b->stock, f.item.uid, f.item.uid);
	}
}

bool
box_in_flight(const struct box *b, uint32_t uid)
{
	for (size_t i = 0; i < b->n_flight; i++)
		if (b->flight[i].item.uid == uid && b->flight[i].session == b->session)
			return true;
	return false;
}

/* Stored is stored: `done` outlives the core that said it. */
static void
forget_core(struct box *b, uint64_t generation)
{
	b->generation = generation;
	b->n_flight = b->n_small = 0;
	b->bytes = b->big_bytes = 0;
}

void
box_take_news(struct box *b)
{
	struct post *p;

	while ((p = queue_take(&b->in)) != NULL) {
		if (p->type == MSG_PEER) {
			forget_core(b, p->generation);
		} else if (p->generation == b->generation) {
			if (p->type == MSG_STORED)
				take_stored(b, (struct str){ p->body, p->n });
			if (p->type == b->awaited && b->answer == NULL) {
				b->answer = p;
				continue;
			}
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

/* --- questions ------------------------------------------------------------ */

/* Core's answer, the caller's to free(); NULL: none came. */
static struct post *
ask(struct box *b, enum message_type type, struct buf *question, enum message_type wanted)
{
	int64_t until = clock_mono() + ANSWER_MS;
	uint64_t asked = b->generation;
	struct post *p;

	b->awaited = wanted;
	tell(b, type, question);
	while (b->answer == NULL && b->generation == asked && clock_mono() < until &&
	    box_wait_core(b, 1000))
		box_take_news(b);
	b->awaited = 0;
	p = b->answer;
	b->answer = NULL;
	return p;
}

/* 1: granted, 0: another has it. */
static int
take_cursor(struct box *b, struct str body)
{
	struct msg_cursor m;

	if (msg_cursor_unpack(NULL, body, &m) == -1 || !m.granted)
		return 0;
	b->since = m.since;
	b->core_uidvalidity = m.uidvalidity;
	b->core_floor = m.uid > UINT32_MAX ? UINT32_MAX : (uint32_t)m.uid;
	b->claimed = b->generation;
	return 1;
}

bool
box_claim(struct box *b)
{
	struct buf question;
	struct post *p;
	int granted = 0;

	box_take_news(b);
	if (b->generation == 0)
		return false;
	buf_init(&question, b->a);
	msg_claim_pack(&question, &(struct msg_claim){ b->m->name });
	if ((p = ask(b, MSG_CLAIM, &question, MSG_CURSOR)) != NULL)
		granted = take_cursor(b, (struct str){ p->body, p->n });
	free(p);
	return granted == 1;
}

/* Without an answer core is asked for the mailbox again. */
static int
no_answer(struct box *b)
{
	b->claimed = 0;
	return -1;
}

/* The UID to ask from next, 0: that was all, or -1. */
static int64_t
take_stocked(struct box *b, struct str body)
{
	struct msg_stocked m;

	if (msg_stocked_unpack(b->a, body, &m) == -1 || m.number != b->questions)
		return -1;
	for (size_t i = 0; i + 1 < m.ranges.n; i += 2)
		if (m.ranges.v[i] > 0 && m.ranges.v[i + 1] <= UINT32_MAX)
			uidset_add(&b->stock, (uint32_t)m.ranges.v[i],
			    (uint32_t)m.ranges.v[i + 1]);
	return m.next > UINT32_MAX ? 0 : (int64_t)m.next;
}

int
box_ask_stock(struct box *b)
{
	int64_t first = 1;

	uidset_free(&b->stock);
	while (first > 0) {
		struct buf question;
		struct post *p;

		buf_init(&question, b->a);
		msg_stock_pack(&question, &(struct msg_stock){ b->m->name, ++b->questions,
		    b->uidvalidity, (uint64_t)first });
		p = ask(b, MSG_STOCK, &question, MSG_STOCKED);
		first = p == NULL ? -1 : take_stocked(b, (struct str){ p->body, p->n });
		free(p);
	}
	return first == 0 ? 0 : no_answer(b);
}

static struct msg_uids
column(struct box *b, size_t n)
{
	return (struct msg_uids){ ARENA_ARRAY(b->a, n, int64_t), n };
}

/* The items rise, and so do the UIDs that come back. */
static int
take_proven(struct box *b, struct str body, const struct imap_item *items, size_t n,
    bool *proven)
{
	struct msg_proven m;
	size_t k = 0;

	if (msg_proven_unpack(b->a, body, &m) == -1 || m.number != b->questions)
		return -1;
	for (size_t i = 0; i < n; i++) {
		while (k < m.uids.n && m.uids.v[k] < items[i].uid)
			k++;
		proven[i] = k < m.uids.n && m.uids.v[k] == items[i].uid;
	}
	return 0;
}

int
box_ask_proof(struct box *b, const struct imap_item *items, size_t n, bool *proven)
{
	struct msg_ask m = { b->m->name, ++b->questions, b->uidvalidity, column(b, n),
	    column(b, n), column(b, n) };
	struct buf question;
	struct post *p;
	int rc = -1;

	for (size_t i = 0; i < n; i++) {
		m.uids.v[i] = items[i].uid;
		m.sizes.v[i] = (int64_t)items[i].size;
		m.dates.v[i] = items[i].arrived;
	}
	buf_init(&question, b->a);
	msg_ask_pack(&question, &m);
	if ((p = ask(b, MSG_ASK, &question, MSG_PROVEN)) != NULL)
		rc = take_proven(b, (struct str){ p->body, p->n }, items, n, proven);
	free(p);
	return rc == 0 ? 0 : no_answer(b);
}
