/* A connection, octet by octet: its states, its memory, and how long it may take. */
#include "daemon/web/conn.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/web/oops.h"
#include "daemon/web/patience.h"
#include "tests/tap.h"

#define POST	"POST /x HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" \
	"Content-Length: 7\r\n\r\n"

static const struct conn_rules rules = { .limits = HTTP_LIMITS_DEFAULT, .protocol = PORTAL_HTTP,
    .held_max = 100000 };

struct pair {
	struct conn	*c;
	int		 other;
	size_t		 held;
};

static void
open_pair(struct pair *p)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		abort();
	p->held = 0;
	p->other = fd[1];
	p->c = conn_new(fd[0], 1, &p->held);
}

static void
close_pair(struct pair *p, const char *name)
{
	conn_free(p->c);
	tap_int((long long)p->held, 0, "%s: its memory is given back", name);
	close(p->other);
}

static void
say(const struct pair *p, struct str text)
{
	if (write(p->other, text.p, text.n) != (ssize_t)text.n)
		abort();
}

static void
test_octets(void)
{
	const struct str in = STR(POST "a=1&b=2 and more");
	struct pair p;
	size_t i = 0;

	open_pair(&p);
	while (i < in.n && (p.c->state == CONN_HEAD || p.c->state == CONN_BODY)) {
		say(&p, str_sub(in, i++, 1));
		tap_int(conn_read(p.c, &rules), 0, "octet %zu", i);
	}
	tap_int(p.c->state, CONN_WAIT, "a whole request");
	tap_int((long long)i, sizeof(POST) - 1 + 7, "and no octet more was wanted");
	tap_int((long long)p.c->form.pairs.n, 4, "its form");
	tap_str(p.c->form.pairs.v[3], STR("2"), "its last value");
	tap_str(p.c->request.address, STR("127.0.0.1"), "by HTTP it comes from this machine");
	conn_forget(p.c);
	tap_int((long long)p.held, 0, "the body is forgotten");
	conn_answer(p.c, str_dup(p.c->a, STR("answer")), 200);
	conn_write(p.c);
	tap_int(p.c->state, CONN_LINGER, "the answer went");
	close_pair(&p, "a form");
}

static void
test_end(void)
{
	struct pair p;

	open_pair(&p);
	say(&p, STR("GET / HT"));
	shutdown(p.other, SHUT_WR);
	conn_read(p.c, &rules);
	tap_int(p.c->state, CONN_OVER, "half a request and an end");
	close_pair(&p, "an end");
	open_pair(&p);
	say(&p, STR(POST "a=1&b=2"));
	conn_read(p.c, &rules);
	p.c->asked = true;
	conn_hang_up(p.c);
	tap_int(p.c->state, CONN_WAIT, "who was asked for is waited for");
	conn_answer(p.c, str_dup(p.c->a, STR("x")), 200);
	tap_int(p.c->state, CONN_OVER, "and the answer goes nowhere");
	close_pair(&p, "hung up");
}

static void
test_memory(void)
{
	struct conn_rules small = rules;
	struct pair p;

	small.held_max = 6000;
	open_pair(&p);
	say(&p, STR("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n"));
	tap_int(conn_read(p.c, &small), 0, "a large body is told");
	tap_ok(p.held <= 4096, "and takes no memory yet");
	for (int i = 0; i < 5 && p.c->state == CONN_BODY; i++) {
		char piece[2000] = { 0 };

		say(&p, (struct str){ piece, sizeof(piece) });
		if (conn_read(p.c, &small) != 0)
			p.c->state = CONN_OVER;
	}
	tap_int(p.c->state, CONN_OVER, "more than all may hold is refused");
	tap_ok(p.held <= small.held_max, "before it is held");
	close_pair(&p, "memory");
}

static const struct {
	const char		*name;
	enum conn_state		 state;
	enum http_method	 method;
	bool			 asked;
	size_t			 n, octets;
	int64_t			 since, moved;	/* ms ago */
	int			 want;
} rows[] = {
	{ "a head comes", CONN_HEAD, HTTP_GET, false, 10, 10, 5000, 5000, 0 },
	{ "a head that crawls", CONN_HEAD, HTTP_GET, false, 10, 10, 11000, 0, 408 },
	{ "one that never began", CONN_HEAD, HTTP_GET, false, 0, 0, 11000, 11000, -1 },
	{ "a body comes", CONN_BODY, HTTP_POST, false, 10, 100, 9000, 100, 0 },
	{ "a body that stopped", CONN_BODY, HTTP_POST, false, 10, 10000000, 16000, 16000, 408 },
	{ "a body that crawls", CONN_BODY, HTTP_POST, false, 10, 1000, 11000, 0, 408 },
	{ "a large one that flows", CONN_BODY, HTTP_POST, false, 10, 10000000, 600000, 10, 0 },
	{ "a page is made", CONN_WAIT, HTTP_GET, true, 0, 0, 14000, 14000, 0 },
	{ "a page is not", CONN_WAIT, HTTP_GET, true, 0, 0, 16000, 16000, 503 },
	{ "a form is read", CONN_WAIT, HTTP_POST, true, 0, 0, 59000, 59000, 0 },
	{ "nobody knows of a form", CONN_WAIT, HTTP_POST, true, 0, 0, 61000, 61000, OOPS_IN_DOUBT },
	{ "it was never handed on", CONN_WAIT, HTTP_POST, false, 0, 0, 61000, 61000, 503 },
	{ "an answer that nobody takes", CONN_WRITE, HTTP_GET, true, 0, 10, 16000, 16000, -1 },
	{ "one that flows", CONN_WRITE, HTTP_GET, true, 0, 10000000, 60000, 10, 0 },
	{ "the end of it", CONN_LINGER, HTTP_GET, true, 0, 0, 3000, 0, -1 },
};

static void
test_patience(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct conn c = { .state = rows[i].state, .request.method = rows[i].method,
		    .asked = rows[i].asked, .n = rows[i].n, .octets = rows[i].octets,
		    .since = 1000000 - rows[i].since, .moved = 1000000 - rows[i].moved };

		tap_int(patience_look(&c, 1000000), rows[i].want, "%s", rows[i].name);
	}
}

int
main(void)
{
	test_octets();
	test_end();
	test_memory();
	test_patience();
	return tap_done();
}
