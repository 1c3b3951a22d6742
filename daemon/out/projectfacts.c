/* projectfacts: see projectfacts.h. */
#include "daemon/out/projectfacts.h"

#include "daemon/policy/support.h"
#include "daemon/ticket/contractend.h"
#include "daemon/ticket/projectbudget.h"
#include "daemon/ticket/timeentry.h"

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

static struct view *
object(struct arena *a, struct view *top, const char *name)
{
	return view_add(a, top, str_c(name), view_object(a));
}

/* "2026-11": what the budget's points are of, up to the first space. */
static struct str
period_name(struct str what)
{
	return str_ends(what, STR(" in all")) ? STR_NONE : str_sub(what, 0, str_chr(what, ' ', 0));
}

static void
put_budget(struct arena *a, struct view *top, struct str period, int64_t used, int64_t of,
    int64_t ticket)
{
	struct view *v = object(a, top, "budget");

	view_text(a, v, "of", time_span_text(a, of));
	view_text(a, v, "used", time_span_text(a, used));
	view_text(a, v, "percent", number(a, used * 100 / of));
	view_text(a, v, "left", used < of ? time_span_text(a, of - used) : STR("0m"));
	view_text(a, v, "over", used > of ? time_span_text(a, used - of) : STR_NONE);
	view_text(a, v, "ticket", ticket == 0 ? STR_NONE : number(a, ticket));
	view_text(a, v, "period", period);
	view_text(a, v, "month", period.n == sizeof("2026-11") - 1 &&
	    str_chr(period, 'Q', 0) == SIZE_MAX ? period : STR_NONE);
}

/* Of a ticket's project, as it is booked now. */
static void
add_budget(struct work *w, struct view *top, const struct project *p)
{
	struct budget_used used;

	if (project_budget(p) != NULL && project_budget_used(w, p, &used) == 0)
		put_budget(w->a, top, used.period.name, used.used, used.limit, 0);
}

static void
add_contract(const struct work *w, struct view *top, const struct project *p)
{
	const struct contract *c = &p->contract;
	int32_t left = c->until - civil_of(project_event_zone(w, p), w->now);
	struct view *v;

	if (c->until == CIVIL_NONE)
		return;
	v = object(w->a, top, "contract");
	view_text(w->a, v, "until", civil_text(w->a, c->until));
	view_text(w->a, v, "is_over", left < 0 ? STR("yes") : STR_NONE);
	view_text(w->a, v, "days", left > 0 ? number(w->a, left) : STR_NONE);
	view_text(w->a, v, "sla", c->sla.n > 0 ? c->sla : p->sla);
	view_text(w->a, v, "sla_after", p->sla);
}

static void
add_eol(const struct work *w, struct view *top, const struct project *p,
    const struct project_event *e)
{
	int32_t left = e->day - civil_of(project_event_zone(w, p), w->now);
	const struct product *of = e->product.n == 0 ? NULL :
	    product_find(&w->conf->products, e->product);
	struct view *v = object(w->a, top, "eol");
	const struct branch *b;

	view_text(w->a, v, "product", e->product);
	view_text(w->a, v, "version", e->version);
	view_text(w->a, v, "environment", e->environment);
	view_text(w->a, v, "until", civil_text(w->a, e->day));
	view_text(w->a, v, "days", left > 0 ? number(w->a, left) : STR_NONE);
	view_text(w->a, v, "is_over", left < 0 ? STR("yes") : STR_NONE);
	if (of == NULL)
		return;
	b = product_branch(w->a, of, e->version);
	view_text(w->a, v, "security", b == NULL || b->security_until <= e->day ||
	    b->security_until == INT32_MAX ? STR_NONE : civil_text(w->a, b->security_until));
	view_text(w->a, v, "newer", support_newer(w->a, of, e->version,
	    civil_of(project_event_zone(w, p), w->now)));
}

void
projectfacts_add(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	const struct project_event *e = ev->of;
	const struct project *p = projects_find(&w->conf->projects, ev->ticket != NULL ?
	    ev->ticket->project : ev->project);
	struct view *v;

	if (p == NULL || (reader->agent == NULL && e == NULL))
		return;
	v = object(w->a, top, "project");
	view_text(w->a, v, "key", p->key);
	view_text(w->a, v, "name", p->name);
	view_text(w->a, v, "support_level", p->support_level);
	add_contract(w, top, p);
	if (e != NULL && e->kind == EVENT_BUDGET) {
		put_budget(w->a, top, period_name(e->what), e->used, e->limit, e->ticket);
	} else if (e != NULL && e->kind == EVENT_VERSION_EOL) {
		add_eol(w, top, p, e);
	} else if (e == NULL) {
		add_budget(w, top, p);
	}
}

struct str
projectfacts_line(struct arena *a, const struct project_event *e)
{
	struct str until = civil_text(a, e->day), period = period_name(e->what);

	if (e->kind == EVENT_BUDGET)
		return str_printf(a, "budget of %.*s: %lld %% is used, %.*s of %.*s%s%.*s%s",
		    STR_ARG(e->project), (long long)(e->limit == 0 ? 0 : e->used * 100 / e->limit),
		    STR_ARG(time_span_text(a, e->used)), STR_ARG(time_span_text(a, e->limit)),
		    period.n > 0 ? " (" : "", STR_ARG(period), period.n > 0 ? ")" : "");
	if (e->kind == EVENT_VERSION_EOL)
		return str_printf(a, "support of %.*s %.*s, which %.*s runs in %.*s: until %.*s",
		    STR_ARG(e->product), STR_ARG(e->version), STR_ARG(e->project),
		    STR_ARG(e->environment), STR_ARG(until));
	return str_printf(a, "contract of %.*s: until %.*s", STR_ARG(e->project), STR_ARG(until));
}
