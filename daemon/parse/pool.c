/*
 * pool: see pool.h.  What a worker says is checked by letter_unpack() and
 * matches_unpack(): a lie costs that mail alone.
 */
#include "daemon/parse/pool.h"

#include <poll.h>
#include <string.h>

#include "daemon/parse/parserole.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letterwire.h"

enum {
	AHEAD = 4,			/* mails given to a worker at once */
	TRIES = 2,			/* a mail that kills its worker twice is held */
	LETTER_MS = 4000		/* all patterns of a mail, without the wait */
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
	const struct match *m = matches_open(&j->letter.matches);
	bool asks = j->stage == JOB_ASKING;
	struct buf b;
	struct arena *a = arena_new();

	buf_init(&b, a);
	if (asks)
		msg_match_pack(&b, &(struct msg_match){ j->id, m->pattern, m->text });
	else
		msg_parse_pack(&b, &(struct msg_parse){ j->id, j->raw });
	if (wk->n == 0)
		wk->since = clock_mono();
	wk->sent[wk->n++] = j;
	j->state = JOB_SENT;
	channel_put(wk->ch, asks ? MSG_MATCH : MSG_PARSE, buf_str(&b));
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
		if (wk->n > 0 && j->stage == JOB_READING && j->raw.n > MIB)
			break;
		if ((p->first = j->next) == NULL)
			p->last = &p->first;
		send_job(wk, j);
	}
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

void
pool_submit(struct pool *p, struct job *j)
{
	j->id = p->next_id++;
	j->state = JOB_WAITING;
	j->stage = JOB_READING;
	j->next = NULL;
	*p->last = j;
	p->last = &j->next;
	hand_out(p);
}

/* True: it is done.  Else what is OPEN is asked by itself. */
static bool
ask_rest(struct pool *p, struct job *j)
{
	struct matches *m = &j->letter.matches;

	if (j->spent >= LETTER_MS)
		for (size_t i = 0; i < m->n; i++)
			if (m->v[i].result == MATCH_OPEN)
				m->v[i].result = MATCH_OVER;
	if (matches_open(m) == NULL) {
		j->state = JOB_DONE;
		return true;
	}
	j->stage = JOB_ASKING;
	put_back(p, j);
	return false;
}

void
pool_ask(struct pool *p, struct job *j)
{
	j->id = p->next_id++;
	if (!ask_rest(p, j))
		hand_out(p);
}

/* The pattern that was asked has no answer: it took too long, or was deadly twice. */
static void
blame_pattern(struct job *j, bool late)
{
	if (!late && ++j->tries < TRIES)
		return;
	matches_open(&j->letter.matches)->result = MATCH_OVER;
	j->tries = 0;
}

/* Of the one that its worker ended with.  True: it is done. */
static bool
job_failed(struct pool *p, struct job *j, bool late)
{
	if (j->stage == JOB_READING && late)
		give_up(j, "reading it took longer than parse_deadline");
	else if (j->stage == JOB_READING && ++j->tries >= TRIES)
		give_up(j, "the parser died of it twice");
	else if (j->stage == JOB_READING)
		put_back(p, j);
	if (j->stage == JOB_READING)
		return j->state == JOB_DONE;
	/* It is read: no pattern can take that away. */
	if (j->stage == JOB_MATCHING)
		j->tries = 0;
	else
		blame_pattern(j, late);
	return ask_rest(p, j);
}

static void
add_spent(const struct worker *wk, struct job *j)
{
	if (j->stage != JOB_READING)
		j->spent += clock_mono() - wk->since;
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
		add_spent(wk, wk->sent[0]);
		done = job_failed(p, wk->sent[0], wk->killed);
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

/* What is answered is the first that was sent. */
static struct job *
answered(const struct worker *wk, struct str body)
{
	return wk->n > 0 && wk->sent[0]->id == message_number(body) ? wk->sent[0] : NULL;
}

static void
drop_first(struct worker *wk)
{
	memmove(wk->sent, wk->sent + 1, --wk->n * sizeof(wk->sent[0]));
	wk->since = clock_mono();
}

static bool
take_letter(struct pool *p, struct worker *wk, struct str body)
{
	struct job *j = answered(wk, body);

	if (j == NULL || j->stage != JOB_READING)
		return false;
	if (read_letter(j, body) == -1)
		give_up(j, "the parser gave an answer that makes no sense");
	else
		matches_of_letter(j->a, &p->conf->patterns, &j->letter, &j->letter.matches);
	if (j->letter.matches.n == 0) {
		drop_first(wk);
		j->state = JOB_DONE;
		return true;
	}
	j->stage = JOB_MATCHING;
	wk->since = clock_mono();
	return false;
}

/* An answer that makes no sense leaves OPEN what it should have told. */
static void
read_results(struct job *j, struct str body)
{
	struct matches got = { 0 };
	struct msg_matched m;

	if (msg_matched_unpack(NULL, str_dup(j->a, body), &m) == -1 ||
	    matches_unpack(j->a, m.results, &got) == -1)
		return;
	for (size_t i = 0; i < got.n; i++) {
		struct match *to = matches_open(&j->letter.matches);

		if (to == NULL)
			return;
		to->result = got.v[i].result;
		to->captures = got.v[i].captures;
	}
}

static bool
take_results(struct pool *p, struct worker *wk, struct str body)
{
	struct job *j = answered(wk, body);
	const struct match *asked;

	if (j == NULL || j->stage == JOB_READING)
		return false;
	add_spent(wk, j);
	drop_first(wk);
	asked = matches_open(&j->letter.matches);
	read_results(j, body);
	if (j->stage == JOB_ASKING && matches_open(&j->letter.matches) == asked)
		blame_pattern(j, true);
	j->tries = 0;
	return ask_rest(p, j);
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
			done |= take_letter(p, wk, m.body);
		else if (m.type == MSG_MATCHED)
			done |= take_results(p, wk, m.body);
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

/* When the first of its jobs must be through, ms. */
static int64_t
deadline(const struct pool *p, const struct worker *wk)
{
	return wk->since + (wk->sent[0]->stage == JOB_READING ? p->conf->parse_deadline :
	    PARSE_MATCH_MS);
}

static void
mind_deadline(struct pool *p, struct worker *wk)
{
	const struct job *j = wk->sent[0];

	if (wk->n == 0 || wk->killed || clock_mono() < deadline(p, wk))
		return;
	log_warning(j->stage == JOB_READING ? "parser over its deadline" :
	    "parser hangs in a pattern", { "worker", LOG_I(wk - p->workers) },
	    { "bytes", LOG_I(j->raw.n) });
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
		left = deadline(p, wk) - now;
		left = left < 0 ? 0 : left;
		least = least == -1 || left < least ? left : least;
	}
	return (int)least;
}
