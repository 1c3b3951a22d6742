/*
 * parse: what reading a mail costs in the caged parse role, asked over its
 * socket as core asks.  Mails of 1 KB to 25 MB, 1 to 500 parts, nested to the
 * limit, beside a floor in the same run and in this process: GMime's parse of
 * the same bytes, which decodes, cuts and classifies nothing; of HTML, gumbo's.
 *
 *	parse [ROUNDS [NAME [PATTERNS]]]
 *	parse --files MAIL...
 *
 * PATTERNS: so many of rules meet each letter's subject and text; none by default.
 * NAME: only the mails whose name starts so.  Beside the time that core waits
 * stands the role's own CPU, which a busy machine hardly changes.  The last
 * column is the role's peak of memory less its peak after one small mail, as a
 * multiple of the mail; the bytes of attachments are asked for too.  A second table has mails of 25 MB of every shape, each
 * read once, for their memory.
 */
#include <fcntl.h>
#include <gmime/gmime.h>
#include <gumbo.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "daemon/parse/parserole.h"
#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"
#include "daemon/sys/file.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/field/field.h"
#include "parsers/letter/letterwire.h"
#include "parsers/mime/mime.h"
#include "parsers/text/pattern.h"
#include "tests/mails.h"

enum { ROUNDS = 400, ROUNDS_MAX = 10000, BUDGET_BYTES = 64 * 1024 * 1024, WAIT_MS = 20000,
	LARGE = 25 * 1024 * 1024 };

/* The role as the supervisor starts it, behind its cage. */
struct worker {
	pid_t		 pid;
	struct channel	*control;
	struct channel	*core;
	const struct conf *conf;
};

static void __attribute__((noreturn))
die(const char *what)
{
	fprintf(stderr, "parse: %s\n", what);
	exit(1);
}

static struct worker
worker_start(const struct conf *conf)
{
	struct worker w = { .conf = conf };
	struct message m;
	int control[2], core[2];

	if (channel_pair(control, NULL) == -1 || channel_pair(core, NULL) == -1)
		die("no sockets");
	if ((w.pid = fork()) == 0) {
		close(control[0]);
		close(core[0]);
		_exit(parse_run(conf, channel_new(control[1])));
	}
	close(control[1]);
	w.control = channel_new(control[0]);
	w.core = channel_new(core[0]);
	channel_put_fd(w.control, MSG_PEER,
	    (struct str){ (const char[]){ ROLE_CORE, 0, 0, 0, 0 }, 5 }, core[1]);
	if (channel_flush(w.control) == -1 ||
	    channel_wait(w.control, &m, WAIT_MS) != 1 || m.type != MSG_READY)
		die("the role does not start");
	close(core[1]);
	return w;
}

static void
worker_stop(struct worker *w)
{
	channel_free(w->core);
	channel_free(w->control);
	waitpid(w->pid, NULL, 0);
}

static size_t
worker_peak_kb(const struct worker *w)
{
	char path[64], line[256];
	unsigned long kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)w->pid);
	if ((f = fopen(path, "r")) == NULL)
		die(path);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtoul(line + 6, NULL, 10);
	fclose(f);
	return kb;
}

static double
clock_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* What the patterns found comes behind the letter. */
static void
take_matches(struct worker *w, struct arena *a, struct letter *l)
{
	struct message m;
	struct msg_matched answer;
	struct matches got;

	matches_of_letter(a, &w->conf->patterns, l, &l->matches);
	if (l->matches.n == 0)
		return;
	if (channel_wait(w->core, &m, WAIT_MS) != 1 || m.type != MSG_MATCHED ||
	    msg_matched_unpack(NULL, m.body, &answer) == -1 ||
	    matches_unpack(a, answer.results, &got) == -1 || got.n != l->matches.n)
		die("no matches");
}

/* The bytes of its files, piece by piece, as core asks for those that it lacks. */
static void
worker_files(struct worker *w, struct arena *a, struct str raw, const struct letter *l)
{
	struct msg_files ask = { .id = 1, .raw = raw };
	struct msg_file m = { .sha256 = STR("?") };
	struct message in;
	struct buf b;

	for (size_t i = 0; i < l->n_attachments; i++)
		strs_add(a, &ask.sha256, l->attachments[i].sha256);
	buf_init(&b, a);
	msg_files_pack(&b, &ask);
	channel_put(w->core, MSG_FILES, buf_str(&b));
	channel_flush(w->core);
	while (m.sha256.n > 0)
		if (channel_wait(w->core, &in, WAIT_MS) != 1 || in.type != MSG_FILE ||
		    msg_file_unpack(NULL, in.body, &m) == -1)
			die("no files");
}

/* There and back, checked and unpacked as core does. */
static double
worker_parse(struct worker *w, struct arena *a, struct str raw, bool whole)
{
	struct letter l = { .subject = STR_NONE };
	struct message m;
	struct wire in;
	struct buf b;
	double from;

	arena_reset(a);
	buf_init(&b, a);
	wire_put_u64(&b, 1);
	wire_put_str(&b, raw);
	wire_put_str(&b, STR_NONE);		/* every pattern is tried */
	from = clock_us(CLOCK_MONOTONIC);
	channel_put(w->core, MSG_PARSE, buf_str(&b));
	if (channel_flush(w->core) == -1 || channel_wait(w->core, &m, WAIT_MS) != 1)
		die("the role died of a mail");
	in = (struct wire){ .in = str_dup(a, m.body) };
	if (m.type != MSG_LETTER || wire_u64(&in) != 1 || letter_unpack(a, &in, &l) == -1)
		die("no letter");
	take_matches(w, a, &l);
	from = clock_us(CLOCK_MONOTONIC) - from;
	if (l.n_attachments > 0 && raw.n > 1024 * 1024)
		worker_files(w, a, raw, &l);
	if (whole && (l.quarantine.n > 0 || l.subject.n == 0))
		die(str_printf(a, "a letter unlike the mail: %.*s", STR_ARG(l.quarantine)).p);
	return from;
}

static double
floor_gmime(struct str raw)
{
	double from = clock_us(CLOCK_PROCESS_CPUTIME_ID);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw.p, raw.n);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message == NULL)
		die("the floor reads nothing");
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return clock_us(CLOCK_PROCESS_CPUTIME_ID) - from;
}

static double
floor_gumbo(struct str raw)
{
	struct str body = str_sub(raw, str_find(raw, STR("<html>"), 0), raw.n);
	double from = clock_us(CLOCK_PROCESS_CPUTIME_ID);

	gumbo_destroy_output(&kGumboDefaultOptions,
	    gumbo_parse_with_options(&kGumboDefaultOptions, body.p, body.n));
	return clock_us(CLOCK_PROCESS_CPUTIME_ID) - from;
}

static const struct mail {
	const char	*name;
	struct str	(*make)(struct arena *, size_t);
	size_t		 size;		/* bytes, parts or depth */
	double		(*floor)(struct str raw);	/* NULL: GMime's */
} mails[] = {
	{ "plain text 1 KB", mail_plain, 1024 },
	{ "plain text 5 KB", mail_plain, 5 * 1024 },
	{ "plain text 25 KB", mail_plain, 25 * 1024 },
	{ "plain text 100 KB", mail_plain, 100 * 1024 },
	{ "plain text 900 KB", mail_plain, 900 * 1024 },
	{ "reply 5 KB", mail_reply, 5 * 1024 },
	{ "reply 100 KB", mail_reply, 100 * 1024 },
	{ "HTML 5 KB", mail_html, 5 * 1024, floor_gumbo },
	{ "HTML 100 KB", mail_html, 100 * 1024, floor_gumbo },
	{ "attachment 100 KB", mail_attached, 100 * 1024 },
	{ "attachment 1 MB", mail_attached, 1024 * 1024 },
	{ "attachment 5 MB", mail_attached, 5 * 1024 * 1024 },
	{ "attachment 25 MB", mail_attached, 25 * 1024 * 1024 },
	{ "5 parts", mail_parts, 5 },
	{ "50 parts", mail_parts, 50 },
	{ "500 parts", mail_parts, 500 },
	{ "nested 2 deep", mail_nested, 2 },
	{ "nested 10 deep", mail_nested, 10 },
	{ "nested 20 deep", mail_nested, 20 },
};

/* --- the measuring --- */

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return v[n / 2];
}

/* A role that has read one small mail, and its peak of memory up to there. */
static struct worker
worker_warm(const struct conf *conf, size_t *peak)
{
	struct arena *mine = arena_new(), *a = arena_new();
	struct worker w;

	malloc_trim(0);			/* what is free here is the role's too, as a child */
	w = worker_start(conf);
	worker_parse(&w, a, mail_plain(mine, 1024), true);
	*peak = worker_peak_kb(&w);
	arena_free(a);
	arena_free(mine);
	return w;
}

/* Turn by turn, so that both see the same machine. */
static void
measure(const struct conf *conf, const struct mail *mail, size_t rounds)
{
	static double took[ROUNDS_MAX], cpu[ROUNDS_MAX], least[ROUNDS_MAX];
	struct arena *mine = arena_new(), *a = arena_new();
	size_t before, n;
	struct worker w = worker_warm(conf, &before);
	struct str raw = mail->make(mine, mail->size);
	clockid_t clock;

	if (clock_getcpuclockid(w.pid, &clock) != 0)
		die("no clock of the role's CPU");
	n = BUDGET_BYTES / raw.n < rounds ? BUDGET_BYTES / raw.n : rounds;
	for (size_t i = 0; i < n; i++) {
		cpu[i] = clock_us(clock);
		took[i] = worker_parse(&w, a, raw, true);
		cpu[i] = clock_us(clock) - cpu[i];
		least[i] = mail->floor != NULL ? mail->floor(raw) : floor_gmime(raw);
	}
	printf("| %s | %zu | %.0f | %.0f | %.0f | %.1f |", mail->name, raw.n, median(took, n),
	    median(cpu, n), median(least, n), median(cpu, n) / median(least, n));
	if (raw.n > 1024 * 1024)
		printf(" %.2f", (double)(worker_peak_kb(&w) - before) * 1024 / (double)raw.n);
	printf(" |\n");
	worker_stop(&w);
	arena_free(a);
	arena_free(mine);
}

/* Once, by a role that was started before the mail was made: nothing of it is there. */
static void
weigh(const struct conf *conf, const struct mail_shape *shape)
{
	struct arena *mine = arena_new(), *a = arena_new();
	size_t before;
	struct worker w = worker_warm(conf, &before);
	struct str raw = mail_shaped(mine, shape, LARGE);
	double took = worker_parse(&w, a, raw, false);

	printf("| %s | %.1f | %.0f | %.2f |\n", shape->name, (double)raw.n / 1024 / 1024,
	    took / 1e3, (double)(worker_peak_kb(&w) - before) * 1024 / (double)raw.n);
	fflush(stdout);
	worker_stop(&w);
	arena_free(a);
	arena_free(mine);
}

/* Real mails: the middle of each one's times, and how these lie. */
static void
measure_files(const struct conf *conf, char **paths, size_t n_paths)
{
	enum { TIMES = 21 };
	struct arena *a = arena_new(), *mine = arena_new();
	double *each = ARENA_ARRAY(mine, n_paths, double), took[TIMES];
	size_t before, n = 0, bytes = 0;
	struct worker w = worker_warm(conf, &before);

	for (size_t i = 0; i < n_paths; i++) {
		int fd = open(paths[i], O_RDONLY | O_CLOEXEC);
		struct arena *one = arena_new();
		struct str raw;

		if (fd == -1 || file_read_all(one, fd, LARGE, &raw, NULL) == -1)
			die(paths[i]);
		close(fd);
		for (size_t k = 0; k < TIMES; k++)
			took[k] = worker_parse(&w, a, raw, false);
		each[n++] = median(took, TIMES);
		bytes += raw.n;
		arena_free(one);
	}
	qsort(each, n, sizeof(*each), by_value);
	printf("%zu mails, %zu bytes in the mean; us: median %.0f, 90 of 100 below %.0f, worst "
	    "%.0f\n", n, bytes / n, each[n / 2], each[n * 9 / 10], each[n - 1]);
	worker_stop(&w);
	arena_free(mine);
	arena_free(a);
}

/* As rules have them: a word, or a number behind one of two. */
static void
add_patterns(struct arena *a, struct match_patterns *out, size_t n)
{
	out->v = ARENA_ARRAY(a, n, struct match_pattern);
	for (; out->n < n; out->n++) {
		struct match_pattern *p = &out->v[out->n];
		struct str regex = str_printf(a, out->n % 2 == 0 ? "(?i)\\bunheard%zu\\b" :
		    "(?:never|nowhere) at #?(%zu\\d+)", out->n);

		p->text = out->n % 4 == 0 ? MATCH_SUBJECT : MATCH_BODY;
		if (pattern_compile(STR("bench"), regex, &p->pattern, NULL) == -1)
			die("a pattern does not compile");
	}
}

int
main(int argc, char **argv)
{
	struct field_defs fields = { .n = 0 };
	struct conf conf = { .letter = { .limits = LIMITS_DEFAULT, .fields = &fields } };
	struct arena *a = arena_new();
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : ROUNDS;

	signal(SIGPIPE, SIG_IGN);
	field_builtins(a, &fields);
	mime_init();
	if (argc > 3)
		add_patterns(a, &conf.patterns, strtoul(argv[3], NULL, 10));
	if (argc > 2 && strcmp(argv[1], "--files") == 0) {
		measure_files(&conf, argv + 2, (size_t)argc - 2);
		arena_free(a);
		return 0;
	}
	if (rounds == 0 || rounds > ROUNDS_MAX)
		die("usage: parse [ROUNDS, 1 to 10000 [NAME [PATTERNS]]] | --files MAIL...");
	printf("| mail | bytes | us | us of CPU | floor | ratio of CPU | memory / size |\n"
	    "| --- | --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < COUNT(mails); i++)
		if (argc < 3 || str_starts(str_c(mails[i].name), str_c(argv[2])))
			measure(&conf, &mails[i], rounds);
	printf("\n| shape | MB | ms | memory / size |\n| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < mail_shapes_n; i++)
		if (argc < 3 || str_starts(str_c(mail_shapes[i].name), str_c(argv[2])))
			weigh(&conf, &mail_shapes[i]);
	arena_free(a);
	return 0;
}
