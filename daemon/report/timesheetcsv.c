/* timesheetcsv: a timesheet as CSV and JSON; see timesheet.h. */
#include "daemon/report/timesheet.h"

#include "daemon/render/csv.h"
#include "daemon/report/figures.h"
#include "daemon/sys/clock.h"
#include "parsers/base/json.h"

/* What came before of the same; *sum is then as far as this row. */
static int64_t
run_up(struct sheet_sums *s, int64_t number, struct str name, int64_t seconds)
{
	for (size_t from = 0, to = s->n; from < to;) {
		size_t mid = from + (to - from) / 2;
		struct sheet_sum *one = &s->v[mid];
		int order = one->number != number ? (one->number < number ? -1 : 1) :
		    number != 0 ? 0 : str_cmp(one->name, name);

		if (order == 0)
			return one->seconds += seconds;
		if (order < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return seconds;
}

static struct sheet_sums
from_nothing(struct arena *a, const struct sheet_sums *s)
{
	struct sheet_sums out = { ARENA_ARRAY(a, s->n, struct sheet_sum), s->n };

	for (size_t i = 0; i < s->n; i++)
		out.v[i] = (struct sheet_sum){ s->v[i].number, s->v[i].name, 0 };
	return out;
}

static const char *
yes(bool is)
{
	return is ? "yes" : "no";
}

static void
csv_row(struct buf *b, const struct timesheet *t, const struct timesheet_row *w)
{
	csv_plain(b, timesheet_day(t, w->started_at));
	csv_plain(b, timesheet_clock(t, w, w->started_at));
	csv_plain(b, timesheet_clock(t, w, w->stopped_at));
	csv_text(b, w->project);
	csv_number(b, w->number);
	csv_text(b, w->subject);
	csv_text(b, w->agent);
	csv_text(b, w->service);
	csv_plain(b, str_c(yes(w->billable)));
	csv_plain(b, str_c(yes(w->late)));
	csv_plain(b, figure_time(t->a, w->seconds));
	csv_number(b, w->seconds);
}

struct str
timesheet_csv(const struct timesheet *t)
{
	struct sheet_sums days = from_nothing(t->a, &t->days),
	    tickets = from_nothing(t->a, &t->tickets), projects = from_nothing(t->a, &t->projects);
	int64_t all = 0;
	struct buf b;

	buf_init(&b, t->a);
	buf_adds(&b, "date,from,to,project,ticket,subject,agent,service,billable,late,worked,"
	    "worked_seconds,day_seconds,ticket_seconds,project_seconds,total_seconds,text,"
	    "statement,entry\r\n");
	for (size_t i = 0; i < t->n; i++) {
		const struct timesheet_row *w = &t->v[i];

		all += w->seconds;
		csv_row(&b, t, w);
		csv_number(&b, run_up(&days, 0, timesheet_day(t, w->started_at), w->seconds));
		csv_number(&b, run_up(&tickets, w->number, w->subject, w->seconds));
		csv_number(&b, run_up(&projects, 0, w->project, w->seconds));
		csv_number(&b, all);
		csv_text(&b, w->text);
		csv_plain(&b, w->statement);
		csv_number(&b, w->id);
		csv_end(&b);
	}
	return buf_str(&b);
}

/* --- JSON --------------------------------------------------------------------------- */

static void
json_row(struct json *j, const struct timesheet *t, const struct timesheet_row *w)
{
	json_open_object(j, NULL);
	json_int(j, "entry", w->id);
	json_str(j, "date", timesheet_day(t, w->started_at));
	json_str(j, "started_at", clock_rfc3339(t->a, w->started_at));
	json_str_or_null(j, "stopped_at", w->stopped_at == 0 ? STR_NONE :
	    clock_rfc3339(t->a, w->stopped_at));
	json_bool(j, "exact", w->exact);
	json_str(j, "project", w->project);
	json_int(j, "ticket", w->number);
	json_str_or_null(j, "subject", w->subject);
	json_str(j, "agent", w->agent);
	json_str_or_null(j, "service", w->service);
	json_int(j, "worked_seconds", w->seconds);
	json_bool(j, "billable", w->billable);
	json_bool(j, "late", w->late);
	json_str(j, "text", w->text);
	json_str_or_null(j, "statement", w->statement);
	json_close(j);
}

static void
json_rows(struct json *j, const struct timesheet *t, const char *name, const struct timesheet_row *v,
    size_t n)
{
	json_open_array(j, name);
	for (size_t i = 0; i < n; i++)
		json_row(j, t, &v[i]);
	json_close(j);
}

static void
json_sums(struct json *j, const char *name, const struct sheet_sums *s)
{
	json_open_array(j, name);
	for (size_t i = 0; i < s->n; i++) {
		json_open_object(j, NULL);
		if (s->v[i].number != 0)
			json_int(j, "ticket", s->v[i].number);
		json_str(j, s->v[i].number != 0 ? "subject" : "name", s->v[i].name);
		json_int(j, "worked_seconds", s->v[i].seconds);
		json_close(j);
	}
	json_close(j);
}

struct str
timesheet_json(const struct timesheet *t)
{
	struct buf b;
	struct json j;

	buf_init(&b, t->a);
	json_init(&j, &b, 1);
	json_open_object(&j, NULL);
	json_str(&j, "month", t->month_text);
	json_str(&j, "timezone", t->zone_name);
	json_str(&j, "since", clock_rfc3339(t->a, t->since));
	json_str(&j, "until", clock_rfc3339(t->a, t->until));
	json_str_or_null(&j, "project", t->project);
	json_str_or_null(&j, "agent", t->agent);
	json_rows(&j, t, "entries", t->v, t->n);
	json_rows(&j, t, "running", t->running, t->n_running);
	json_sums(&j, "days", &t->days);
	json_sums(&j, "tickets", &t->tickets);
	json_sums(&j, "projects", &t->projects);
	json_sums(&j, "agents", &t->agents);
	json_int(&j, "worked_seconds", t->seconds);
	json_int(&j, "billable_seconds", t->billable);
	json_close(&j);
	buf_addc(&b, '\n');
	return buf_str(&b);
}
