/*
 * parse: what reading a mail costs in the caged parse role, asked over its
 * socket as core asks.  Mails of 1 KB to 25 MB, 1 to 500 parts, nested to the
 * limit, beside a floor in the same run: GMime's parse of the same bytes in
 * this process, which decodes, cuts and classifies nothing.
 *
 *	parse [ROUNDS [NAME]]
 *
 * NAME: only the mails whose name starts so.  Beside the time that core waits
 * stands the role's own CPU, which a busy machine hardly changes.  The last
 * column is the role's peak of memory less its peak after one small mail, as a
 * multiple of the mail.
 */
#include <gmime/gmime.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "daemon/parserole.h"
#include "daemon/role.h"
#include "parsers/field.h"
#include "parsers/mime.h"
#include "parsers/wire.h"

enum { ROUNDS = 400, ROUNDS_MAX = 10000, BUDGET_BYTES = 64 * 1024 * 1024, WAIT_MS = 20000,
	LINE = 72 };

#define HEAD \
	"Return-Path: <jo@acme.example>\r\n" \
	"Received: from mx.acme.example (mx.acme.example [192.0.2.7])\r\n" \
	"\tby mail.example.com with ESMTPS id 4F2A81\r\n" \
	"\tfor <support@example.com>; Tue, 3 Mar 2026 09:14:22 +0100\r\n" \
	"Received: from [198.51.100.4] by mx.acme.example; Tue, 3 Mar 2026 09:14:20 +0100\r\n" \
	"Date: Tue, 3 Mar 2026 09:14:19 +0100\r\n" \
	"From: =?UTF-8?Q?Jo_Mart=C3=ADn?= <jo@acme.example>\r\n" \
	"To: Support <support@example.com>\r\n" \
	"Cc: Ana Ruiz <ana@acme.example>, \"Lee, Kim\" <kim@acme.example>\r\n" \
	"Subject: The export stops at half with an error\r\n" \
	"Message-ID: <b3c1a7f2-77aa-4b1e-9d13-0f2a9c6e11d4@acme.example>\r\n" \
	"In-Reply-To: <20260302.1@example.com>\r\n" \
	"References: <20260301.7@example.com> <20260302.1@example.com>\r\n" \
	"User-Agent: Mozilla Thunderbird\r\n" \
	"MIME-Version: 1.0\r\n"

static const char *const prose[] = {
	"Since the update of last week the nightly export stops at about half.\r\n",
	"We see this on two of the three servers; the third one has not been\r\n",
	"updated yet and goes on as before. The log of the failing ones says:\r\n",
	"\r\n",
	"    2026-03-03 02:10:11 export: cannot write /var/spool/out.17: no space\r\n",
	"\r\n",
	"There are 40 GB free on that disk, and the inodes are not used up either.\r\n",
	"Could you tell us what else it may mean, and how we can go on tonight?\r\n",
	"\r\n",
};

/* The role as the supervisor starts it, behind its cage. */
struct worker {
	pid_t		 pid;
	struct channel	*control;
	struct channel	*core;
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
	struct worker w;
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

/* There and back, checked and unpacked as core does. */
static double
worker_parse(struct worker *w, struct arena *a, struct str raw)
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
	from = clock_us(CLOCK_MONOTONIC);
	channel_put(w->core, MSG_PARSE, buf_str(&b));
	if (channel_flush(w->core) == -1 || channel_wait(w->core, &m, WAIT_MS) != 1)
		die("the role died of a mail");
	in = (struct wire){ .in = m.body };
	if (m.type != MSG_LETTER || wire_u64(&in) != 1 || letter_unpack(a, &in, &l) == -1)
		die("no letter");
	from = clock_us(CLOCK_MONOTONIC) - from;
	if (l.quarantine.n > 0 || l.subject.n == 0)
		die(str_printf(a, "a letter unlike the mail: %.*s", STR_ARG(l.quarantine)).p);
	return from;
}

static double
floor_parse(struct str raw)
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

/* --- the mails --- */

static void
add_prose(struct buf *b, size_t upto)
{
	for (size_t i = 0; b->n < upto; i++)
		buf_adds(b, prose[i % (sizeof(prose) / sizeof(prose[0]))]);
}

static void
add_base64(struct buf *b, size_t upto)
{
	char line[LINE + 2];

	memset(line, 'Q', LINE);
	memcpy(line + LINE, "\r\n", 2);
	while (b->n < upto)
		buf_add(b, (struct str){ line, sizeof(line) });
}

static void
make_plain(struct buf *b, size_t bytes)
{
	buf_adds(b, HEAD "Content-Type: text/plain; charset=utf-8\r\n\r\n");
	add_prose(b, bytes);
}

static void
make_reply(struct buf *b, size_t bytes)
{
	buf_adds(b, HEAD "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n");
	add_prose(b, bytes / 2);
	buf_adds(b, "\r\nOn 2/3/26 10:00, Support wrote:\r\n");
	for (size_t i = 0; b->n < bytes; i++) {
		buf_adds(b, "> ");
		buf_adds(b, prose[i % (sizeof(prose) / sizeof(prose[0]))]);
	}
}

static void
make_html(struct buf *b, size_t bytes)
{
	buf_adds(b, HEAD "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>");
	for (size_t i = 0; b->n < bytes; i++) {
		buf_adds(b, "<p class=\"x\">");
		buf_adds(b, prose[i % (sizeof(prose) / sizeof(prose[0]))]);
		buf_adds(b, "</p>\r\n");
	}
	buf_adds(b, "</body></html>\r\n");
}

static void
make_attached(struct buf *b, size_t bytes)
{
	buf_adds(b, HEAD "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\nSee the file.\r\n--b1\r\n"
	    "Content-Type: application/pdf; name=\"report.pdf\"\r\n"
	    "Content-Disposition: attachment; filename=\"report.pdf\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n");
	add_base64(b, bytes);
	buf_adds(b, "--b1--\r\n");
}

static void
make_parts(struct buf *b, size_t parts)
{
	buf_adds(b, HEAD "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n");
	for (size_t i = 1; i < parts; i++) {
		buf_printf(b, "--b1\r\nContent-Type: image/png; name=\"shot%zu.png\"\r\n"
		    "Content-Disposition: attachment\r\n"
		    "Content-Transfer-Encoding: base64\r\n\r\n", i);
		add_base64(b, b->n + 1000);
	}
	buf_adds(b, "--b1--\r\n");
}

static void
make_nested(struct buf *b, size_t depth)
{
	buf_adds(b, HEAD);
	for (size_t i = 1; i < depth; i++)
		buf_printf(b, "Content-Type: multipart/mixed; boundary=\"b%zu\"\r\n\r\n--b%zu\r\n",
		    i, i);
	buf_adds(b, "Content-Type: text/plain\r\n\r\nDown here.\r\n");
	for (size_t i = depth - 1; i > 0; i--)
		buf_printf(b, "--b%zu--\r\n", i);
}

static const struct mail {
	const char	*name;
	void		(*make)(struct buf *, size_t);
	size_t		 size;		/* bytes, parts or depth */
} mails[] = {
	{ "plain text 1 KB", make_plain, 1024 },
	{ "plain text 5 KB", make_plain, 5 * 1024 },
	{ "plain text 25 KB", make_plain, 25 * 1024 },
	{ "plain text 100 KB", make_plain, 100 * 1024 },
	{ "plain text 900 KB", make_plain, 900 * 1024 },
	{ "reply 5 KB", make_reply, 5 * 1024 },
	{ "reply 100 KB", make_reply, 100 * 1024 },
	{ "HTML 5 KB", make_html, 5 * 1024 },
	{ "HTML 100 KB", make_html, 100 * 1024 },
	{ "attachment 100 KB", make_attached, 100 * 1024 },
	{ "attachment 1 MB", make_attached, 1024 * 1024 },
	{ "attachment 5 MB", make_attached, 5 * 1024 * 1024 },
	{ "attachment 25 MB", make_attached, 25 * 1024 * 1024 },
	{ "5 parts", make_parts, 5 },
	{ "50 parts", make_parts, 50 },
	{ "500 parts", make_parts, 500 },
	{ "nested 2 deep", make_nested, 2 },
	{ "nested 10 deep", make_nested, 10 },
	{ "nested 20 deep", make_nested, 20 },
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

/* Turn by turn, so that both see the same machine. */
static void
measure(const struct conf *conf, const struct mail *mail, size_t rounds)
{
	static double took[ROUNDS_MAX], cpu[ROUNDS_MAX], least[ROUNDS_MAX];
	struct arena *mine = arena_new(), *a = arena_new();
	struct worker w = worker_start(conf);
	struct buf b, small;
	size_t before, peak, n;
	clockid_t clock;

	if (clock_getcpuclockid(w.pid, &clock) != 0)
		die("no clock of the role's CPU");
	buf_init(&b, mine);
	mail->make(&b, mail->size);
	buf_init(&small, mine);
	make_plain(&small, 1024);
	worker_parse(&w, a, buf_str(&small));
	before = worker_peak_kb(&w);
	worker_parse(&w, a, buf_str(&b));
	peak = worker_peak_kb(&w);
	n = BUDGET_BYTES / b.n < rounds ? BUDGET_BYTES / b.n : rounds;
	for (size_t i = 0; i < n; i++) {
		cpu[i] = clock_us(clock);
		took[i] = worker_parse(&w, a, buf_str(&b));
		cpu[i] = clock_us(clock) - cpu[i];
		least[i] = floor_parse(buf_str(&b));
	}
	worker_stop(&w);
	printf("| %s | %zu | %.0f | %.0f | %.0f | %.1f |", mail->name, b.n, median(took, n),
	    median(cpu, n), median(least, n), median(cpu, n) / median(least, n));
	if (b.n > 1024 * 1024)
		printf(" %.2f", (double)(peak - before) * 1024 / (double)b.n);
	printf(" |\n");
	arena_free(a);
	arena_free(mine);
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
	if (rounds == 0 || rounds > ROUNDS_MAX)
		die("usage: parse [ROUNDS, 1 to 10000 [NAME]]");
	printf("| mail | bytes | us | us of CPU | GMime alone | ratio of CPU | memory / size |\n"
	    "| --- | --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		if (argc < 3 || str_starts(str_c(mails[i].name), str_c(argv[2])))
			measure(&conf, &mails[i], rounds);
	arena_free(a);
	return 0;
}
