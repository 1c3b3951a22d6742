/*
 * alert: see alert.h.  One thread, straight on: look, tell, note that it was told.  Each
 * step ends within the time after which the supervisor replaces a silent role.
 */
#include "daemon/alert/alert.h"

#include <stdio.h>


#include "daemon/alert/look.h"
#include "daemon/alert/ways.h"
#include "daemon/db/db.h"
#include "daemon/out/compose.h"
#include "daemon/role/loop.h"
#include "daemon/role/role.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	TICK_MS = 1000,
	LOOK_S = 30,
	DOUBT_MS = 5000,		/* until the look that settles what is in doubt */
	STATUS_FAILED = 1,
	STATUS_CONF = 78
};

struct alert {
	struct loop	 loop;
	struct look	*look;
	struct ways	*ways;
	struct arena	*a;		/* of one look */
	int64_t		 next;		/* us: the next look */
	int64_t		 last;		/* us: the one before */
	int64_t		 early;		/* ms: the next look, if it is before; 0: it is not */
};

static void
alive(void *arg)
{
	role_alive(((struct alert *)arg)->loop.control);
}

static void
log_reports(const struct way_reports *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct way_report *r = &all->v[i];

		LOG_(r->ok ? LOG_INFO : LOG_WARNING, r->ok ? "alert told" :
		    "alert not told by this way", { "to", LOG_S(r->to) }, { "by", LOG_S(r->by) },
		    { "reply", LOG_S(r->text) });
	}
}

static void
tell(struct alert *al, const struct bulletin *b)
{
	struct way_reports reports;
	size_t told = ways_tell(al->ways, al->a, b, !b->is_due, alive, al, &reports);

	log_reports(&reports);
	if (b->is_due && told == 0 && ways_count(al->ways) > 0)
		log_error("alert: nobody could be told, trying again", { "open",
		    LOG_S(troubles_kinds(al->a, &b->open)) });
	/* Where nobody is to be told, the log is all there is, and it has it once. */
	if (b->is_due && (told > 0 || ways_count(al->ways) == 0))
		look_told(al->look, b);
}

static void
look(struct alert *al, int64_t now)
{
	struct bulletin b;

	look_run(al->look, al->a, now, &b);
	alive(al);
	if (b.is_due)
		LOG_(b.open.n > 0 ? LOG_ERROR : LOG_INFO, b.open.n > 0 ?
		    "alert: this is wrong" : "alert: all is well again",
		    { "open", LOG_S(troubles_kinds(al->a, &b.open)) },
		    { "well", LOG_S(troubles_kinds(al->a, &b.well)) });
	if (b.is_due || (b.open.n > 0 && ways_are_owed(al->ways)))
		tell(al, &b);
	else if (b.open.n == 0)
		ways_forgive(al->ways);
	arena_reset(al->a);
	al->last = now;
	al->early = look_is_in_doubt(al->look) ? clock_mono() + DOUBT_MS : 0;
}

/* After a jump of the clock a second look follows soon. */
static void
work(void *self)
{
	struct alert *al = self;
	int64_t now = clock_now();
	bool jumped = al->last != 0 && (now < al->last || now - al->last > 3 * LOOK_S * SECOND_US);

	if (al->last != 0 && !jumped && now - al->last < LOOK_S * SECOND_US &&
	    (al->early == 0 || clock_mono() < al->early))
		return;
	look(al, now);
	if (jumped)
		al->early = clock_mono() + DOUBT_MS;
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
	struct alert *al = self;

	return loop_stopping(&al->loop) != -1 || ways_are_broken(al->ways);
}

static const struct loop_ops ops = { NULL, 0, watch, work, NULL, is_over };

int
alert_run(const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();
	struct alert *al = ARENA_NEW(a, struct alert);
	struct cage_files files = { 0 };
	struct err e;

	loop_init(&al->loop, &ops, al, control);
	if ((al->ways = ways_new(a, conf, &files.readable, &e)) == NULL || smtp_init(&e) == -1) {
		log_error("cannot tell admins", { "error", LOG_C(e.text) });
		return e.kind == ERR_CONF ? STATUS_CONF : STATUS_FAILED;
	}
	compose_init();
	db_files(a, &files.readable);
	al->look = look_new(a, conf);
	al->a = arena_new();
	if (role_ready(ROLE_ALERT, &files, control) == -1)
		return STATUS_FAILED;
	if (ways_count(al->ways) == 0)
		log_warning("nobody hears of what is wrong: no agent is an admin, and the "
		    "group alert of docket.conf names nobody", { "mailboxes",
		    LOG_I(conf->mailboxes.n) });
	loop_run(&al->loop);
	look_close(al->look);
	return ways_are_broken(al->ways) ? STATUS_FAILED : 0;
}

int
alert_alone(const struct conf *conf)
{
	struct arena *a = arena_new();
	struct look *l = look_new(a, conf);
	struct bulletin_text text;
	struct bulletin b;
	struct err e;
	int status = 0;

	look_run(l, a, clock_now(), &b);
	if (b.open.n + b.well.n == 0) {
		puts("nothing to tell");
	} else if (bulletin_write(a, conf, &b, NULL, &text, &e) == -1) {
		log_error("no text", { "error", LOG_C(e.text) });
		status = STATUS_FAILED;
	} else {
		printf("%.*s\n\n%.*s", STR_ARG(text.subject), STR_ARG(text.text));
	}
	look_close(l);
	arena_free(a);
	return status;
}
