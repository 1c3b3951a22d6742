/* timesheettext: a timesheet for a terminal of 80 columns; see timesheet.h. */
#include "daemon/report/timesheet.h"

#include <inttypes.h>

#include "daemon/render/text.h"
#include "daemon/report/figures.h"

enum { WIDTH = 80, SPAN = 11, TICKET = 8, PROJECT = 13, AGENT = 13, SERVICE = 14, TIME = 11,
	UNDER = 14, NAME = WIDTH - 2 - TIME - 1 };

static void
left(struct buf *b, struct arena *a, struct str s, size_t columns)
{
	struct str cut = text_cut(a, text_safe(a, s), columns);

	buf_add(b, cut);
	for (size_t i = text_width(cut); i <= columns; i++)
		buf_addc(b, ' ');
}

static void
right(struct buf *b, struct str s)
{
	for (size_t i = text_width(s); i < TIME; i++)
		buf_addc(b, ' ');
	buf_add(b, s);
	buf_addc(b, '\n');
}

/* "  name                      1:10:00" */
static void
add_sum(struct buf *b, const struct timesheet *t, struct str name, int64_t seconds)
{
	buf_adds(b, "  ");
	left(b, t->a, name, NAME);
	right(b, figure_time(t->a, seconds));
}

static struct str
span(const struct timesheet *t, const struct timesheet_row *w)
{
	return !w->exact ? STR_NONE : str_printf(t->a, "%.*s-%.*s",
	    STR_ARG(timesheet_clock(t, w, w->started_at)),
	    STR_ARG(timesheet_clock(t, w, w->stopped_at)));
}

static struct str
marks(const struct timesheet *t, const struct timesheet_row *w)
{
	struct strs v = { 0 };

	if (w->late)
		strs_add(t->a, &v, STR("late"));
	if (!w->billable)
		strs_add(t->a, &v, STR("not billable"));
	if (w->statement.n > 0)
		strs_add(t->a, &v, str_printf(t->a, "billed by %.*s", STR_ARG(w->statement)));
	return v.n == 0 ? STR_NONE : str_printf(t->a, "[%.*s]", STR_ARG(strs_join(t->a, &v, ", ")));
}

static void
add_row(struct buf *b, const struct timesheet *t, const struct timesheet_row *w)
{
	struct arena *a = t->a;
	struct str text = text_safe(a, w->text), mark = marks(t, w);

	buf_adds(b, "  ");
	left(b, a, span(t, w), SPAN);
	left(b, a, str_printf(a, "#%" PRId64, w->number), TICKET);
	left(b, a, w->project, PROJECT);
	left(b, a, w->agent, AGENT);
	left(b, a, w->service, SERVICE);
	right(b, figure_time(a, w->seconds));
	if (text.n + mark.n > 0)
		text_fold(b, str_printf(a, "%.*s%s%.*s", STR_ARG(text), text.n > 0 && mark.n > 0 ?
		    " " : "", STR_ARG(mark)), UNDER, WIDTH);
}

static void
add_days(struct buf *b, const struct timesheet *t)
{
	size_t day = SIZE_MAX;

	for (size_t i = 0; i < t->n; i++) {
		struct str of = timesheet_day(t, t->v[i].started_at);

		if (day == SIZE_MAX || !str_eq(t->days.v[day].name, of)) {
			day = day == SIZE_MAX ? 0 : day + 1;
			buf_printf(b, "\n%.*s\n", STR_ARG(of));
		}
		add_row(b, t, &t->v[i]);
		if (i + 1 == t->n || !str_eq(of, timesheet_day(t, t->v[i + 1].started_at)))
			add_sum(b, t, str_printf(t->a, "%.*s in all", STR_ARG(of)),
			    t->days.v[day].seconds);
	}
}

static void
add_sums(struct buf *b, const struct timesheet *t, const char *title, const struct sheet_sums *s)
{
	buf_printf(b, "\n%s\n", title);
	for (size_t i = 0; i < s->n; i++)
		add_sum(b, t, s->v[i].number == 0 ? s->v[i].name : str_printf(t->a,
		    "#%" PRId64 " %.*s", s->v[i].number, STR_ARG(s->v[i].name)), s->v[i].seconds);
}

static void
add_running(struct buf *b, const struct timesheet *t)
{
	for (size_t i = 0; i < t->n_running; i++) {
		const struct timesheet_row *w = &t->running[i];

		text_fold(b, text_safe(t->a, str_printf(t->a, "The timer of %.*s on #%" PRId64
		    ", started %.*s, is not stopped: it is in no sum.", STR_ARG(w->agent), w->number,
		    STR_ARG(zone_text(t->a, t->zone, w->started_at)))), 0, WIDTH);
	}
}

static void
add_title(struct buf *b, const struct timesheet *t)
{
	struct arena *a = t->a;

	text_fold(b, text_safe(a, str_printf(a, "Timesheet %s%s%.*s%s%.*s", t->month_text.p,
	    t->project.n > 0 ? ", project " : "", STR_ARG(t->project), t->agent.n > 0 ? ", of " : "",
	    STR_ARG(t->agent))), 0, WIDTH);
	buf_printf(b, "%.*s..%.*s, %.*s\n", STR_ARG(timesheet_day(t, t->since)),
	    STR_ARG(timesheet_day(t, t->until - 1)), STR_ARG(t->zone_name));
}

struct str
timesheet_text(const struct timesheet *t)
{
	struct buf b;

	buf_init(&b, t->a);
	add_title(&b, t);
	if (t->n == 0)
		buf_adds(&b, "\nNothing was worked.\n");
	else {
		add_days(&b, t);
		add_sums(&b, t, "By ticket", &t->tickets);
		add_sums(&b, t, "By project", &t->projects);
		add_sums(&b, t, "By engineer", &t->agents);
		buf_addc(&b, '\n');
		add_sum(&b, t, STR("Billable"), t->billable);
		add_sum(&b, t, STR("All"), t->seconds);
	}
	add_running(&b, t);
	return buf_str(&b);
}
