/* The role is driven as the supervisor and core do, over its two channels. */
#include "daemon/parse/parserole.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letterwire.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

static const char mail[] = "From: Jo <jo@acme.example>\r\nSubject: Broken\r\n"
    "X-Severity: high\r\n\r\nIt does not start.\r\n";

static void
test_once(struct arena *a)
{
	struct conf hasty = { .letter = { .limits = LIMITS_DEFAULT } };
	struct letter l;
	struct str big = { memset(arena_alloc(a, 20 << 20), 'x', 20 << 20), 20 << 20 };

	parse_once(a, NULL, str_c(mail), &l);
	tap_str(l.subject, STR("Broken"), "a letter without a configuration");
	tap_ok(l.fields.n == 1 && str_eq(l.fields.v[0].value, STR("high")), "built-in fields");
	tap_str(l.quarantine, STR(""), "a sound one");
	parse_once(a, NULL, STR(""), &l);
	tap_ok(l.quarantine.n > 0, "nothing is no letter: %.*s", STR_ARG(l.quarantine));
	hasty.parse_deadline = 0;
	parse_once(a, &hasty, big, &l);
	tap_str(l.quarantine, STR("reading it took longer than parse_deadline"), "too slow");
	tap_ok(l.from.n == 0 && l.subject.n == 0 && l.headers.n == 0, "and nothing else is known");
}

/* Without a pool: a child for the lot, another after one that hangs. */
static void
test_ask(struct arena *a)
{
	static const struct { const char *regex, *text; enum match_result want; } rows[] = {
		{ "b(l)ue", "a blue one", MATCH_YES },
		{ "(x+x+)+[yz]", NULL, MATCH_OVER },
		{ "green", "a blue one", MATCH_NO },
	};
	struct match_pattern patterns[COUNT(rows)] = { 0 };
	struct match v[COUNT(rows)] = { 0 };
	struct conf conf = { .patterns = { patterns, COUNT(rows) } };
	struct str xs = { memset(arena_alloc(a, 200000), 'x', 200000), 200000 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (pattern_compile(STR("p"), str_c(rows[i].regex), &patterns[i].pattern,
		    NULL) == -1)
			abort();
		v[i] = (struct match){ .pattern = (uint32_t)i,
		    .text = rows[i].text == NULL ? xs : str_c(rows[i].text) };
	}
	parse_ask(a, &conf, &(struct matches){ v, COUNT(rows) });
	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_int(v[i].result, rows[i].want, "asked: %s", rows[i].regex);
		pattern_free(patterns[i].pattern);
	}
	tap_str(v[0].captures.n == 2 ? v[0].captures.v[1] : STR_NONE, STR("l"), "its group");
}

struct running {
	pid_t		 pid;
	struct channel	*control;
	struct channel	*core;
};

static struct running
start(const struct conf *conf)
{
	struct running r;
	struct message m;
	int control[2], core[2];

	if (channel_pair(control, NULL) == -1 || channel_pair(core, NULL) == -1)
		abort();
	if ((r.pid = fork()) == 0) {
		close(control[0]);
		close(core[0]);
		_exit(parse_run(conf, channel_new(control[1])));
	}
	close(control[1]);
	r.control = channel_new(control[0]);
	r.core = channel_new(core[0]);
	channel_put_fd(r.control, MSG_PEER,
	    (struct str){ (const char[]){ ROLE_CORE, 0, 0, 0, 0 }, 5 }, core[1]);
	channel_flush(r.control);
	close(core[1]);
	tap_ok(channel_wait(r.control, &m, 10000) == 1 && m.type == MSG_READY, "ready");
	return r;
}

/* Its exit status; -1 when a signal ended it. */
static int
finish(struct running *r)
{
	int status;

	waitpid(r->pid, &status, 0);
	channel_free(r->control);
	channel_free(r->core);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
ask(struct running *r, struct arena *a, struct str raw, uint64_t id)
{
	struct buf b;

	buf_init(&b, a);
	wire_put_u64(&b, id);
	wire_put_str(&b, raw);
	wire_put_str(&b, STR_NONE);		/* every pattern is tried */
	channel_put(r->core, MSG_PARSE, buf_str(&b));
}

static void
ask_match(struct running *r, struct arena *a, uint32_t pattern, const char *subject)
{
	struct buf b;

	buf_init(&b, a);
	wire_put_u64(&b, 77);
	wire_put_u32(&b, pattern);
	wire_put_str(&b, str_c(subject));
	channel_put(r->core, MSG_MATCH, buf_str(&b));
}

static void
expect_letter(struct running *r, struct arena *a, uint64_t id)
{
	struct letter l = { .subject = STR_NONE };
	struct message m = { .fd = -1 };
	struct wire in;

	tap_int(channel_wait(r->core, &m, 10000), 1, "an answer");
	in = (struct wire){ .in = m.body };
	tap_ok(m.type == MSG_LETTER && wire_u64(&in) == id, "for letter %d", (int)id);
	tap_ok(letter_unpack(a, &in, &l) == 0 && str_eq(l.subject, STR("Broken")), "is read");
}

static void
expect_match(struct running *r, struct arena *a, uint64_t id, int want, const char *capture)
{
	struct strs captures = { NULL, 0 };
	struct message m = { .fd = -1 };
	struct matches got = { 0 };
	struct wire in;

	tap_int(channel_wait(r->core, &m, 10000), 1, "an answer");
	in = (struct wire){ .in = m.body };
	tap_ok(m.type == MSG_MATCHED && wire_u64(&in) == id, "for the pattern");
	tap_int(matches_unpack(a, in.in, &got), 0, "well formed");
	if (!tap_ok(got.n == 1, "of one pattern"))
		return;
	tap_int(got.v[0].result, want, "matched?");
	captures = got.v[0].captures;
	tap_str(captures.n > 1 ? captures.v[1] : STR_NONE, str_c(capture), "its group");
}

static void
test_role(struct arena *a)
{
	struct match_pattern patterns[2] = { { .text = MATCH_SUBJECT }, { 0 } };
	struct conf conf = { .letter = { .limits = LIMITS_DEFAULT },
	    .patterns = { patterns, 2 } };
	struct running r;

	if (pattern_compile(STR("p"), STR("build (\\d+)|Bro(k)en"), &patterns[0].pattern,
	    NULL) == -1 ||
	    pattern_compile(STR("q"), STR("^(a|aa)+$"), &patterns[1].pattern, NULL) == -1)
		abort();
	r = start(&conf);
	ask(&r, a, str_c(mail), 1);
	ask_match(&r, a, 0, "since build 42 it fails");
	ask(&r, a, str_c(mail), 2);
	ask_match(&r, a, 0, "no number here");
	ask_match(&r, a, 2, "no such pattern: no answer");
	ask_match(&r, a, 1, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
	ask(&r, a, str_c(mail), 3);
	channel_flush(r.core);
	expect_letter(&r, a, 1);
	expect_match(&r, a, 1, MATCH_YES, "");
	expect_match(&r, a, 77, MATCH_YES, "42");
	expect_letter(&r, a, 2);
	expect_match(&r, a, 2, MATCH_YES, "");
	expect_match(&r, a, 77, MATCH_NO, "");
	expect_match(&r, a, 77, MATCH_OVER, "");
	expect_letter(&r, a, 3);
	expect_match(&r, a, 3, MATCH_YES, "");
	channel_put(r.control, MSG_STOP, STR_NONE);
	channel_flush(r.control);
	tap_int(finish(&r), 0, "told to stop");

	r = start(&conf);
	channel_free(r.core);
	r.core = NULL;
	tap_int(finish(&r), 0, "core's end is its end");

	r = start(&conf);
	channel_free(r.control);
	r.control = NULL;
	tap_int(finish(&r), 0, "the supervisor's too");
	pattern_free(patterns[0].pattern);
	pattern_free(patterns[1].pattern);
}

int
main(void)
{
	struct arena *a = arena_new();

	signal(SIGPIPE, SIG_IGN);
	test_once(a);
	test_ask(a);
	test_role(a);
	arena_free(a);
	return tap_done();
}
