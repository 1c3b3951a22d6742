/* timesheet: see timesheet.h. */
#include "daemon/report/timesheet.h"

#include <stdlib.h>

#include "daemon/calendar/civil.h"

static struct str
zone_of(const struct timesheet *t)
{
	const struct project *p = projects_find(&t->conf->projects, t->project);
	const struct agent *ag = agents_find(&t->conf->agents, t->agent);

	if (p != NULL)
		return calendar_zone(calendars_find(&t->conf->calendars, p->calendar));
	return ag != NULL && ag->timezone.n > 0 ? ag->timezone : STR("UTC");
}

void
timesheet_begin(struct timesheet *t, int64_t month, int64_t now)
{
	t->zone_name = zone_of(t);
	t->zone = zones_find(t->zones, t->zone_name);
	t->month = month != MONTH_NONE ? month : month_of(t->a, t->zone, now);
	t->month_text = month_text(t->a, t->month);
	t->since = month_start(t->zone, t->month);
	t->until = month_start(t->zone, t->month + 1);
}

struct sql_timesheet_entries
timesheet_ask(const struct timesheet *t, struct db *db)
{
	return sql_timesheet_entries(db, t->project, t->agent, t->since, t->until);
}

/* --- rows ------------------------------------------------------------------------ */

static struct timesheet_row
read_row(struct arena *a, const struct sql_timesheet_entries_row *row)
{
	return (struct timesheet_row){ .id = row->id, .number = row->number,
	    .project = str_dup(a, row->project), .subject = str_dup(a, row->subject),
	    .agent = str_dup(a, row->agent), .service = str_dup(a, row->service),
	    .text = str_dup(a, row->text), .started_at = row->started_at,
	    .stopped_at = row->stopped_at, .exact = row->exact, .seconds = row->worked,
	    .billable = row->billable, .late = row->late,
	    .statement = str_dup(a, row->statement) };
}

/* Of the first `n`, which stand by id. */
static struct timesheet_row *
find_row(struct timesheet_row *v, size_t n, int64_t id)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (v[mid].id == id)
			return &v[mid];
		if (v[mid].id < id)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

static int
by_begin(const void *x, const void *y)
{
	const struct timesheet_row *a = x, *b = y;

	if (a->started_at != b->started_at)
		return a->started_at < b->started_at ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* --- sums -------------------------------------------------------------------------- */

static int
by_name(const void *x, const void *y)
{
	const struct sheet_sum *a = x, *b = y;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->number != 0 ? 0 : str_cmp(a->name, b->name);
}

/* Those of the same number and name become one. */
static void
gather(struct sheet_sums *s)
{
	size_t kept = 0;

	qsort(s->v, s->n, sizeof(s->v[0]), by_name);
	for (size_t i = 0; i < s->n; i++)
		if (kept > 0 && by_name(&s->v[kept - 1], &s->v[i]) == 0)
			s->v[kept - 1].seconds += s->v[i].seconds;
		else
			s->v[kept++] = s->v[i];
	s->n = kept;
}

static void
add_up(struct timesheet *t)
{
	struct sheet_sums *const all[] = { &t->days, &t->tickets, &t->projects, &t->agents };

	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
		all[k]->v = ARENA_ARRAY(t->a, t->n + 1, struct sheet_sum);
	for (size_t i = 0; i < t->n; i++) {
		const struct timesheet_row *w = &t->v[i];
		const struct sheet_sum one[] = {
			{ 0, timesheet_day(t, w->started_at), w->seconds },
			{ w->number, w->subject, w->seconds },
			{ 0, w->project, w->seconds }, { 0, w->agent, w->seconds },
		};

		for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
			all[k]->v[all[k]->n++] = one[k];
		t->seconds += w->seconds;
		t->billable += w->billable ? w->seconds : 0;
	}
	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
		gather(all[k]);
}

void
timesheet_read(struct timesheet *t, struct db *db, struct sql_timesheet_entries h)
{
	size_t n = sql_timesheet_entries_count(db, h), own = 0;
	struct sql_timesheet_entries_row row;

	t->v = ARENA_ARRAY(t->a, n, struct timesheet_row);
	t->running = ARENA_ARRAY(t->a, n, struct timesheet_row);
	for (size_t i = 0; sql_timesheet_entries_row(db, h, i, &row); i++) {
		struct timesheet_row *of = row.corrects == 0 ? NULL : find_row(t->v, own, row.corrects);

		if (row.stopped_at == 0)
			t->running[t->n_running++] = read_row(t->a, &row);
		else if (of != NULL)
			of->seconds += row.worked;
		else
			t->v[t->n++] = read_row(t->a, &row);
		own = row.corrects == 0 ? t->n : own;
	}
	qsort(t->v, t->n, sizeof(t->v[0]), by_begin);
	add_up(t);
}

/* --- for who writes it ------------------------------------------------------------------ */

struct str
timesheet_day(const struct timesheet *t, int64_t us)
{
	return civil_text(t->a, civil_of(t->zone, us));
}

struct str
timesheet_clock(const struct timesheet *t, const struct timesheet_row *w, int64_t us)
{
	struct str text = zone_text(t->a, t->zone, us);	/* "2026-06-01 10:00 CEST" */

	return w->exact && us != 0 ? str_sub(text, 11, 5) : STR_NONE;
}
