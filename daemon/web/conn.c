/* conn: see conn.h. */
#include "daemon/web/conn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/sys/clock.h"
#include "parsers/http/http1.h"
#include "parsers/http/scgi.h"

enum {
	FIRST = 4 * 1024,
	PIECE = 64 * 1024,		/* octets of one turn: all have theirs */
	PIECES = 4
};

static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";

struct conn *
conn_new(int fd, uint64_t id, size_t *held)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (c == NULL)
		arena_oom();
	*c = (struct conn){ .fd = fd, .id = id, .a = arena_new(), .held = held };
	c->came = clock_mono();
	conn_become(c, CONN_HEAD);
	return c;
}

void
conn_become(struct conn *c, enum conn_state state)
{
	c->state = state;
	c->since = c->moved = clock_mono();
	c->octets = 0;
}

void
conn_forget(struct conn *c)
{
	*c->held -= c->cap;
	free(c->in);
	c->in = NULL;
	c->n = c->cap = 0;
	c->form = (struct http_form){ .n_files = 0 };
}

void
conn_free(struct conn *c)
{
	if (c == NULL)
		return;
	conn_forget(c);
	*c->held -= c->out.n;
	if (c->fd != -1)
		close(c->fd);
	arena_free(c->a);
	free(c);
}

/* --- in --- */

/* Room behind what came, as much again as there is; `most` in all. */
static int
make_room(struct conn *c, const struct conn_rules *rules, size_t most)
{
	size_t want = c->cap == 0 ? FIRST : 2 * c->cap;

	if (c->n < c->cap)
		return 0;
	if (want > most)
		want = most;
	if (*c->held + (want - c->cap) > rules->held_max)
		return HTTP_UNAVAILABLE;
	if ((c->in = realloc(c->in, want)) == NULL)
		arena_oom();
	*c->held += want - c->cap;
	c->cap = want;
	return 0;
}

/* 0: nothing more for now, or the end; else octets. */
static size_t
read_some(struct conn *c)
{
	size_t room = c->cap - c->n;
	ssize_t n = recv(c->fd, c->in + c->n, room < PIECE ? room : PIECE, MSG_DONTWAIT);

	if (n > 0) {
		c->n += (size_t)n;
		c->octets += (size_t)n;
		c->moved = clock_mono();
		return (size_t)n;
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		c->state = CONN_OVER;
	return 0;
}

static int
take_form(struct conn *c, const struct conn_rules *rules)
{
	struct str body = { c->in, (size_t)c->request.length };
	int status = 0;

	if (c->request.method == HTTP_POST)
		status = http_form(c->a, c->request.type, body, &rules->limits, &c->form);
	if (status == 0)
		conn_become(c, CONN_WAIT);
	return status;
}

/* The head is kept apart: what it says stays where it is while the body grows. */
static int
take_head(struct conn *c, const struct conn_rules *rules, struct str head)
{
	struct http_head h;
	size_t n;
	int status;

	head = str_dup(c->a, head);
	c->n -= head.n;
	memmove(c->in, c->in + head.n, c->n);
	status = rules->protocol == PORTAL_SCGI ? scgi_read(head, &rules->limits, &h, &n) :
	    http1_read(head, &rules->limits, &h, &n);
	if (status == 0)
		status = http_request_read(c->a, &h, &rules->limits, &c->request);
	/* By HTTP it is this machine, for listen says so; a proxy's word for it is not asked. */
	if (rules->protocol == PORTAL_HTTP)
		c->request.address = STR("127.0.0.1");
	if (status != 0)
		return status;
	conn_become(c, CONN_BODY);
	if (c->request.expects && c->n < c->request.length)
		(void)!send(c->fd, go_on, sizeof(go_on) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	return c->n >= c->request.length ? take_form(c, rules) : 0;
}

static int
look_for_head(struct conn *c, const struct conn_rules *rules)
{
	struct str in = { c->in, c->n };
	struct http_head h;
	size_t n;
	int status = rules->protocol == PORTAL_SCGI ? scgi_read(in, &rules->limits, &h, &n) :
	    http1_read(in, &rules->limits, &h, &n);

	if (status == -1)
		return 0;
	return status != 0 ? status : take_head(c, rules, str_sub(in, 0, n));
}

int
conn_read(struct conn *c, const struct conn_rules *rules)
{
	int status = 0;

	for (int i = 0; i < PIECES && status == 0; i++) {
		bool head = c->state == CONN_HEAD;
		size_t most = head ? rules->limits.head_bytes + FIRST : (size_t)c->request.length;

		if ((status = make_room(c, rules, most)) != 0 || read_some(c) == 0)
			break;
		if (head)
			status = look_for_head(c, rules);
		else if (c->n >= c->request.length)
			status = take_form(c, rules);
		if (c->state == CONN_WAIT || c->state == CONN_OVER)
			break;
	}
	return status;
}

/* --- out --- */

void
conn_answer(struct conn *c, struct str bytes, uint32_t status)
{
	conn_forget(c);
	*c->held += bytes.n;
	c->out = bytes;
	c->at = 0;
	c->status = status;
	conn_become(c, c->fd == -1 ? CONN_OVER : CONN_WRITE);
}

void
conn_write(struct conn *c)
{
	for (int i = 0; i < PIECES && c->at < c->out.n; i++) {
		ssize_t n = send(c->fd, c->out.p + c->at, c->out.n - c->at,
		    MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			c->state = CONN_OVER;
			return;
		}
		c->at += (size_t)n;
		c->octets += (size_t)n;
		c->moved = clock_mono();
	}
	if (c->at < c->out.n)
		return;
	/* Closed while something comes, the answer would be lost on its way. */
	shutdown(c->fd, SHUT_WR);
	conn_become(c, CONN_LINGER);
}

void
conn_drain(struct conn *c)
{
	char waste[16 * 1024];
	ssize_t n;

	for (int i = 0; i < PIECES; i++) {
		if ((n = recv(c->fd, waste, sizeof(waste), MSG_DONTWAIT)) > 0) {
			c->octets += (size_t)n;
			continue;
		}
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			c->state = CONN_OVER;
		return;
	}
}

void
conn_hang_up(struct conn *c)
{
	close(c->fd);
	c->fd = -1;
	if (!c->asked)
		c->state = CONN_OVER;
}
