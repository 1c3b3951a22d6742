/*
 * pool: see pool.h.  What a worker says is checked by letter_unpack(): a lie
 * costs that mail alone.
 */
#include "daemon/parse/pool.h"

#include <poll.h>
#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letterwire.h"

enum {
	AHEAD = 4,			/* mails given to a worker at once */
	TRIES = 2,			/* a mail that kills its worker twice is held */
	MATCH_MS = 1000
};

struct worker {
	struct channel	*ch;		/* NULL: being started */
	struct job	*sent[AHEAD];	/* in order; the first is being read */
	size_t		 n;
	int64_t		 since;		/* when the first one began, ms */
	bool		 killed;	/* for its deadline */
};

struct pool {
	const struct conf	*conf;
	struct channel		*control;
	struct worker		 workers[POOL_WORKERS];
	struct job		*first;		/* waiting, in order */
	struct job		**last;
	uint64_t		 next_id;
	uint64_t		 match_id;	/* the answer pool_match() waits for */
	struct msg_matched	*match;		/* where that answer goes; NULL: it came */
	struct arena		*match_arena;
};

struct pool *
pool_new(struct arena *a, const struct conf *conf, struct channel *control)
{
	struct pool *p = ARENA_NEW(a, struct pool);

	p->conf = conf;
	p->control = control;
	p->last = &p->first;
	p->next_id = 1;
	return p;
}

static void
give_up(struct job *j, const char *why)
{
	memset(&j->letter, 0, sizeof(j->letter));
	j->letter.quarantine = str_c(why);
	j->state = JOB_DONE;
}

static void
send_job(struct worker *wk, struct job *j)
{
	struct buf b;
	struct arena *a = arena_new();

	buf_init(&b, a);
	msg_parse_pack(&b, &(struct msg_parse){ j->id, j->raw });
	if (wk->n == 0)
		wk->since = clock_mono();
	wk->sent[wk->n++] = j;
	j->state = JOB_SENT;
	channel_put(wk->ch, MSG_PARSE, buf_str(&b));
	arena_free(a);
}

/* The worker with the least to do, or NULL. */
static struct worker *
idlest(struct pool *p)
{
	struct worker *best = NULL;

	for (size_t i = 0; i < POOL_WORKERS; i++) {
		struct worker *wk = &p->workers[i];

		if (wk->ch != NULL && !wk->killed && wk->n < AHEAD &&
		    (best == NULL || wk->n < best->n))
			best = wk;
	}
	return best;
}

static void
hand_out(struct pool *p)
{
	struct worker *wk;

	while (p->first != NULL && (wk = idlest(p)) != NULL) {
		struct job *j = p->first;

		/* A big mail alone: nobody waits behind it. */
		if (wk->n > 0 && j->raw.n > MIB)
			break;
		if ((p->first = j->next) == NULL)
			p->last = &p->first;
		send_job(wk, j);
	}
}

void
pool_submit(struct pool *p, struct job *j)
{
	j->id = p->next_id++;
	j->state = JOB_WAITING;
	j->next = NULL;
	*p->last = j;
	p->last = &j->next;
	hand_out(p);
}

static void
put_back(struct pool *p, struct job *j)
{
	j->state = JOB_WAITING;
	j->next = p->first;
	p->first = j;
	if (j->next == NULL)
		p->last = &j->next;
}

/* The worker is gone: its first mail is to blame, the others are innocent. */
static bool
worker_gone(struct pool *p, struct worker *wk)
{
	bool done = false;

	channel_free(wk->ch);
	wk->ch = NULL;
	for (size_t i = wk->n; i-- > 1;)
		put_back(p, wk->sent[i]);
	if (wk->n > 0) {
		struct job *j = wk->sent[0];

		if (wk->killed)
			give_up(j, "reading it took longer than parse_deadline");
		else if (++j->tries >= TRIES)
			give_up(j, "the parser died of it twice");
		else
			put_back(p, j);
		done = j->state == JOB_DONE;
	}
	wk->n = 0;
	wk->killed = false;
	return done;
}

void
pool_add_worker(struct pool *p, uint32_t index, int fd)
{
	struct worker *wk;

	if (index >= POOL_WORKERS)
		return;
	wk = &p->workers[index];
	if (wk->ch != NULL)
		worker_gone(p, wk);
	wk->ch = channel_new(fd);
	hand_out(p);
}

/* Letters borrow from what they are read from: that is kept with them. */
static int
read_letter(struct job *j, struct str body)
{
	struct msg_letter m;

	if (msg_letter_unpack(NULL, str_dup(j->a, body), &m) == -1)
		return -1;
	return letter_unpack(j->a, &(struct wire){ .in = m.letter }, &j->letter);
}

static bool
take_letter(struct worker *wk, struct str body)
{
	struct job *j;

	if (wk->n == 0 || wk->sent[0]->id != message_number(body))
		return false;
	j = wk->sent[0];
	memmove(wk->sent, wk->sent + 1, --wk->n * sizeof(wk->sent[0]));
	wk->since = clock_mono();
	if (read_letter(j, body) == -1)
		give_up(j, "the parser gave an answer that makes no sense");
	j->state = JOB_DONE;
	return true;
}

static void
take_matched(struct pool *p, struct str body)
{
	if (p->match == NULL || message_number(body) != p->match_id)
		return;
	if (msg_matched_unpack(p->match_arena, str_dup(p->match_arena, body), p->match) == -1)
		p->match->result = MATCH_OVER;
	p->match = NULL;
}

/* True when a job got done. */
static bool
worker_work(struct pool *p, struct worker *wk)
{
	struct message m;
	bool done = false, gone;

	gone = channel_pump(wk->ch) == -1;
	while (channel_next(wk->ch, &m)) {
		if (m.type == MSG_LETTER)
			done |= take_letter(wk, m.body);
		else if (m.type == MSG_MATCHED)
			take_matched(p, m.body);
	}
	return gone ? done | worker_gone(p, wk) : done;
}

/* By the supervisor; its channel ends then. */
static void
kill_worker(struct pool *p, struct worker *wk)
{
	const struct msg_kill m = { (uint32_t)(wk - p->workers) };
	struct arena *a = arena_new();
	struct buf b;

	wk->killed = true;
	buf_init(&b, a);
	msg_kill_pack(&b, &m);
	channel_put(p->control, MSG_KILL_PARSER, buf_str(&b));
	channel_flush(p->control);
	arena_free(a);
}

static void
mind_deadline(struct pool *p, struct worker *wk)
{
	if (wk->n == 0 || wk->killed ||
	    clock_mono() - wk->since < p->conf->parse_deadline)
		return;
	log_warning("parser over its deadline", { "worker", LOG_I(wk - p->workers) },
	    { "bytes", LOG_I(wk->sent[0]->raw.n) });
	kill_worker(p, wk);
}

bool
pool_work(struct pool *p)
{
	bool done = false;

	for (size_t i = 0; i < POOL_WORKERS; i++) {
		if (p->workers[i].ch == NULL)
			continue;
		done |= worker_work(p, &p->workers[i]);
		mind_deadline(p, &p->workers[i]);
	}
	hand_out(p);
	return done;
}

size_t
pool_poll(const struct pool *p, struct pollfd *fds)
{
	size_t n = 0;

	for (size_t i = 0; i < POOL_WORKERS; i++)
		if (p->workers[i].ch != NULL)
			fds[n++] = (struct pollfd){
				.fd = channel_fd(p->workers[i].ch),
				.events = channel_events(p->workers[i].ch) };
	return n;
}

int
pool_timeout(const struct pool *p)
{
	int64_t now = clock_mono(), least = -1;

	for (size_t i = 0; i < POOL_WORKERS; i++) {
		const struct worker *wk = &p->workers[i];
		int64_t left;

		if (wk->ch == NULL || wk->n == 0 || wk->killed)
			continue;
		left = wk->since + p->conf->parse_deadline - now;
		left = left < 0 ? 0 : left;
		least = least == -1 || left < least ? left : least;
	}
	return (int)least;
}

/* It hangs in the pattern; the mails that it holds are not to blame. */
static void
give_up_match(struct pool *p, struct worker *wk)
{
	for (size_t i = wk->n; i-- > 0;)
		put_back(p, wk->sent[i]);
	wk->n = 0;
	kill_worker(p, wk);
}

int
pool_match(struct pool *p, struct arena *a, size_t pattern, struct str subject,
    struct strs *captures, struct err *e)
{
	struct msg_matched out = { 0 };
	struct worker *wk = idlest(p);
	int64_t until = clock_mono() + MATCH_MS;
	struct buf b;
	bool came;

	if (wk == NULL)
		return err_set(e, ERR_RETRY, "no parser is there to try a pattern");
	p->match_id = p->next_id++;
	p->match_arena = a;
	p->match = &out;
	buf_init(&b, a);
	msg_match_pack(&b, &(struct msg_match){ p->match_id, (uint32_t)pattern, subject });
	channel_put(wk->ch, MSG_MATCH, buf_str(&b));
	while (p->match != NULL && wk->ch != NULL && clock_mono() < until) {
		struct pollfd fd = { .fd = channel_fd(wk->ch),
		    .events = channel_events(wk->ch) };

		poll(&fd, 1, 50);
		worker_work(p, wk);
	}
	came = p->match == NULL;
	p->match = NULL;
	if (!came && wk->ch != NULL)
		give_up_match(p, wk);
	if (came && captures != NULL)
		*captures = out.captures;
	return came && out.result != MATCH_OVER ? out.result == MATCH_YES : -1;
}
