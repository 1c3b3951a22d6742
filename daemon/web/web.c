/*
 * web: see web.h.  One thread, one epoll descriptor, connections in an array; what is slow,
 * large or many costs itself: each turn serves each connection a little.
 */
#include "daemon/web/web.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "daemon/role/loop.h"
#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/web/answer.h"
#include "daemon/web/ask.h"
#include "daemon/web/conn.h"
#include "daemon/web/door.h"
#include "daemon/web/oops.h"
#include "daemon/web/patience.h"
#include "parsers/base/array.h"

enum {
	TICK_MS = 1000,
	BUSY_TICK_MS = 250,
	NEWS = 64,
	ACCEPTS = 64,
	EVICT_MS = 1000,		/* idle for so long it goes when others wait */
	ALONE_MS = 3000,		/* read or core may be on its way back */
	STOP_MS = 3000,
	HELD_MIN = 64 * 1024 * 1024,
	STATUS_FAILED = 1
};

enum peer { READ, CORE, PEERS };

static const struct {
	const char	*name;
	enum message_type type;
	size_t		 most;		/* that it works at: what waits here can be given up */
} peers_at[PEERS] = {
	[READ] = { "read", MSG_PAGE, 2 },
	[CORE] = { "core", MSG_POST, 32 },
};

struct web {
	const struct conf	*conf;
	struct loop		 loop;
	struct conn_rules	 rules;
	int			 door, epoll;
	bool			 knocks;	/* somebody is at the door */
	bool			 shut;		/* nobody is let in at present */
	struct conn		**v;
	size_t			 n, max;
	uint64_t		 last_id;
	size_t			 held;
	struct channel		*peer[PEERS];
	size_t			 flying[PEERS];	/* asked, and not answered */
	int64_t			 looked;
	struct arena		*a;		/* of one message */
};

static enum peer
peer_of(const struct conn *c)
{
	return c->request.method == HTTP_POST ? CORE : READ;
}

/* --- answering --- */

static void
watch_conn(struct web *w, struct conn *c)
{
	static const uint32_t events[] = { [CONN_HEAD] = EPOLLIN, [CONN_BODY] = EPOLLIN,
	    [CONN_WAIT] = 0, [CONN_WRITE] = EPOLLOUT, [CONN_LINGER] = EPOLLIN, [CONN_OVER] = 0 };
	struct epoll_event ev = { .events = events[c->state], .data.ptr = c };

	if (c->fd != -1)
		epoll_ctl(w->epoll, EPOLL_CTL_MOD, c->fd, &ev);
}

static void
log_answer(struct web *w, const struct conn *c, uint32_t status)
{
	static const char *const methods[] = { [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD",
	    [HTTP_POST] = "POST" };

	LOG_(status >= 500 ? LOG_INFO : LOG_DEBUG, "page", { "method",
	    LOG_C(methods[c->request.method]) }, { "path", LOG_S(ask_masked(w->a, c->request.path)) },
	    { "status", LOG_I(status) }, { "ms", LOG_I(clock_mono() - c->came) });
}

static void
finish(struct web *w, struct conn *c, const struct page_answer *an)
{
	struct buf b;

	log_answer(w, c, an->status);
	buf_init(&b, c->a);
	answer_put(&b, &w->conf->portal, &c->request, an);
	conn_answer(c, buf_str(&b), an->status);
	if (c->state == CONN_WRITE)
		conn_write(c);
	watch_conn(w, c);
}

static void
refuse(struct web *w, struct conn *c, int status)
{
	struct page_answer an;

	if (c->state == CONN_WAIT && c->asked)
		w->flying[peer_of(c)]--;
	oops_page(c->a, status, c->request.language, &an);
	finish(w, c, &an);
}

/* --- asking --- */

/* The one that waits longest for this peer; NULL: none does. */
static struct conn *
first_waiting(const struct web *w, enum peer p)
{
	struct conn *first = NULL;

	for (size_t i = 0; i < w->n; i++) {
		struct conn *c = w->v[i];

		if (c->state == CONN_WAIT && !c->asked && peer_of(c) == p &&
		    (first == NULL || c->id < first->id))
			first = c;
	}
	return first;
}

static size_t
size_of(const struct http_form *form)
{
	size_t n = 128 * 1024;

	for (size_t i = 0; i < form->n_files; i++)
		n += form->files[i].bytes.n + 1024;
	return n;
}

static void
ask(struct web *w, struct conn *c, enum peer p)
{
	struct page_request q;
	struct buf b;
	int status = ask_make(w->a, &w->conf->portal, c->id, &c->request, &c->form, &q);

	if (status != 0) {
		refuse(w, c, status);
		return;
	}
	buf_init(&b, w->a);
	if (p == CORE)
		buf_reserve(&b, size_of(&c->form));
	page_request_pack(&b, &q);
	if (b.n > CHANNEL_MAX) {
		refuse(w, c, HTTP_TOO_LARGE);
		return;
	}
	channel_put(w->peer[p], peers_at[p].type, buf_str(&b));
	conn_forget(c);
	c->asked = true;
	w->flying[p]++;
	arena_reset(w->a);
}

static void
ask_all(struct web *w)
{
	for (enum peer p = READ; p < PEERS; p++) {
		struct conn *c;

		while (w->peer[p] != NULL && w->flying[p] < peers_at[p].most &&
		    channel_backlog(w->peer[p]) < HELD_MIN && (c = first_waiting(w, p)) != NULL)
			ask(w, c, p);
	}
}

/* What is taken to the browser: a small page instead of none, or of one too many large ones. */
static void
check_answer(struct web *w, const struct conn *c, struct page_answer *an)
{
	if (w->held + an->body.n > w->rules.held_max)
		oops_page(w->a, HTTP_UNAVAILABLE, c->request.language, an);
	else if (an->status >= 400 && an->body.n == 0)
		oops_page(w->a, (int)an->status, c->request.language, an);
}

static void
take_answer(struct web *w, const struct message *m, enum peer p)
{
	struct page_answer an;

	if (m->type != MSG_ANSWER || page_answer_unpack(w->a, m->body, &an) == -1)
		return;
	for (size_t i = 0; i < w->n; i++) {
		struct conn *c = w->v[i];

		if (c->id != an.id || c->state != CONN_WAIT || !c->asked || peer_of(c) != p)
			continue;
		w->flying[p]--;
		check_answer(w, c, &an);
		finish(w, c, &an);
		break;
	}
	arena_reset(w->a);
}

static void
take_read(void *self, const struct message *m)
{
	take_answer(self, m, READ);
}

static void
take_core(void *self, const struct message *m)
{
	take_answer(self, m, CORE);
}

static void
read_came(void *self, struct channel *ch)
{
	((struct web *)self)->peer[READ] = ch;
}

static void
core_came(void *self, struct channel *ch)
{
	((struct web *)self)->peer[CORE] = ch;
}

/* What it was asked it will not answer: a page that ends it must not end the next. */
static void
peer_gone(struct web *w, enum peer p)
{
	w->peer[p] = NULL;
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i]->state == CONN_WAIT && w->v[i]->asked && peer_of(w->v[i]) == p)
			refuse(w, w->v[i], p == CORE ? OOPS_IN_DOUBT : HTTP_UNAVAILABLE);
	w->flying[p] = 0;
}

static void
read_gone(void *self)
{
	peer_gone(self, READ);
}

static void
core_gone(void *self)
{
	peer_gone(self, CORE);
}

/* --- connections --- */

static void
serve(struct web *w, struct conn *c, uint32_t events)
{
	int status = 0;

	switch (c->state) {
	case CONN_HEAD:
	case CONN_BODY:
		status = conn_read(c, &w->rules);
		break;
	case CONN_WAIT:
		if ((events & (EPOLLHUP | EPOLLERR)) != 0)
			conn_hang_up(c);
		break;
	case CONN_WRITE:
		conn_write(c);
		break;
	case CONN_LINGER:
		conn_drain(c);
		break;
	case CONN_OVER:
		break;
	}
	if (status != 0 && c->state != CONN_OVER)
		refuse(w, c, status);
	else
		watch_conn(w, c);
}

static void
sweep(struct web *w)
{
	for (size_t i = 0; i < w->n;) {
		if (w->v[i]->state != CONN_OVER) {
			i++;
			continue;
		}
		conn_free(w->v[i]);
		w->v[i] = w->v[--w->n];
	}
}

/* Who does nothing makes room for who knocks.  False: all do something. */
static bool
evict(struct web *w)
{
	int64_t now = clock_mono(), longest = EVICT_MS;
	struct conn *worst = NULL;

	for (size_t i = 0; i < w->n; i++) {
		int64_t idle = patience_idle(w->v[i], now);

		if (idle >= longest) {
			longest = idle;
			worst = w->v[i];
		}
	}
	if (worst == NULL)
		return false;
	worst->state = CONN_OVER;
	sweep(w);
	return true;
}

static bool
let_in(struct web *w)
{
	struct epoll_event ev = { .events = EPOLLIN };
	struct conn *c;
	int fd;

	if (w->n == w->max && !evict(w))
		return false;
	if ((fd = accept4(w->door, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) == -1)
		return false;
	c = conn_new(fd, ++w->last_id, &w->held);
	ev.data.ptr = c;
	if (epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &ev) == -1) {
		conn_free(c);
		return false;
	}
	w->v[w->n++] = c;
	return true;
}

/* While nobody can be let in, who knocks must not keep us awake. */
static void
answer_door(struct web *w)
{
	struct epoll_event ev = { .data.ptr = NULL };
	bool full;

	for (int i = 0; w->knocks && i < ACCEPTS; i++)
		w->knocks = let_in(w);
	w->knocks = false;
	full = w->n == w->max;
	if (w->door == -1 || full == w->shut)
		return;
	w->shut = full;
	ev.events = full ? 0 : EPOLLIN;
	epoll_ctl(w->epoll, EPOLL_CTL_MOD, w->door, &ev);
}

static void
look_at_all(struct web *w, int64_t now)
{
	w->looked = now;
	for (size_t i = 0; i < w->n; i++) {
		struct conn *c = w->v[i];
		int status = patience_look(c, now);

		if (c->state == CONN_WAIT && !c->asked && w->peer[peer_of(c)] == NULL &&
		    now - c->since > ALONE_MS)
			status = HTTP_UNAVAILABLE;
		if (status > 0)
			refuse(w, c, status);
		else if (status == -1)
			c->state = CONN_OVER;
	}
	/* Some of those at the door may have their turn now. */
	w->knocks |= w->shut;
}

/* --- the role --- */

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	struct web *w = self;

	fds[(*n)++] = (struct pollfd){ .fd = w->epoll, .events = POLLIN };
	return w->n > 0 ? BUSY_TICK_MS : TICK_MS;
}

static void
work(void *self)
{
	struct web *w = self;
	struct epoll_event ev[NEWS];
	int64_t now = clock_mono();
	int n = epoll_wait(w->epoll, ev, NEWS, 0);

	for (int i = 0; i < n; i++)
		if (ev[i].data.ptr == NULL)
			w->knocks = true;
		else
			serve(w, ev[i].data.ptr, ev[i].events);
	if (now - w->looked >= BUSY_TICK_MS)
		look_at_all(w, now);
	sweep(w);
	if (w->door != -1)
		answer_door(w);
	ask_all(w);
	sweep(w);
	arena_reset(w->a);
}

static void
stop(void *self)
{
	struct web *w = self;

	close(w->door);
	w->door = -1;
}

static bool
is_over(void *self)
{
	struct web *w = self;
	int64_t since = loop_stopping(&w->loop);

	return since != -1 && (w->n == 0 || since > STOP_MS);
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_READ, .came = read_came, .take = take_read, .gone = read_gone },
	{ .role = ROLE_CORE, .came = core_came, .take = take_core, .gone = core_gone },
};

static const struct loop_ops ops = { peers, COUNT(peers), watch, work, stop, is_over };

static void
set_rules(struct web *w, const struct portal *p)
{
	w->rules = (struct conn_rules){ .limits = HTTP_LIMITS_DEFAULT, .protocol = p->protocol };
	w->rules.limits.body_bytes = p->upload;
	w->rules.held_max = 3 * p->upload > HELD_MIN ? 3 * p->upload : HELD_MIN;
	w->max = door_room(p);
}

static int
open_all(struct web *w, const struct portal *p)
{
	struct epoll_event ev = { .events = EPOLLIN };
	struct err e;

	if ((w->door = door_open(p, &e)) == -1) {
		log_error("no portal: nobody can be let in", { "error", LOG_C(e.text) });
		return -1;
	}
	if ((w->epoll = epoll_create1(EPOLL_CLOEXEC)) == -1 ||
	    epoll_ctl(w->epoll, EPOLL_CTL_ADD, w->door, &ev) == -1) {
		log_error("no epoll", { "errno", LOG_I(errno) });
		return -1;
	}
	return 0;
}

int
web_run(const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();
	struct web *w = ARENA_NEW(a, struct web);

	w->conf = conf;
	w->a = arena_new();
	loop_init(&w->loop, &ops, w, control);
	set_rules(w, &conf->portal);
	w->v = ARENA_ARRAY(a, w->max, struct conn *);
	if (open_all(w, &conf->portal) == -1 || role_ready(ROLE_WEB, NULL, control) == -1)
		return STATUS_FAILED;
	log_info("portal open", { "at", LOG_S(conf->portal.socket.n > 0 ? conf->portal.socket :
	    conf->portal.listen) }, { "url", LOG_S(conf->portal.url) }, { "connections",
	    LOG_I(w->max) });
	loop_run(&w->loop);
	return 0;
}
