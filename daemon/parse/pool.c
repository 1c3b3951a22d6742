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

enum {
	AHEAD = 4,			/* mails given to a worker at once */
	TRIES = 2,			/* a mail that kills its worker twice is held */
	MATCH_MS = 1000,
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
	bool			 matched;	/* the answer pool_match() waits for */
	uint64_t		 match_id;
	uint8_t			 match_result;
	struct strs		 match_captures;
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
	wire_put_u64(&b, j->id);
	wire_put_str(&b, j->raw);
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

static bool
take_letter(struct worker *wk, struct str body)
{
	struct wire in = { .in = body };
	uint64_t id = wire_u64(&in);
	struct job *j;

	if (wk->n == 0 || wk->sent[0]->id != id || in.bad)
		return false;
	j = wk->sent[0];
	memmove(wk->sent, wk->sent + 1, --wk->n * sizeof(wk->sent[0]));
	wk->since = clock_mono();
	/* Letters borrow from what they are read from: keep that with them. */
	in.in = str_dup(j->a, in.in);
	if (letter_unpack(j->a, &in, &j->letter) == -1)
		give_up(j, "the parser gave an answer that makes no sense");
	j->state = JOB_DONE;
	return true;
}

static void
take_matched(struct pool *p, struct str body)
{
	struct wire in = { .in = body };
	uint64_t id = wire_u64(&in);
	uint8_t result = wire_u8(&in);

	if (p->match_arena == NULL || id != p->match_id)
		return;
	in.in = str_dup(p->match_arena, in.in);
	wire_strs(p->match_arena, &in, 100, &p->match_captures);
	p->match_result = wire_end(&in) == 0 ? result : 2;
	p->matched = true;
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

static void
mind_deadline(struct pool *p, size_t index)
{
	struct worker *wk = &p->workers[index];
	unsigned char body[4] = { (unsigned char)index };

	if (wk->n == 0 || wk->killed ||
	    clock_mono() - wk->since < p->conf->parse_deadline)
		return;
	log_warning("parser over its deadline", { "worker", LOG_I(index) },
	    { "bytes", LOG_I(wk->sent[0]->raw.n) });
	wk->killed = true;
	channel_put(p->control, MSG_KILL_PARSER,
	    (struct str){ (const char *)body, sizeof(body) });
	channel_flush(p->control);
}

bool
pool_work(struct pool *p)
{
	bool done = false;

	for (size_t i = 0; i < POOL_WORKERS; i++) {
		if (p->workers[i].ch == NULL)
			continue;
		done |= worker_work(p, &p->workers[i]);
		mind_deadline(p, i);
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

int
pool_match(struct pool *p, struct arena *a, size_t pattern, struct str subject,
    struct strs *captures, struct err *e)
{
	struct worker *wk = idlest(p);
	int64_t until = clock_mono() + MATCH_MS;
	struct buf b;

	if (wk == NULL)
		return err_set(e, ERR_RETRY, "no parser is there to try a pattern");
	buf_init(&b, a);
	p->match_id = p->next_id++;
	p->match_arena = a;
	p->matched = false;
	p->match_captures = (struct strs){ 0 };
	wire_put_u64(&b, p->match_id);
	wire_put_u32(&b, (uint32_t)pattern);
	wire_put_str(&b, subject);
	channel_put(wk->ch, MSG_MATCH, buf_str(&b));
	while (!p->matched && wk->ch != NULL && clock_mono() < until) {
		struct pollfd fd = { .fd = channel_fd(wk->ch),
		    .events = channel_events(wk->ch) };

		poll(&fd, 1, 50);
		worker_work(p, wk);
	}
	p->match_arena = NULL;
	if (p->matched && captures != NULL)
		*captures = p->match_captures;
	if (p->matched && p->match_result <= 1)
		return p->match_result;
	if (wk->ch != NULL && !p->matched) {
		/* It hangs in the pattern; the mail that it holds is not to blame. */
		for (size_t i = wk->n; i-- > 0;)
			put_back(p, wk->sent[i]);
		wk->n = 0;
		wk->killed = true;
		channel_put(p->control, MSG_KILL_PARSER,
		    (struct str){ (const char[]){ (char)(wk - p->workers), 0, 0, 0 }, 4 });
		channel_flush(p->control);
	}
	return -1;
}
