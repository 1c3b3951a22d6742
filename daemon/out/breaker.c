/* breaker: see breaker.h. */
#include "daemon/out/breaker.h"

#include "daemon/out/notice.h"
#include "daemon/policy/whom.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "sql.h"

enum {					/* seconds */
	USUAL_PAUSE = 600,		/* from one look at what is usual to the next */
	LOOK_PAUSE = 300,		/* from one look at whether it closes to the next */
};

#define HOUR_US	(3600LL * SECOND_US)

struct breaker {
	struct sql_breaker_state asked;
	bool		 is_known;
	bool		 withholds;
	bool		 by_hand;
	int64_t		 this_hour;	/* with this work's */
	int64_t		 last_hour;
	int64_t		 sent;		/* by this work */
	int64_t		 withheld;
};

void
breaker_ask(struct work *w)
{
	if (w->breaker != NULL)
		return;
	w->breaker = ARENA_NEW(w->a, struct breaker);
	w->breaker->asked = sql_breaker_state(w->db, w->now - w->now % HOUR_US);
}

void
breaker_learn(struct work *w)
{
	struct breaker *b = w->breaker;
	struct sql_breaker_state_row row;

	if (b == NULL || b->is_known || !sql_breaker_state_row(w->db, b->asked, 0, &row))
		return;
	*b = (struct breaker){ .is_known = true, .withholds = row.since != 0,
	    .by_hand = row.held_by.n > 0, .this_hour = row.this_hour,
	    .last_hour = row.last_hour };
}

static int
know(struct work *w)
{
	if (w->breaker != NULL && w->breaker->is_known)
		return 0;
	breaker_ask(w);
	if (work_run(w) == -1)
		return -1;
	breaker_learn(w);
	return 0;
}

/* Of the hour that ends now: of the last one on the clock the part that lies in it. */
static int64_t
recent(const struct work *w)
{
	const struct breaker *b = w->breaker;

	return b->this_hour +
	    b->last_hour * ((HOUR_US - w->now % HOUR_US) / SECOND_US) / 3600;
}

/* Asked only by a desk that is over its floor. */
static int
limit(struct work *w, int64_t *most)
{
	struct core_state *core = w->core;
	struct sql_breaker_usual_row row;
	struct sql_breaker_usual h;

	if (core->usual_at == 0 || w->now - core->usual_at > USUAL_PAUSE * SECOND_US) {
		h = sql_breaker_usual(w->db, w->now);
		if (work_run(w) == -1)
			return -1;
		sql_breaker_usual_row(w->db, h, 0, &row);
		core->usual = row.n;
		core->usual_at = w->now;
	}
	*most = core->usual * w->conf->breaker_factor;
	if (*most < w->conf->breaker_floor)
		*most = w->conf->breaker_floor;
	return 0;
}

static struct view *
facts(struct work *w, int64_t most)
{
	struct sql_breaker_top h = sql_breaker_top(w->db, w->now, STR("domain"));
	struct view *view = view_object(w->a), *items;
	struct sql_breaker_top_row row;

	if (work_run(w) == -1)
		return NULL;
	view_text(w->a, view, "count", str_printf(w->a, "%lld", (long long)recent(w)));
	view_text(w->a, view, "limit", str_printf(w->a, "%lld", (long long)most));
	items = view_add(w->a, view, STR("items"), view_list(w->a));
	for (size_t i = 0; sql_breaker_top_row(w->db, h, i, &row); i++) {
		struct view *v = view_add(w->a, items, STR_NONE, view_object(w->a));

		view_text(w->a, v, "domain", str_dup(w->a, row.key));
		view_text(w->a, v, "mails", str_printf(w->a, "%lld", (long long)row.mails));
	}
	return view;
}

static int
tell(struct work *w, int64_t most)
{
	struct event ev = { .kind = EVENT_NOTED, .at = w->now };
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct view *view = facts(w, most);

	log_error("breaker: automatic mail to customers is withheld",
	    { "this_hour", LOG_I(recent(w)) }, { "limit", LOG_I(most) });
	recipients_in_charge(w, &ev, all);
	if (view == NULL)
		return -1;
	for (size_t i = 0; i < all->n; i++)
		if (notice_list(w, &ev, STR("breaker"), &all->v[i], view) == -1)
			return -1;
	return 0;
}

static void
look_later(struct work *w, int64_t at)
{
	if (w->next_alarm == 0 || at < w->next_alarm)
		w->next_alarm = at;
}

/* Another daemon may have seen it first, and told it. */
static int
trip(struct work *w, int64_t most)
{
	int64_t at = w->now + LOOK_PAUSE * SECOND_US;
	struct db_handle h = sql_breaker_trip(w->db, w->now, at);

	look_later(w, at);
	w->breaker->withholds = true;
	if (work_run(w) == -1)
		return -1;
	return db_count(w->db, h) == 0 ? 0 : tell(w, most);
}

/* What waits is let go by the look that follows. */
static void
close_if_calm(struct work *w, int64_t all, int64_t most)
{
	struct breaker *b = w->breaker;

	if (!b->withholds || b->by_hand || all > most / 2)
		return;
	b->withholds = false;
	sql_breaker_close(w->db, w->now);
	look_later(w, w->now);
	log_warning("breaker: automatic mail to customers goes again",
	    { "this_hour", LOG_I(all) }, { "limit", LOG_I(most) });
}

static int
decide(struct work *w, int64_t n, int64_t most)
{
	int64_t all = recent(w) + n;

	if (!w->breaker->withholds)
		return all > most ? trip(w, most) : 0;
	close_if_calm(w, all, most);
	return 0;
}

/* The admins hear what became of what waited, and what is theirs to decide. */
static int
release(struct work *w)
{
	struct event ev = { .kind = EVENT_NOTED, .at = w->now };
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct view *view = view_object(w->a);
	struct sql_breaker_release h = sql_breaker_release(w->db, w->now,
	    projects_people(w->a, &w->conf->projects));
	struct sql_breaker_release_row row;

	sql_breaker_look(w->db, 0);
	if (work_run(w) == -1)
		return -1;
	sql_breaker_release_row(w->db, h, 0, &row);
	w->deliveries += (size_t)row.went;
	log_info("breaker: withheld mail to people whom something proves goes out",
	    { "went", LOG_I(row.went) }, { "waiting", LOG_I(row.waiting) });
	view_text(w->a, view, "count", str_printf(w->a, "%lld", (long long)row.went));
	view_text(w->a, view, "more", row.waiting == 0 ? STR_NONE :
	    str_printf(w->a, "%lld", (long long)row.waiting));
	recipients_in_charge(w, &ev, all);
	for (size_t i = 0; i < all->n; i++)
		if (notice_list(w, &ev, STR("breaker-closed"), &all->v[i], view) == -1)
			return -1;
	return 0;
}

static void
add_all(struct work *w)
{
	sql_automatic_add(w->db, w->now - w->now % HOUR_US, w->core->owner, w->breaker->sent,
	    w->breaker->withheld);
}

int
breaker_admits(struct work *w, int64_t n, bool *admits)
{
	struct breaker *b;
	int64_t most = w->conf->breaker_floor;

	if (know(w) == -1)
		return -1;
	b = w->breaker;
	if ((recent(w) + n > most && limit(w, &most) == -1) || decide(w, n, most) == -1)
		return -1;
	b->this_hour += n;
	*admits = !b->withholds;
	*(b->withholds ? &b->withheld : &b->sent) += n;
	work_at_last(w, add_all);
	return 0;
}

int
breaker_look(struct work *w)
{
	struct sql_breaker_due h = sql_breaker_due(w->db, w->now);
	int64_t most, at = w->now + LOOK_PAUSE * SECOND_US;

	if (work_run(w) == -1)
		return -1;
	if (sql_breaker_due_count(w->db, h) == 0)
		return 0;
	if (know(w) == -1 || limit(w, &most) == -1)
		return -1;
	close_if_calm(w, recent(w), most);
	if (!w->breaker->withholds)
		return release(w);
	sql_breaker_look(w->db, at);
	look_later(w, at);
	return 0;
}
