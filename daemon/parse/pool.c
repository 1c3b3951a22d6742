/*
 * pool: see pool.h.  What a worker says is checked by letter_unpack() and
 * matches_unpack(): a lie costs that mail alone.
 */
#include "daemon/parse/pool.h"

#include <poll.h>
#include <string.h>

#include "daemon/parse/job.h"
#include "daemon/parse/parserole.h"
#include "daemon/parse/patience.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	AHEAD = 4,			/* mails given to a worker at once */
	BIG_BYTES = 256 * 1024,		/* a mail over this has a worker for itself */
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
	struct patience		*patience;
};

struct pool *
pool_new(struct arena *a, const struct conf *conf, struct channel *control)
{
	struct pool *p = ARENA_NEW(a, struct pool);

	p->conf = conf;
	p->control = control;
	p->last = &p->first;
	p->next_id = 1;
	p->patience = patience_new(a, conf->patterns.n);
	return p;
}

const struct patience *
pool_patience(const struct pool *p)
{
	return p->patience;
}

static void
give_up(struct job *j, const char *why)
{
	memset(&j->letter, 0, sizeof(j->letter));
	j->letter.quarantine = str_c(why);
	j->state = JOB_DONE;
}

static void
send_job(const struct pool *p, struct worker *wk, struct job *j)
{
	enum message_type type;
	struct buf b;
	struct arena *a = arena_new();

	buf_init(&b, a);
	if (j->stage == JOB_READING)
		j->marks = str_dup(j->a, patience_marks(p->patience));
	type = job_pack(&b, j);
	if (wk->n == 0)
		wk->since = clock_mono();
	wk->sent[wk->n++] = j;
	j->state = JOB_SENT;
	channel_put(wk->ch, type, buf_str(&b));
	arena_free(a);
}

/* Reading it takes so long that nobody should wait behind it. */
static bool
is_big(const struct job *j)
{
	return j->stage != JOB_ASKING && j->raw.n > BIG_BYTES;
}

static bool
has_big(const struct worker *wk)
{
	return wk->n > 0 && is_big(wk->sent[0]);
}

/* All workers but one may have big mails, or the only one. */
static bool
may_take_big(const struct pool *p)
{
	size_t live = 0, big = 0;

	for (size_t i = 0; i < POOL_WORKERS; i++) {
		live += p->workers[i].ch != NULL;
		big += has_big(&p->workers[i]);
	}
	return big == 0 || big + 1 < live;
}

/* The worker for it: the one with the least to do; or NULL. */
static struct worker *
worker_for(struct pool *p, const struct job *j)
{
	struct worker *best = NULL;
	size_t most = is_big(j) ? 1 : AHEAD;

	if (is_big(j) && !may_take_big(p))
		return NULL;
	for (size_t i = 0; i < POOL_WORKERS; i++) {
		struct worker *wk = &p->workers[i];

		if (wk->ch != NULL && !wk->killed && wk->n < most && !has_big(wk) &&
		    (best == NULL || wk->n < best->n))
			best = wk;
	}
	return best;
}

/* In order, but that small mails pass the big ones that wait. */
static void
hand_out(struct pool *p)
{
	struct job **at = &p->first;

	while (*at != NULL) {
		struct job *j = *at;
		struct worker *wk = worker_for(p, j);

		if (wk == NULL && !is_big(j))
			break;
		if (wk == NULL) {
			at = &j->next;
			continue;
		}
		*at = j->next;
		send_job(p, wk, j);
	}
	for (p->last = at; *p->last != NULL; p->last = &(*p->last)->next)
		continue;
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

void
pool_fetch(struct pool *p, struct job *j)
{
	j->id = p->next_id++;
	j->stage = JOB_FETCHING;
	j->tries = 0;
	put_back(p, j);
	hand_out(p);
}

/* True: it is done.  Else what is OPEN is asked by itself. */
static bool
ask_rest(struct pool *p, struct job *j)
{
	struct matches *m = &j->letter.matches;

	/* Those that had no time left are not to blame. */
	if (j->spent >= LETTER_MS || matches_open(m) == NULL)
		patience_count(p->patience, m);
	else
		patience_apply(patience_marks(p->patience), m);
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

static void
fetch_again(struct pool *p, struct job *j)
{
	for (size_t i = 0; i < j->n_files; i++)
		j->files[i].n = 0;
	put_back(p, j);
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
	else if (j->stage == JOB_FETCHING && !late && ++j->tries < TRIES)
		fetch_again(p, j);
	else if (j->stage == JOB_FETCHING)
		j->state = JOB_DONE;
	if (j->stage == JOB_READING || j->stage == JOB_FETCHING)
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
	if (j->stage == JOB_MATCHING || j->stage == JOB_ASKING)
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
	if (job_read_letter(j, body) == -1)
		give_up(j, "the parser gave an answer that makes no sense");
	else
		matches_of_letter(j->a, &p->conf->patterns, &j->letter, &j->letter.matches);
	patience_apply(j->marks, &j->letter.matches);
	if (j->letter.matches.n == 0) {
		drop_first(wk);
		j->state = JOB_DONE;
		return true;
	}
	j->stage = JOB_MATCHING;
	wk->since = clock_mono();
	return false;
}

static bool
take_results(struct pool *p, struct worker *wk, struct str body)
{
	struct job *j = answered(wk, body);
	const struct match *asked;

	if (j == NULL || (j->stage != JOB_MATCHING && j->stage != JOB_ASKING))
		return false;
	add_spent(wk, j);
	drop_first(wk);
	asked = matches_open(&j->letter.matches);
	job_read_results(j, body);
	if (j->stage == JOB_ASKING && matches_open(&j->letter.matches) == asked)
		blame_pattern(j, true);
	j->tries = 0;
	return ask_rest(p, j);
}

static bool
take_file(struct worker *wk, struct str body)
{
	struct job *j = answered(wk, body);
	struct msg_file m;

	if (j == NULL || j->stage != JOB_FETCHING || msg_file_unpack(NULL, body, &m) == -1)
		return false;
	if (m.sha256.n > 0) {
		job_add_to_file(j, &m);
		return false;
	}
	for (size_t i = 0; i < j->n_files; i++)
		job_check_file(j->a, &j->files[i]);
	drop_first(wk);
	j->state = JOB_DONE;
	return true;
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
		else if (m.type == MSG_FILE)
			done |= take_file(wk, m.body);
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
	enum job_stage stage = wk->sent[0]->stage;

	return wk->since + (stage == JOB_MATCHING || stage == JOB_ASKING ? PARSE_MATCH_MS :
	    p->conf->parse_deadline);
}

static void
mind_deadline(struct pool *p, struct worker *wk)
{
	const struct job *j = wk->sent[0];

	if (wk->n == 0 || wk->killed || clock_mono() < deadline(p, wk))
		return;
	log_warning(j->stage == JOB_MATCHING || j->stage == JOB_ASKING ?
	    "parser hangs in a pattern" : "parser over its deadline", { "worker", LOG_I(wk - p->workers) },
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
