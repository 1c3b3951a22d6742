/*
 * The pool beside workers that the test plays: what is asked when, who is blamed, and
 * that no pattern takes a letter away.
 */
#include "daemon/parse/pool.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/letter/letterwire.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

struct world {
	struct arena		*a;
	struct conf		 conf;
	struct match_pattern	 patterns[2];
	struct channel		*control;	/* the supervisor's end */
	struct channel		*of_pool;	/* and the pool's */
	struct channel		*worker;	/* the worker's end */
	struct pool		*pool;
	struct job		 job;
};

static void
hire(struct world *w)
{
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		abort();
	channel_free(w->worker);
	w->worker = channel_new(fd[1]);
	pool_add_worker(w->pool, 0, fd[0]);
	pool_work(w->pool);
}

static void
open_world(struct world *w)
{
	int fd[2];

	*w = (struct world){ .a = arena_new(), .conf = { .parse_deadline = 60000,
	    .letter = { .limits = LIMITS_DEFAULT } } };
	for (size_t i = 0; i < COUNT(w->patterns); i++) {
		w->patterns[i].text = MATCH_SUBJECT;
		if (pattern_compile(STR("p"), STR("x"), &w->patterns[i].pattern, NULL) == -1)
			abort();
	}
	w->conf.patterns = (struct match_patterns){ w->patterns, COUNT(w->patterns) };
	if (channel_pair(fd, NULL) == -1)
		abort();
	w->control = channel_new(fd[1]);
	w->of_pool = channel_new(fd[0]);
	w->pool = pool_new(w->a, &w->conf, w->of_pool);
	w->job = (struct job){ .a = w->a, .raw = STR("Subject: S\n\n") };
	hire(w);
}

static void
close_world(struct world *w)
{
	channel_free(w->worker);
	pool_work(w->pool);		/* its end of the worker's channel goes too */
	channel_free(w->of_pool);
	channel_free(w->control);
	for (size_t i = 0; i < COUNT(w->patterns); i++)
		pattern_free(w->patterns[i].pattern);
	arena_free(w->a);
}

/* What the worker is asked; 0: nothing. */
static int
asked(struct world *w, struct msg_match *out)
{
	struct message m;

	*out = (struct msg_match){ 0 };
	pool_work(w->pool);
	if (channel_wait(w->worker, &m, 0) != 1)
		return 0;
	if (m.type == MSG_MATCH && msg_match_unpack(w->a, str_dup(w->a, m.body), out) == -1)
		return -1;
	return (int)m.type;
}

static void
say_letter(struct world *w)
{
	struct letter l = { .subject = STR("S"), .text = STR("T") };
	struct buf b;

	buf_init(&b, w->a);
	msg_letter_pack(&b, &(struct msg_letter){ .id = w->job.id });
	letter_pack(&b, &l);
	channel_put(w->worker, MSG_LETTER, buf_str(&b));
	channel_flush(w->worker);
	pool_work(w->pool);
}

static void
say_results(struct world *w, const struct match *v, size_t n)
{
	struct buf b;

	buf_init(&b, w->a);
	msg_matched_pack(&b, &(struct msg_matched){ .id = w->job.id });
	matches_pack(&b, v, n);
	channel_put(w->worker, MSG_MATCHED, buf_str(&b));
	channel_flush(w->worker);
	pool_work(w->pool);
}

static void
die(struct world *w)
{
	channel_free(w->worker);
	w->worker = NULL;
	pool_work(w->pool);
	hire(w);
}

static const struct match yes[] = { { .result = MATCH_YES }, { .result = MATCH_NO } };

static void
is_done(const struct world *w, enum match_result first, enum match_result second,
    const char *name)
{
	const struct matches *m = &w->job.letter.matches;

	tap_int(w->job.state, JOB_DONE, "%s: done", name);
	tap_str(w->job.letter.subject, STR("S"), "%s: the letter is there", name);
	tap_ok(m->n == 2 && m->v[0].result == first && m->v[1].result == second,
	    "%s: results %d %d", name, m->v[0].result, m->v[1].result);
}

static void
test_together(void)
{
	struct msg_match q;
	struct world w;

	open_world(&w);
	pool_submit(w.pool, &w.job);
	tap_int(asked(&w, &q), MSG_PARSE, "is read");
	say_letter(&w);
	tap_int(w.job.state, JOB_SENT, "what the patterns find is still to come");
	say_results(&w, yes, 2);
	is_done(&w, MATCH_YES, MATCH_NO, "with the letter");
	close_world(&w);
}

static void
test_rest(void)
{
	struct msg_match q;
	struct world w;

	open_world(&w);
	pool_submit(w.pool, &w.job);
	asked(&w, &q);
	say_letter(&w);
	say_results(&w, yes, 1);
	tap_int(asked(&w, &q), MSG_MATCH, "the rest is asked");
	tap_ok(q.pattern == 1 && str_eq(q.text, STR("S")), "by pattern and text");
	say_results(&w, yes, 1);
	is_done(&w, MATCH_YES, MATCH_YES, "the rest");
	close_world(&w);
}

/* A worker that ends within the patterns: the letter stays, each is asked by itself. */
static void
test_death(void)
{
	struct msg_match q;
	struct world w;

	open_world(&w);
	pool_submit(w.pool, &w.job);
	asked(&w, &q);
	say_letter(&w);
	die(&w);
	tap_int(asked(&w, &q), MSG_MATCH, "after a death the first is asked alone");
	die(&w);
	tap_ok(asked(&w, &q) == MSG_MATCH && q.pattern == 0, "once more");
	die(&w);
	tap_ok(asked(&w, &q) == MSG_MATCH && q.pattern == 1, "then it is to blame");
	say_results(&w, yes, 1);
	is_done(&w, MATCH_OVER, MATCH_YES, "deaths");
	close_world(&w);
}

static void
test_hang(void)
{
	struct message m;
	struct msg_match q;
	struct world w;

	open_world(&w);
	pool_submit(w.pool, &w.job);
	asked(&w, &q);
	say_letter(&w);
	tap_ok(pool_timeout(w.pool) <= 1000, "patterns have a deadline of their own");
	for (int i = 0; i < 2; i++) {	/* all together, then the first alone */
		poll(NULL, 0, 1050);
		pool_work(w.pool);
		tap_ok(channel_wait(w.control, &m, 1000) == 1 && m.type == MSG_KILL_PARSER,
		    "who hangs is killed");
		die(&w);
		tap_int(asked(&w, &q), MSG_MATCH, "and the others are asked");
		tap_int(q.pattern, i, "the next one");
	}
	say_results(&w, yes, 1);
	is_done(&w, MATCH_OVER, MATCH_YES, "a pattern that hangs");
	close_world(&w);
}

/* Nonsense costs what it should have told; answers that nobody asked for, nothing. */
static void
test_lies(void)
{
	struct msg_match q;
	struct world w;

	open_world(&w);
	say_results(&w, yes, 2);
	pool_submit(w.pool, &w.job);
	asked(&w, &q);
	say_results(&w, yes, 2);
	tap_int(w.job.state, JOB_SENT, "no results before the letter");
	say_letter(&w);
	say_letter(&w);
	say_results(&w, NULL, 0);
	tap_int(asked(&w, &q), MSG_MATCH, "none told: asked");
	say_results(&w, NULL, 0);
	tap_ok(asked(&w, &q) == MSG_MATCH && q.pattern == 1, "none again: over");
	say_results(&w, yes, 2);
	is_done(&w, MATCH_OVER, MATCH_YES, "lies");
	close_world(&w);
}

/* Questions of the rules: before all mail, and as long as no worker is there. */
static void
test_ask(void)
{
	struct match v[] = { { .pattern = 1, .text = STR("a") }, { .text = STR("b") } };
	struct msg_match q;
	struct world w;
	struct job mail;

	open_world(&w);
	channel_free(w.worker);
	w.worker = NULL;
	pool_work(w.pool);
	mail = w.job;
	pool_submit(w.pool, &mail);
	w.job.letter.matches = (struct matches){ v, 2 };
	pool_ask(w.pool, &w.job);
	for (int i = 0; i < 3; i++)
		tap_ok(!pool_work(w.pool), "nobody is there: it waits");
	hire(&w);
	tap_ok(asked(&w, &q) == MSG_MATCH && str_eq(q.text, STR("a")), "before the mail");
	say_results(&w, yes, 1);
	tap_int(asked(&w, &q), MSG_PARSE, "what was sent already is read");
	w.job.id = mail.id;
	close_world(&w);
}

/* --- the bytes of files --- */

static void
say_piece(struct world *w, const char *sha256, const char *bytes)
{
	struct buf b;

	buf_init(&b, w->a);
	msg_file_pack(&b, &(struct msg_file){ w->job.id, str_c(sha256), str_c(bytes) });
	channel_put(w->worker, MSG_FILE, buf_str(&b));
	channel_flush(w->worker);
	pool_work(w->pool);
}

#define ABC	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NONE	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OTHER	"0000000000000000000000000000000000000000000000000000000000000000"

/* A worker that dies is asked once more from the start; what lies has not come. */
static void
test_files(void)
{
	struct file files[] = { { .sha256 = STR(ABC), .size = 3 }, { .sha256 = STR(NONE) },
	    { .sha256 = STR(OTHER), .size = 2 }, { .sha256 = STR("1"), .size = 9 } };
	struct msg_match q;
	struct world w;

	open_world(&w);
	w.job.letter.subject = STR("S");
	w.job.files = files;
	w.job.n_files = COUNT(files);
	pool_fetch(w.pool, &w.job);
	tap_int(asked(&w, &q), MSG_FILES, "asked for files");
	say_piece(&w, ABC, "ab");
	die(&w);
	tap_int(asked(&w, &q), MSG_FILES, "asked once more");
	say_piece(&w, ABC, "ab");
	say_piece(&w, ABC, "c");
	say_piece(&w, ABC, "more than it is");
	say_piece(&w, OTHER, "no");
	say_piece(&w, "nobody's", "x");
	tap_int(w.job.state, JOB_SENT, "until all have come");
	say_piece(&w, "", "");
	tap_int(w.job.state, JOB_DONE, "done");
	tap_str(w.job.letter.subject, STR("S"), "the letter is as it was");
	tap_ok(files[0].whole && memcmp(files[0].bytes, "abc", 3) == 0, "in pieces");
	tap_ok(files[1].whole, "an empty one");
	tap_ok(!files[2].whole, "another hash");
	tap_ok(!files[3].whole, "none came");
	close_world(&w);
}

static void
test_files_never(void)
{
	struct file f = { .sha256 = STR(ABC), .size = 3 };
	struct msg_match q;
	struct world w;

	open_world(&w);
	w.job.letter.subject = STR("S");
	w.job.files = &f;
	w.job.n_files = 1;
	pool_fetch(w.pool, &w.job);
	for (int i = 0; i < 2; i++) {
		asked(&w, &q);
		die(&w);
	}
	tap_int(w.job.state, JOB_DONE, "given up after two deaths");
	tap_ok(!f.whole, "without it");
	tap_str(w.job.letter.subject, STR("S"), "the letter stays");
	close_world(&w);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	test_together();
	test_rest();
	test_death();
	test_hang();
	test_lies();
	test_ask();
	test_files();
	test_files_never();
	return tap_done();
}
