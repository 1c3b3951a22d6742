/* clocklog: see clocklog.h. */
#include "daemon/ticket/clocklog.h"

#include <string.h>

#include "daemon/sla/promise.h"
#include "sql.h"

static bool
is_answer(const struct clock_event *e)
{
	return e->what.n == 0 && e->is_human && e->by_agent;
}

/* Of what comes before v[i], the first that an answer of v[i]'s instant precedes. */
static size_t
place_of(const struct clock_event *v, size_t first, size_t i)
{
	size_t at = first;

	while (at < i && (v[at].at != v[i].at || is_answer(&v[at])))
		at++;
	return at;
}

void
clocklog_order(struct clock_event *v, size_t n)
{
	size_t first = 0;

	while (first < n && !str_eq(v[first].what, STR("promise")))
		first++;	/* nothing comes before the ticket */
	for (size_t i = ++first; i < n; i++) {
		struct clock_event e = v[i];
		size_t at = is_answer(&e) ? place_of(v, first, i) : i;

		memmove(&v[at + 1], &v[at], (i - at) * sizeof(*v));
		v[at] = e;
	}
}

/* What clock_log gives of a promise of our version; NULL: none is promised any more. */
static struct sla_promise *
read_promise(struct arena *a, const struct sql_clock_log_row *row)
{
	struct sla_promise *p;

	if (row->version != PROMISE_VERSION || row->policy.n == 0)
		return NULL;
	p = ARENA_NEW(a, struct sla_promise);
	*p = (struct sla_promise){
		.policy = str_dup(a, row->policy),
		.severity = str_dup(a, row->severity),
		.calendar = str_dup(a, row->calendar),
		.target = { [SLA_RESPONSE] = row->response,
		    [SLA_NEXT_RESPONSE] = row->next_response,
		    [SLA_UPDATE] = row->update, [SLA_RESOLUTION] = row->resolution },
		.replay = row->replay,
		.new_cycle = row->new_cycle,
	};
	promise_points(a, &row->warn, p);
	promise_pause(a, &row->pause, p);
	return p;
}

size_t
clocklog_read(struct arena *a, const struct db *db, struct sql_clock_log h,
    struct clock_event **out)
{
	size_t n = sql_clock_log_count(db, h);
	struct sql_clock_log_row row;

	*out = ARENA_ARRAY(a, n, struct clock_event);
	for (size_t i = 0; sql_clock_log_row(db, h, i, &row); i++)
		(*out)[i] = (struct clock_event){
			.at = row.at,
			.kind = str_dup(a, row.kind),
			.author = str_dup(a, row.author),
			.by_agent = row.by_agent,
			.is_human = row.is_human,
			.what = str_dup(a, row.what),
			.new = str_dup(a, row.new),
			.category = str_dup(a, row.category),
			.promise = read_promise(a, &row),
			.version = row.version,
			.why = str_dup(a, row.why),
			.resolves = row.resolves,
			.asked = row.asked,
			.is_split = row.is_split,
		};
	clocklog_order(*out, n);
	return n;
}

int64_t
clocklog_unknown(const struct clock_event *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].version != 0 && v[i].version != PROMISE_VERSION)
			return v[i].version;
	return 0;
}

static bool
apply_promise(struct clocks *cs, struct worktimes *all, const struct clock_event *e)
{
	struct sla_promise *p = e->promise;

	if (p != NULL) {
		p->worktime = worktimes_find(all, p->calendar);
		if (p->worktime == NULL)
			p->worktime = worktimes_always(all);
	}
	if (cs->created_at == 0)
		clocks_created(cs, p, e->at);
	else
		clocks_change(cs, p, e->at);
	return true;
}

bool
clocklog_apply(struct clocks *cs, struct worktimes *all, const struct clock_event *e)
{
	if (str_eq(e->what, STR("promise")))
		return apply_promise(cs, all, e);
	if (str_eq(e->what, STR("status"))) {
		clocks_status(cs, e->category.n > 0 ? e->category : e->new, e->at);
		return true;
	}
	if (str_eq(e->what, STR("asked"))) {
		if (e->is_split)
			clocks_split(cs, e->asked, e->at);
		else
			clocks_asked_since(cs, e->asked, e->at);
		return true;
	}
	if (str_eq(e->what, STR("merged-into"))) {
		clocks_end(cs, e->at, STR("merged"));
		return true;
	}
	if (str_eq(e->what, STR("spam"))) {
		clocks_spam(cs, e->at);
		return true;
	}
	if (cs->created_at == 0 || !e->is_human)
		return false;	/* the mail that opened it: the promise starts the clocks */
	if (e->by_agent)
		clocks_answered(cs, e->at, e->resolves);
	else
		clocks_asked(cs, e->at);
	return true;
}

struct str
clocklog_text(struct arena *a, const struct clock_event *e)
{
	if (str_eq(e->what, STR("status")))
		return str_printf(a, "status becomes %.*s (%.*s)", STR_ARG(e->new),
		    STR_ARG(e->author));
	if (str_eq(e->what, STR("promise")))
		return e->why.n == 0 ? STR("the ticket came in") :
		    str_printf(a, "%.*s", STR_ARG(e->why));
	if (e->is_split)
		return str_printf(a, "a question went into a ticket of its own (%.*s): %s%.*s",
		    STR_ARG(e->author), e->new.n > 0 ? "the next waits since " :
		    "nobody waits", STR_ARG(e->new));
	if (str_eq(e->what, STR("asked")))
		return str_printf(a, "%.*s came in, whose customer waits since %.*s",
		    STR_ARG(e->why), STR_ARG(e->new));
	if (str_eq(e->what, STR("merged-into")))
		return str_printf(a, "it went into %.*s (%.*s)", STR_ARG(e->new),
		    STR_ARG(e->author));
	if (str_eq(e->what, STR("spam")))
		return str_printf(a, "it is spam (%.*s)", STR_ARG(e->author));
	return str_printf(a, e->by_agent ? "%.*s answered the customer" : "%.*s wrote",
	    STR_ARG(e->author));
}
