#include "daemon/send/smtp.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/tap.h"

/*
 * A server on loopback, in a thread, that does one thing of its choice at one
 * stage of each dialogue.
 */
enum stage { NEVER, GREETING, EHLO, MAIL, RCPT, DATA, END, AFTER };

#define DROP	"drop"			/* closes the connection */
#define LATE	"late"			/* answers 250 when nobody waits any more */

struct server {
	int		 listener;
	uint16_t	 port;
	pthread_t	 thread;
	pthread_mutex_t	 lock;
	/* Set by the test, under the lock. */
	enum stage	 stage;
	const char	*act;		/* a reply, DROP or LATE */
	int		 times;		/* so often, then never */
	/* What came. */
	int		 connections;
	int		 mails;
	char		 last[4096];	/* commands since begin(), '|' between */
	char		 body[65536];	/* of the last mail, as on the wire */
	size_t		 n_body;
};

static void
say(int fd, const char *line)
{
	char text[2048];
	int n = snprintf(text, sizeof(text), "%s\r\n", line);

	if (send(fd, text, (size_t)n, MSG_NOSIGNAL) == -1)
		return;			/* the client will tell */
}

/* What to do at this stage; NULL: the usual. */
static const char *
plan(struct server *s, enum stage stage)
{
	const char *act = NULL;

	pthread_mutex_lock(&s->lock);
	if (s->stage == stage && s->times > 0) {
		s->times--;
		act = s->act;
	}
	pthread_mutex_unlock(&s->lock);
	return act;
}

/* False: the connection is over. */
static bool
answer(struct server *s, int fd, enum stage stage, const char *usual, bool *was_usual)
{
	const char *act = plan(s, stage);

	*was_usual = act == NULL;
	if (act == NULL)
		say(fd, usual);
	else if (strcmp(act, DROP) == 0)
		return false;
	else if (strcmp(act, LATE) == 0) {
		poll(NULL, 0, 1600);
		say(fd, "250 2.0.0 too late");
	} else {
		say(fd, act);
		return strncmp(act, "421", 3) != 0;
	}
	return true;
}

static bool
read_body(struct server *s, FILE *in)
{
	char line[2048];
	bool whole = false;

	pthread_mutex_lock(&s->lock);
	s->n_body = 0;
	while (!whole && fgets(line, sizeof(line), in) != NULL) {
		size_t n = strlen(line);

		whole = strcmp(line, ".\r\n") == 0;
		if (!whole && s->n_body + n < sizeof(s->body)) {
			memcpy(s->body + s->n_body, line, n);
			s->n_body += n;
		}
	}
	pthread_mutex_unlock(&s->lock);
	return whole;
}

static void
note(struct server *s, const char *line)
{
	pthread_mutex_lock(&s->lock);
	if (strlen(s->last) + strlen(line) + 2 < sizeof(s->last)) {
		strcat(s->last, s->last[0] != '\0' ? "|" : "");
		strncat(s->last, line, strcspn(line, "\r\n"));
	}
	pthread_mutex_unlock(&s->lock);
}

static bool
command(struct server *s, int fd, FILE *in, const char *line)
{
	static const struct { const char *verb; enum stage stage; const char *usual; } rows[] = {
		{ "EHLO", EHLO, "250-x\r\n250 SIZE 1000000" }, { "HELO", EHLO, "250 x" },
		{ "MAIL", MAIL, "250 2.1.0 ok" }, { "RCPT", RCPT, "250 2.1.5 ok" },
		{ "DATA", DATA, "354 go ahead" }, { "QUIT", NEVER, "221 bye" },
	};
	bool goes_on, usual;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strncmp(line, rows[i].verb, 4) != 0)
			continue;
		if (!answer(s, fd, rows[i].stage, rows[i].usual, &usual))
			return false;
		if (rows[i].stage != DATA || !usual)
			return rows[i].stage != NEVER;
		if (!read_body(s, in))
			return false;
		pthread_mutex_lock(&s->lock);
		s->mails++;
		pthread_mutex_unlock(&s->lock);
		goes_on = answer(s, fd, END, "250 2.0.0 kept", &usual);
		return goes_on && plan(s, AFTER) == NULL;
	}
	say(fd, "500 5.5.1 what");
	return true;
}

static void *
serve_one(void *arg)
{
	struct server *s = ((void **)arg)[0];
	int fd = (int)(intptr_t)((void **)arg)[1];
	FILE *in = fdopen(fd, "r");
	char line[2048];
	bool usual;

	free(arg);
	pthread_mutex_lock(&s->lock);
	s->connections++;
	pthread_mutex_unlock(&s->lock);
	if (answer(s, fd, GREETING, "220 x", &usual))
		while (fgets(line, sizeof(line), in) != NULL) {
			note(s, line);
			if (!command(s, fd, in, line))
				break;
		}
	fclose(in);
	return NULL;
}

static void *
serve(void *arg)
{
	struct server *s = arg;
	int fd;

	while ((fd = accept(s->listener, NULL, NULL)) != -1) {
		void **one = malloc(2 * sizeof(void *));
		pthread_t t;

		if (one == NULL)
			abort();
		one[0] = s;
		one[1] = (void *)(intptr_t)fd;
		if (pthread_create(&t, NULL, serve_one, one) != 0)
			abort();
		pthread_detach(t);
	}
	return NULL;
}

static void
server_start(struct server *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);

	pthread_mutex_init(&s->lock, NULL);
	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(s->listener, (struct sockaddr *)&a, sizeof(a)) == -1 ||
	    listen(s->listener, 16) == -1 ||
	    getsockname(s->listener, (struct sockaddr *)&a, &n) == -1 ||
	    pthread_create(&s->thread, NULL, serve, s) != 0)
		abort();
	s->port = ntohs(a.sin_port);
}

static void
server_stop(struct server *s)
{
	shutdown(s->listener, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->listener);
}

static void
begin(struct server *s, enum stage stage, const char *act, int times)
{
	pthread_mutex_lock(&s->lock);
	s->stage = stage;
	s->act = act;
	s->times = times;
	s->connections = s->mails = 0;
	s->last[0] = '\0';
	pthread_mutex_unlock(&s->lock);
}

static struct str
last_body(struct arena *a, struct server *s)
{
	struct str body;

	pthread_mutex_lock(&s->lock);
	body = str_dup(a, (struct str){ s->body, s->n_body });
	pthread_mutex_unlock(&s->lock);
	return body;
}

static int
count(struct server *s, const int *what)
{
	int n;

	pthread_mutex_lock(&s->lock);
	n = *what;
	pthread_mutex_unlock(&s->lock);
	return n;
}

/* --- the tests --- */

static const struct smtp_times quick = { 2000, 1000, 1000, 5000 };

static const struct smtp_mail hello = { STR("desk@example.com"), STR("jo@example.com"),
    STR("Subject: x\r\n\r\nHello.\r\n") };

static struct smtp *
client(struct server *s, struct endpoint *ep)
{
	*ep = (struct endpoint){ .host = STR("127.0.0.1"), .port = s->port, .tls = TLS_NONE };
	return smtp_new(ep, STR_NONE, STR("desk.example"), &quick, NULL);
}

static const char *const outcomes[] = {
	[SEND_OK] = "ok", [SEND_PERMANENT] = "permanent", [SEND_TEMPORARY] = "temporary",
	[SEND_UNKNOWN] = "unknown",
};

/* promises.md S7 and R8: what is answered when, and what that means. */
static void
test_outcomes(struct arena *a, struct server *server)
{
	static const struct {
		const char		*name;
		enum stage		 stage;
		const char		*act;
		enum send_outcome	 want;
		uint32_t		 code;
		bool			 down;
		const char		*reply;
		const char		*mend;
	} rows[] = {
		{ "accepted", NEVER, "", SEND_OK, 250, false, "250 2.0.0 kept" },
		{ "accepted on several lines", END, "250-2.0.0 kept\r\n250-and\r\n250 stored",
		    SEND_OK, 250, false, "250-2.0.0 kept and stored" },
		{ "accepted with 251", RCPT, "251 will forward", SEND_OK, 250, false,
		    "250 2.0.0 kept" },
		{ "4xx greeting", GREETING, "421 busy", SEND_TEMPORARY, 421, true, "421 busy" },
		{ "5xx greeting", GREETING, "554 no service", SEND_TEMPORARY, 554, true,
		    "554 no service" },
		{ "4xx MAIL", MAIL, "450 later", SEND_TEMPORARY, 450, false, "450 later" },
		{ "5xx MAIL", MAIL, "553 no such sender", SEND_TEMPORARY, 553, false,
		    "553 no such sender", "let the login send as the mailbox's address" },
		{ "login wanted at MAIL", MAIL, "530 5.7.0 log in first", SEND_TEMPORARY, 530,
		    false, "530 5.7.0 log in first",
		    "check the login of this mailbox, and whether SMTP is allowed for it" },
		{ "a quota at the end", END, "554 5.2.0 SubmissionQuotaExceeded", SEND_TEMPORARY,
		    554, false, NULL, "the provider's limit is used up: it goes on by itself; "
		    "a higher limit helps" },
		{ "4xx RCPT", RCPT, "451 4.3.0 later", SEND_TEMPORARY, 451, false,
		    "451 4.3.0 later" },
		{ "5xx RCPT", RCPT, "550-5.1.1 no\r\n550 such user", SEND_PERMANENT, 550,
		    false, "550-5.1.1 no such user" },
		{ "4xx DATA", DATA, "452 full", SEND_TEMPORARY, 452, false, "452 full" },
		{ "5xx DATA", DATA, "554 no valid recipients", SEND_PERMANENT, 554, false,
		    "554 no valid recipients" },
		{ "4xx at the end", END, "452 4.3.1 full", SEND_TEMPORARY, 452, false,
		    "452 4.3.1 full" },
		{ "5xx at the end", END, "552 5.3.4 too big", SEND_PERMANENT, 552, false,
		    "552 5.3.4 too big" },
		{ "a senseless end", END, "299 hm", SEND_UNKNOWN, 299, false, "299 hm" },
		{ "dropped at the greeting", GREETING, DROP, SEND_TEMPORARY, 0, true, NULL },
		{ "dropped at EHLO", EHLO, DROP, SEND_TEMPORARY, 0, true, NULL },
		{ "dropped at MAIL", MAIL, DROP, SEND_TEMPORARY, 0, false, NULL },
		{ "dropped at RCPT", RCPT, DROP, SEND_TEMPORARY, 0, false, NULL },
		{ "dropped at DATA", DATA, DROP, SEND_TEMPORARY, 0, false, NULL },
		{ "dropped at the end", END, DROP, SEND_UNKNOWN, 0, false, NULL },
		{ "late greeting", GREETING, LATE, SEND_TEMPORARY, 0, true, NULL },
		{ "late at MAIL", MAIL, LATE, SEND_TEMPORARY, 0, true, NULL },
		{ "late at RCPT", RCPT, LATE, SEND_TEMPORARY, 0, true, NULL },
		{ "late at the end", END, LATE, SEND_UNKNOWN, 0, true, NULL },
		{ "bytes that are no text", RCPT, "550 \xff\x01\x1b[2J no", SEND_PERMANENT, 550,
		    false, "550 ?  [2J no" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct smtp_result r;
		struct endpoint ep;
		struct smtp *s = client(server, &ep);

		begin(server, rows[i].stage, rows[i].act, 1);
		smtp_send(s, a, &hello, &r);
		tap_str(str_c(outcomes[r.outcome]), str_c(outcomes[rows[i].want]), "%s",
		    rows[i].name);
		tap_int(r.code, rows[i].code, "%s: code", rows[i].name);
		tap_int(r.server_down, rows[i].down, "%s: server down", rows[i].name);
		if (rows[i].reply != NULL)
			tap_str(r.reply, str_c(rows[i].reply), "%s: reply", rows[i].name);
		else
			tap_ok(r.reply.n > 0, "%s: %.*s", rows[i].name, STR_ARG(r.reply));
		tap_str(r.mend, str_c(rows[i].mend), "%s: what mends it", rows[i].name);
		/* Whatever it was, the next mail gets its own answer. */
		begin(server, NEVER, NULL, 0);
		smtp_send(s, a, &hello, &r);
		tap_ok(r.outcome == SEND_OK && count(server, &server->mails) >= 1, "%s: the next mail",
		    rows[i].name);
		smtp_free(s);
	}
}

/* The server has the mail by then: who leaves sends it twice. */
static void
test_end_may_take_longer(struct arena *a, struct server *server)
{
	static const struct smtp_times patient = { 2000, 1000, 8000, 20000 };
	struct endpoint ep = { .host = STR("127.0.0.1"), .port = server->port, .tls = TLS_NONE };
	struct smtp *s = smtp_new(&ep, STR_NONE, STR_NONE, &patient, NULL);
	struct smtp_times usual = smtp_times_of(&ep);
	struct smtp_result r;

	begin(server, END, LATE, 1);
	smtp_send(s, a, &hello, &r);
	tap_str(str_c(outcomes[r.outcome]), STR("ok"), "late at the end, and waited for");
	tap_str(r.reply, STR("250 2.0.0 too late"), "… with its reply");
	begin(server, RCPT, LATE, 1);
	smtp_send(s, a, &hello, &r);
	tap_str(r.reply, STR("no answer to RCPT: nothing within 1 s"), "late at RCPT is not");
	smtp_free(s);
	tap_int(usual.answer, 120000, "two minutes for a command");
	tap_int(usual.end, 600000, "ten for the mail (RFC 5321, 4.5.3.2.6)");
}

static void
test_kept(struct arena *a, struct server *server)
{
	static const struct { const char *name; enum stage stage; const char *act; } rows[] = {
		{ "closed in between", AFTER, DROP },
		{ "closed with 421 at MAIL", MAIL, "421 4.4.2 idle" },
		{ "closed at MAIL", MAIL, DROP },
	};
	struct smtp_result r;
	struct endpoint ep;
	struct smtp *s = client(server, &ep);

	begin(server, NEVER, NULL, 0);
	for (int i = 0; i < 50; i++)
		smtp_send(s, a, &hello, &r);
	tap_int(count(server, &server->mails), 50, "50 mails");
	tap_int(count(server, &server->connections), 1, "on one connection");
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin(server, rows[i].stage, rows[i].act, 1);
		if (rows[i].stage == AFTER)
			smtp_send(s, a, &hello, &r);
		smtp_send(s, a, &hello, &r);
		tap_ok(r.outcome == SEND_OK &&
		    count(server, &server->connections) == 1,
		    "a kept connection %s: a new one", rows[i].name);
	}
	smtp_free(s);
}

static void
test_envelope(struct arena *a, struct server *server)
{
	static const struct { const char *name, *from, *recipient, *bytes; } refused[] = {
		{ "RCPT injected", "desk@example.com", "jo@example.com>\r\nRCPT TO:<x@y.example",
		    "x\r\n" },
		{ "MAIL injected", "desk@example.com>\r\nRCPT TO:<x@y.example>", "jo@example.com",
		    "x\r\n" },
		{ "no recipient", "desk@example.com", "", "x\r\n" },
		{ "a parameter", "desk@example.com", "jo@example.com> NOTIFY=NEVER", "x\r\n" },
		{ "a bare LF", "", "jo@example.com", "x\n.\nMAIL FROM:<x@y.example>\r\n" },
		{ "a bare CR", "", "jo@example.com", "x\r.\r\r\n" },
		{ "no end of line", "", "jo@example.com", "x" },
		{ "no mail", "", "jo@example.com", "" },
	};
	struct smtp_mail null = hello;
	struct smtp_result r;
	struct endpoint ep;
	struct smtp *s = client(server, &ep);

	begin(server, NEVER, NULL, 0);
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct smtp_mail m = { str_c(refused[i].from), str_c(refused[i].recipient),
		    str_c(refused[i].bytes) };

		smtp_send(s, a, &m, &r);
		tap_ok(r.outcome == SEND_PERMANENT && r.code == 0 && r.reply.n > 0,
		    "refused: %s", refused[i].name);
	}
	tap_int(count(server, &server->connections), 0, "and nobody was asked");
	smtp_send(s, a, &hello, &r);
	tap_str(str_c(server->last), STR("EHLO desk.example|MAIL FROM:<desk@example.com> "
	    "SIZE=22|RCPT TO:<jo@example.com>|DATA"), "the dialogue");
	begin(server, NEVER, NULL, 0);
	null.from = STR_NONE;
	smtp_send(s, a, &null, &r);
	tap_ok(strncmp(server->last, "MAIL FROM:<> ", 13) == 0, "the null sender");
	smtp_free(s);
}

/* Each body must come out as it went in, once its dots are taken off. */
static void
test_dots(struct arena *a, struct server *server)
{
	static const struct { const char *name, *in, *wire; } rows[] = {
		{ "a dot in front", ".x\r\n", "..x\r\n" },
		{ "a dot alone", "x\r\n.\r\ny\r\n", "x\r\n..\r\ny\r\n" },
		{ "the last line", "x\r\n.\r\n", "x\r\n..\r\n" },
		{ "two dots", "..\r\n", "...\r\n" },
		{ "dots inside", "a.b\r\n", "a.b\r\n" },
		{ "an empty line at the end", "x\r\n\r\n", "x\r\n\r\n" },
	};
	struct smtp_result r;
	struct endpoint ep;
	struct smtp *s = client(server, &ep);
	struct buf in, want;
	struct str got;

	begin(server, NEVER, NULL, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct smtp_mail m = { hello.from, hello.recipient, str_c(rows[i].in) };

		smtp_send(s, a, &m, &r);
		tap_str(last_body(a, server), str_c(rows[i].wire), "dots: %s", rows[i].name);
	}
	buf_init(&in, a);
	buf_init(&want, a);
	for (int i = 0; in.n < 60000; i++) {	/* over libcurl's buffers' edges */
		buf_printf(&in, ".%d\r\n", i);
		buf_printf(&want, "..%d\r\n", i);
		if (i % 7 == 0) {
			buf_adds(&in, ".\r\n");
			buf_adds(&want, "..\r\n");
		}
	}
	struct smtp_mail m = { hello.from, hello.recipient, buf_str(&in) };
	smtp_send(s, a, &m, &r);
	got = last_body(a, server);
	tap_ok(r.outcome == SEND_OK && got.n > sizeof(server->body) - 10 &&
	    str_starts(buf_str(&want), got), "dots: a long mail");
	smtp_free(s);
}

static void
test_nobody(struct arena *a, struct server *server)
{
	struct endpoint away = { .host = STR("127.0.0.1"), .port = 1, .tls = TLS_NONE };
	struct endpoint far = { .host = STR("192.0.2.1"), .port = 25, .tls = TLS_NONE };
	struct endpoint odd = { .host = STR("x/../y"), .port = 25, .tls = TLS_STARTTLS };
	struct endpoint bare = { .host = STR("127.0.0.1"), .port = server->port,
	    .tls = TLS_STARTTLS, .user = STR("desk") };
	struct endpoint *const rows[] = { &away, &far, &odd, &bare };
	struct smtp_result r;

	begin(server, NEVER, NULL, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct smtp *s = smtp_new(rows[i], STR("hush"), STR_NONE, &quick, NULL);

		smtp_send(s, a, &hello, &r);
		tap_ok(r.outcome == SEND_TEMPORARY && r.code == 0 && r.server_down,
		    "no server %zu: %.*s", i, STR_ARG(r.reply));
		smtp_free(s);
	}
	tap_ok(count(server, &server->mails) == 0 && strstr(server->last, "AUTH") == NULL &&
	    strstr(server->last, "MAIL") == NULL, "nothing was told without TLS");
}

static void
test_stop(struct arena *a, struct server *server)
{
	struct endpoint ep = { .host = STR("127.0.0.1"), .port = server->port,
	    .tls = TLS_NONE };
	static const struct smtp_times slow = { 30000, 30000, 30000, 60000 };
	atomic_bool stop = true;
	struct smtp *s = smtp_new(&ep, STR_NONE, STR_NONE, &slow, &stop);
	struct smtp_result r;

	begin(server, END, LATE, 1);
	smtp_send(s, a, &hello, &r);
	tap_ok(r.outcome != SEND_OK, "ends when it is told to: %.*s", STR_ARG(r.reply));
	smtp_free(s);
}

int
main(void)
{
	struct arena *a = arena_new();
	static struct server server;

	if (smtp_init(NULL) == -1)
		abort();
	server_start(&server);
	test_outcomes(a, &server);
	test_end_may_take_longer(a, &server);
	test_kept(a, &server);
	test_envelope(a, &server);
	test_dots(a, &server);
	test_nobody(a, &server);
	test_stop(a, &server);
	server_stop(&server);
	arena_free(a);
	return tap_done();
}
