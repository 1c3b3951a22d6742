/* runfacts: see runfacts.h. */
#include "daemon/out/runfacts.h"

#include "daemon/calendar/civil.h"
#include "daemon/calendar/zones.h"
#include "daemon/policy/support.h"
#include "daemon/ticket/runsaid.h"

/* "2026-12-31" of an instant. */
static struct str
day_text(struct work *w, const struct zone *zone, int64_t us)
{
	return str_utf8_cut(zone_text(w->a, zone, us), sizeof("2026-12-31") - 1);
}

/* For engineers alone: it is theirs to decide. */
static void
add_asked(struct work *w, struct view *top, const struct ticket *t, const struct zone *zone)
{
	const struct run_doubt *d = &t->run_doubt;
	struct view *v;

	if (d->version.n == 0)
		return;
	v = view_add(w->a, top, STR("asked_runs"), view_object(w->a));
	view_text(w->a, v, "version", d->version);
	view_text(w->a, v, "product", d->product);
	view_text(w->a, v, "environment", d->environment);
	view_text(w->a, v, "runs", d->runs);
	view_text(w->a, v, "since", d->since == 0 ? STR_NONE : day_text(w, zone, d->since));
}

/* The version's last day is over.  Of one that no catalogue has nothing is known. */
static void
add_outdated(struct work *w, struct view *top, const struct ticket *t, const struct zone *zone)
{
	const struct product *p = runs_product(w->conf, t);
	struct str version = ticket_field(t, "version");
	int32_t today = civil_of(zone, w->now), until;
	struct view *v;

	if (p == NULL || version.n == 0 ||
	    product_support(w->a, p, version, today, &until) != SUPPORT_NONE)
		return;
	v = view_add(w->a, top, STR("outdated"), view_object(w->a));
	view_text(w->a, v, "version", version);
	view_text(w->a, v, "product", p->label.n > 0 ? p->label : p->name);
	view_text(w->a, v, "ended", civil_text(w->a, until));
	view_text(w->a, v, "supported", support_newest(w->a, p, today));
}

void
runfacts_add(struct work *w, struct view *top, const struct ticket *t,
    const struct reader *reader, const struct zone *zone)
{
	if (reader->agent != NULL)
		add_asked(w, top, t, zone);
	if (!reader->is_stranger)
		add_outdated(w, top, t, zone);
}
