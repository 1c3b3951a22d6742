/* timeentry: see timeentry.h. */
#include "daemon/ticket/timeentry.h"

struct str
time_span_text(struct arena *a, int64_t seconds)
{
	int64_t s = seconds < 0 ? -seconds : seconds;
	struct buf b;

	buf_init(&b, a);
	if (seconds < 0)
		buf_addc(&b, '-');
	if (s >= 3600)
		buf_printf(&b, "%lldh", (long long)(s / 3600));
	if (s % 3600 / 60 > 0 || s == 0)
		buf_printf(&b, "%s%lldm", s >= 3600 ? " " : "", (long long)(s % 3600 / 60));
	if (s % 60 > 0)
		buf_printf(&b, "%s%llds", s >= 60 ? " " : "", (long long)(s % 60));
	return buf_str(&b);
}

/* "2026-11-29 14:00". */
static struct str
wall(struct arena *a, const struct zone *zone, int64_t us)
{
	return str_sub(zone_text(a, zone, us), 0, sizeof("2026-11-29 14:00") - 1);
}

static void
add_span(struct buf *b, struct arena *a, const struct zone *zone, const struct time_entry *te)
{
	struct str from = wall(a, zone, te->started_at), to = wall(a, zone, te->stopped_at);
	struct str day = str_sub(from, 0, sizeof("2026-11-29") - 1);

	buf_printf(b, " @%.*s", STR_ARG(te->exact ? from : day));
	if (te->exact)
		buf_printf(b, "-%.*s", STR_ARG(str_starts(to, day) ?
		    str_sub(to, day.n + 1, to.n) : to));
}

struct str
time_entry_text(struct arena *a, const struct zone *zone, const struct time_entry *te)
{
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, time_span_text(a, te->worked));
	add_span(&b, a, zone, te);
	if (te->service.n > 0)
		buf_printf(&b, " %.*s", STR_ARG(te->service));
	buf_adds(&b, te->billable ? " billable" : " nonbillable");
	if (te->text.n > 0)
		buf_printf(&b, ": %.*s", STR_ARG(te->text));
	return buf_str(&b);
}

int
time_entry_add(struct work *w, struct time_entry *te)
{
	struct time_entry *kept = ARENA_NEW(w->a, struct time_entry);
	const struct zone *zone = zones_find(w->core->zones, te->agent->timezone);

	*kept = *te;
	kept->service = str_dup(w->a, te->service);
	kept->text = str_dup(w->a, te->text);
	te->ticket->worked.all += te->worked;
	te->ticket->worked.nonbillable += te->billable ? 0 : te->worked;
	te->ticket->worked.unbilled += te->worked;
	plan_add(w->a, &te->ticket->plan, &(struct change){ .what = CHANGE_TIME,
	    .new = time_entry_text(w->a, zone, kept), .time = kept, .by = te->by });
	return 1;
}
