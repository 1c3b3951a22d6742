#include "daemon/sys/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/sys/clock.h"
#include "tests/tap.h"

static void
test_values(struct arena *a)
{
	static const struct { const char *name; struct str in, want; } rows[] = {
		{ "a word", STR("ana@x.example"), STR("v=ana@x.example") },
		{ "a Message-ID", STR("<1.a@b>"), STR("v=<1.a@b>") },
		{ "empty", STR(""), STR("v=\"\"") },
		{ "spaces", STR("two words"), STR("v=\"two words\"") },
		{ "an equals sign", STR("a=b"), STR("v=\"a=b\"") },
		{ "a forged line", STR("x\n<0>docketd[core] root"),
		    STR("v=\"x\\n<0>docketd[core] root\"") },
		{ "quotes", STR("a\"b\\c"), STR("v=\"a\\\"b\\\\c\"") },
		{ "NUL, escape, DEL", STR("\0\x1b[2J\x7f"), STR("v=\"\\x00\\x1b[2J\\x7f\"") },
		{ "UTF-8", STR("L\xc3\xb3pez"), STR("v=\"L\xc3\xb3pez\"") },
		{ "Latin-1", STR("L\xf3pez"), STR("v=\"L\\xf3pez\"") },
		{ "C1 control", STR("\xc2\x9b" "1m"), STR("v=\"\\xc2\\x9b1m\"") },
		{ "bidi override", STR("a\xe2\x80\xae" "b"), STR("v=\"a\\xe2\\x80\\xaeb\"") },
		{ "a cut character", STR("\xe2\x82"), STR("v=\"\\xe2\\x82\"") },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct log_pair p = { "v", LOG_S(rows[i].in) };

		tap_str(str_sub(log_format(a, "e", &p, 1), strlen("docketd[test] e "), SIZE_MAX),
		    rows[i].want, "%s", rows[i].name);
	}
}

static void
test_cut(struct arena *a)
{
	struct log_pair pairs[100];
	struct buf b;
	struct str line;

	buf_init(&b, a);
	buf_adds(&b, "x");
	for (int i = 0; i < 300; i++)
		buf_adds(&b, "\xc3\xb1");
	pairs[0] = (struct log_pair){ "v", LOG_S(buf_str(&b)) };
	line = log_format(a, "e", pairs, 1);
	tap_ok(str_is_utf8(line), "a character is not split");
	tap_ok(str_ends(line, STR("\xc3\xb1\xe2\x80\xa6\"")), "a cut value shows that it is");
	tap_int((long long)line.n, (long long)strlen("docketd[test] e v=\"") + 199 + 4,
	    "199 of at most 200 bytes");
	for (size_t i = 0; i < COUNT(pairs); i++)
		pairs[i] = (struct log_pair){ "v", LOG_S(((struct str){ "\0\0\0\0\0\0\0", 7 })) };
	line = log_format(a, "e", pairs, COUNT(pairs));
	tap_ok(line.n > 3000 && line.n < 4096, "a long line stays one write");
	for (size_t i = 0; i < COUNT(pairs); i++)
		pairs[i] = (struct log_pair){ "v", LOG_S(((struct str){ b.p, 200 })) };
	line = log_format(a, "e", pairs, COUNT(pairs));
	tap_ok(line.n > 3800 && line.n < 4096, "whatever is in it");
}

/* What a pipe gets: one write, with the priority; below the level nothing. */
static void
test_line(void)
{
	static const char want[] = "<6>docketd[test] mail stored ticket=12 delta=-3 from=ana\n";
	char got[256];
	int fd[2], kept = dup(STDERR_FILENO);
	ssize_t n;

	if (pipe(fd) == -1 || dup2(fd[1], STDERR_FILENO) == -1)
		abort();
	log_open("test", LOG_INFO);
	log_debug("not shown", { "a", LOG_I(1) });
	log_info("mail stored", { "ticket", LOG_I(12) }, { "delta", LOG_I(-3) },
	    { "from", LOG_C("ana") });
	dup2(kept, STDERR_FILENO);
	n = read(fd[0], got, sizeof(got));
	tap_str((struct str){ got, n < 0 ? 0 : (size_t)n }, str_c(want), "the line as written");
	close(kept);
	close(fd[0]);
	close(fd[1]);
}

static void
test_clock(struct arena *a)
{
	static const struct { int64_t in; struct str want; } rows[] = {
		{ 0, STR("1970-01-01T00:00:00Z") },
		{ -1, STR("1969-12-31T23:59:59Z") },
		{ 1780308000999999, STR("2026-06-01T10:00:00Z") },
		{ 951827696000000, STR("2000-02-29T12:34:56Z") },
	};
	char path[] = "/tmp/docket-clock-XXXXXX";
	int fd = mkstemp(path);
	int64_t before = clock_mono();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(clock_rfc3339(a, rows[i].in), rows[i].want, "%lld",
		    (long long)rows[i].in);
	tap_ok(clock_now() > 1700000000ll * SECOND_US, "the real time");
	tap_ok(clock_mono() >= before, "which never goes back");
	tap_int(clock_use_file("/nonexistent/clock"), -1, "no such clock file");
	if (pwrite(fd, "1780308000000000\n", 17, 0) != 17 || clock_use_file(path) == -1)
		abort();
	unlink(path);
	tap_int(clock_now(), 1780308000000000, "the file's time");
	if (ftruncate(fd, 0) == -1)
		abort();
	tap_int(clock_now(), 1780308000000000, "an empty file keeps it");
	if (pwrite(fd, "1780308001000000", 16, 0) != 16)
		abort();
	tap_int(clock_now(), 1780308001000000, "time moves by writing");
	close(fd);
}

int
main(void)
{
	struct arena *a = arena_new();

	log_open("test", LOG_INFO);
	tap_int(log_level_find(STR("debug")), LOG_DEBUG, "level by name");
	tap_int(log_level_find(STR("nonsense")), LOG_INFO, "level by a wrong name");
	test_values(a);
	test_cut(a);
	test_line();
	test_clock(a);
	arena_free(a);
	return tap_done();
}
