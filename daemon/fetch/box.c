/*
 * box: see box.h.  The life of its thread: claim, connect, read, rest; a fault
 * closes the session and is followed by a pause that grows.
 */
#include "daemon/fetch/box.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemon/fetch/boxflag.h"
#include "daemon/fetch/boxlane.h"
#include "daemon/fetch/boxread.h"
#include "daemon/fetch/boxstock.h"
#include "daemon/oauth/store.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	REFUSED_MS = 5000,		/* another docketd reads it: ask again */
	SETTLE_MS = 5000,		/* core's answers, before the server is looked at */
	RETRY_MIN_MS = 1000,
	RETRY_MAX_MS = 15000,		/* back within 30 s of a server's recovery */
	LOGIN_MAX_MS = 60000,		/* providers lock out who asks too often */
	IDLE_MAX_MS = 28 * 60 * 1000,	/* RFC 2177: under 29 minutes */
	TOKEN_MS = 10000,		/* for the first token */
	TOKEN_STEP_MS = 200,
	FINISH_MS = 2000,		/* at the end, for core's last answers */
};

/* --- the life of a thread ------------------------------------------------- */

static void
close_box(struct box *b)
{
	imap_free(b->im);
	b->im = NULL;
	b->claimed = 0;
	b->done.n = 0;
	b->session++;
	lane_close(&b->lane, false);
}

/* Where to go on in the folder that is open now. */
static void
place(struct box *b)
{
	bool same = b->core_uidvalidity == b->uidvalidity;

	/* A folder made anew is read again: core knows copies by SHA-256. */
	b->floor = same ? b->core_floor : 0;
	b->full_at = b->look_at = 0;
	lane_close(&b->lane, !same);
	if (!same)
		b->careful_from = b->careful_to = 0;
	if (!same && b->core_uidvalidity != 0)
		log_warning("UIDVALIDITY changed, the folder is read again",
		    { "mailbox", LOG_S(b->m->name) });
}

/* The access token that is there, or comes soon: at the start none may be there yet. */
static int
await_token(struct box *b, struct token *out, struct err *e)
{
	int64_t until = clock_mono() + TOKEN_MS;
	int rc;

	while ((rc = store_token(b->a, b->m->imap.oauth, out, e)) == -1 &&
	    e->kind == ERR_RETRY && clock_mono() < until && box_wait_core(b, TOKEN_STEP_MS))
		box_take_news(b);
	return rc;
}

/* By token: how it was taken is told to who renews it. */
static int
open_session(struct box *b, struct err *e)
{
	struct token token = { 0 };
	int rc;

	if (b->m->imap.oauth == NULL)
		return imap_open(&b->m->imap, b->cancel, &b->im, e);
	if (await_token(b, &token, e) == -1)
		return -1;
	rc = imap_open(&b->m->imap, b->cancel, &b->im, e);
	if (rc == 0 || e->kind == ERR_CONF)
		box_tell_login(b, token.number, rc == 0 ? "" : e->text);
	return rc;
}

static int
open_box(struct box *b, struct err *e)
{
	if (open_session(b, e) == -1)
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

	while (b->n_small > 0 && !box_over(b) && clock_mono() < until) {
		box_wait_core(b, until - clock_mono());
		box_take_news(b);
		if (b->done.n >= FLAG_SET && box_flag_done(b, e) == -1)
			return -1;
	}
	return box_flag_done(b, e);
}

static int64_t
sooner(int64_t ms, int64_t other)
{
	return other >= 0 && other < ms ? other : ms;
}

/* Until there is news of the server, of core, or it is time to look again. */
static int
rest(struct box *b, struct err *e)
{
	int64_t ms = sooner(b->m->poll * 1000, IDLE_MAX_MS), full = b->full_at - clock_mono();

	if (b->n_small > 0 || b->done.n > 0)
		return settle(b, e);
	ms = sooner(sooner(ms, box_lane_wait(b)), full < 0 ? 0 : full);
	if (imap_has_idle(b->im))	/* box_stop() rings this bell too */
		return box_stopping(b) ? 0 : imap_idle(b->im, b->in.event, ms, e);
	return box_wait_core(b, ms) ? imap_noop(b->im, e) : 0;
}

/* What people should know of a mailbox that is read. */
static void
tell_health(struct box *b)
{
	const struct lane_item *trouble = lane_trouble(&b->lane);

	if (b->lie[0] != '\0')
		box_tell_health(b, false, b->lie);
	else if (trouble != NULL)
		box_tell_health(b, false, str_printf(b->a, "%.*s: mail uid %u is there and "
		    "cannot be read", STR_ARG(b->m->imap.host), trouble->item.uid).p);
	else
		box_tell_health(b, true, "");
}

static int
begin(struct box *b, struct err *e)
{
	if (b->im != NULL && box_flag_done(b, e) == -1)
		return -1;
	if (!box_claim(b)) {
		/* Another's: the session would only grow stale. */
		if (b->generation != 0)
			close_box(b);
		box_wait_core(b, b->generation == 0 ? 1000 : REFUSED_MS);
		box_take_news(b);
		return 0;
	}
	if (b->im == NULL && open_box(b, e) == -1)
		return -1;
	place(b);
	if (box_take_stock(b, e) == -1)
		return -1;
	tell_health(b);
	return 0;
}

/* One command for the mails that go alone. */
static int
go_on(struct box *b, struct err *e)
{
	if (box_lane_step(b, e) == -1)
		return -1;
	tell_health(b);
	return b->done.n >= FLAG_SET ? box_flag_done(b, e) : 0;
}

/* One round: -1 when the mailbox cannot be read now. */
static int
serve(struct box *b, struct err *e)
{
	if (box_lost_claim(b) && begin(b, e) == -1)
		return -1;
	if (box_over(b))
		return 0;
	if (box_read_new(b, e) == -1)
		return -1;
	box_take_news(b);
	if (box_over(b))
		return 0;
	if (box_lane_wait(b) == 0)
		return go_on(b, e);
	tell_health(b);
	b->look_at = 0;
	return rest(b, e);
}

/* What core has stored by now is flagged before the end. */
static void
finish(struct box *b)
{
	int64_t until = clock_mono() + FINISH_MS;
	struct pollfd p = { .fd = b->in.event, .events = POLLIN };
	struct err e;

	box_take_news(b);
	while (b->im != NULL && b->n_flight > 0 && !box_lost_claim(b) && clock_mono() < until) {
		poll(&p, 1, 100);
		box_take_news(b);
	}
	if (b->im != NULL && box_flag_done(b, &e) == -1)
		log_warning("stored mail not flagged, it will be at the next start",
		    { "mailbox", LOG_S(b->m->name) }, { "error", LOG_C(e.text) });
	imap_free(b->im);
	b->im = NULL;
	lane_free(&b->lane);
}

/* Every wait is cut short by core's news, which do not mend a server. */
static void
pause_for(struct box *b, int64_t ms)
{
	int64_t until = clock_mono() + ms;

	while (clock_mono() < until && box_wait_core(b, until - clock_mono()))
		box_take_news(b);
}

static void *
box_main(void *arg)
{
	struct box *b = arg;
	int64_t pause = RETRY_MIN_MS;
	struct err e;

	while (!box_stopping(b)) {
		int64_t most;

		arena_reset(b->a);
		if (serve(b, &e) == 0) {
			if (b->im != NULL)
				pause = RETRY_MIN_MS;
			continue;
		}
		if (box_stopping(b))
			break;
		box_tell_failure(b, &e);
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
