/* read: see read.h. */
#include "daemon/read/read.h"

#include "daemon/calendar/zones.h"
#include "daemon/page/page.h"
#include "daemon/read/reader.h"
#include "daemon/render/page.h"
#include "daemon/role/loop.h"
#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

enum { TICK_MS = 1000, SLOW_MS = 1000, STATUS_FAILED = 1 };

struct pages {
	const struct conf	*conf;
	struct loop		 loop;
	struct channel		*web;
	struct reader		 reader;
	struct zones		*zones;
	struct str		 css_tag;
	struct arena		*a;		/* of one request */
};

/* The same for all, whoever asks. */
static bool
style_answer(const struct pages *p, const struct page_request *q, struct page_answer *out)
{
	if (!str_eq(q->path, STR("/style.css")))
		return false;
	*out = (struct page_answer){ .status = 200, .type = STR("text/css; charset=utf-8"),
	    .etag = p->css_tag, .body = page_css() };
	return true;
}

static void
make(struct pages *p, const struct page_request *q, struct page_answer *out)
{
	struct page_desk desk = { .a = p->a, .conf = p->conf, .zones = p->zones,
	    .now = clock_now() };
	struct err e = { .kind = ERR_NONE };

	if (style_answer(p, q, out))
		return;
	if ((desk.db = reader_db(&p->reader)) == NULL)
		*out = (struct page_answer){ .status = 503 };
	else if (page_answer(&desk, q, out, &e) == -1)
		reader_failed(&p->reader, &e);
}

static void
take_web(void *self, const struct message *m)
{
	struct pages *p = self;
	struct page_request q;
	struct page_answer an;
	int64_t began = clock_mono();
	struct buf b;

	if (m->type != MSG_PAGE || page_request_unpack(p->a, m->body, &q) == -1)
		return;
	if (q.is_post)
		an = (struct page_answer){ .status = 405 };
	else
		make(p, &q, &an);
	an.id = q.id;
	buf_init(&b, p->a);
	buf_reserve(&b, an.body.n + 4096);
	page_answer_pack(&b, &an);
	if (b.n > CHANNEL_MAX) {
		buf_init(&b, p->a);
		page_answer_pack(&b, &(struct page_answer){ .id = q.id, .status = 500 });
	}
	channel_put(p->web, MSG_ANSWER, buf_str(&b));
	if (clock_mono() - began > SLOW_MS)
		log_warning("page took long", { "ms", LOG_I(clock_mono() - began) });
	arena_reset(p->a);
	role_alive(p->loop.control);
}

static void
web_came(void *self, struct channel *web)
{
	((struct pages *)self)->web = web;
}

static void
web_gone(void *self)
{
	((struct pages *)self)->web = NULL;
}

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	(void)self;
	(void)fds;
	(void)n;
	return TICK_MS;
}

static bool
is_over(void *self)
{
	return loop_stopping(&((struct pages *)self)->loop) != -1;
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_WEB, .came = web_came, .take = take_web, .gone = web_gone },
};

static const struct loop_ops ops = { peers, COUNT(peers), watch, NULL, NULL, is_over };

int
read_run(const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();
	struct pages *p = ARENA_NEW(a, struct pages);
	struct cage_files files = { 0 };
	unsigned char digest[SHA256_BYTES];

	p->conf = p->reader.conf = conf;
	p->a = arena_new();
	p->zones = zones_new(a);
	sha256_of(page_css(), digest);
	p->css_tag = str_printf(a, "\"%s\"", sha256_hex(a, digest, 8).p);
	loop_init(&p->loop, &ops, p, control);
	db_files(a, &files.readable);
	if (role_ready(ROLE_READ, &files, control) == -1)
		return STATUS_FAILED;
	loop_run(&p->loop);
	return 0;
}
