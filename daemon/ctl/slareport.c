/*
 * docketctl sla report: how the promises of a month were kept.  The unit is the
 * cycle, counted in the month of its due instant in its project's time zone, with
 * the target and severity in force at its end.  Reads stored rows only, so that a
 * change of the configuration's promises moves nothing in a past month.
 */
#include <inttypes.h>
#include <stdio.h>

#include "daemon/clock.h"
#include "daemon/ctl/sla.h"
#include "daemon/ctl/text.h"
#include "daemon/zone.h"
#include "parsers/date.h"

/* Columns of SQL_REPORT_MONTH. */
enum { R_WHAT, R_PROJECT, R_CLOCK, R_SEVERITY, R_NAME, R_N, R_BREACHED, R_OPEN,
    R_CANCELLED, R_MEDIAN, R_P90, R_WORST };

struct part {				/* of a group: a cause, a pausing status */
	struct str	 name;
	int64_t		 n;		/* breaches; microseconds */
	struct part	*next;
};

struct parts {
	struct part	*first, **last;
};

struct group {				/* cycles of one project, clock and severity */
	struct str	project, clock, severity;
	int64_t		met, breached, open, cancelled;
	int64_t		median, p90, worst;	/* worked us of ended ones; -1: none */
	struct parts	causes, paused;
};

struct month {
	struct str	 text;		/* "2026-10" */
	int64_t		 year;
	int		 month;
};

struct report {
	struct ctl	*ctl;
	struct month	 month;
	int64_t		 now;
	struct strs	 projects;
	struct group	*v;
	size_t		 n;
};

/* --- what is asked -------------------------------------------------------- */

static bool
month_parse(struct str text, struct month *out)
{
	int64_t month;

	*out = (struct month){ .text = text };
	if (text.n != 7 || text.p[4] != '-' || !str_i64(str_sub(text, 0, 4), &out->year) ||
	    !str_i64(str_sub(text, 5, 2), &month) || out->year < 1971 || month < 1 ||
	    month > 12)
		return false;
	out->month = (int)month;
	return true;
}

static struct str
project_zone(const struct conf *conf, struct str key)
{
	const struct project *p = conf_project(conf, key);

	return conf_calendar_zone(p == NULL ? NULL : conf_calendar(conf, p->calendar));
}

/* The instant at which the month begins in that zone, the next one with `add` 1. */
static int64_t
month_start(struct arena *a, const struct month *m, int add, struct str name)
{
	int64_t index = m->year * 12 + m->month - 1 + add;
	const struct zone *z;

	if (zone_load(a, name, &z, NULL) == -1)
		z = zone_utc();
	return zone_instant(z, date_days(index / 12, (int)(index % 12) + 1, 1) * 86400) *
	    SECOND_US;
}

/* All that have tickets, or the one that was asked for. */
static int
find_projects(struct report *r, const char *only)
{
	struct ctl *ctl = r->ctl;
	struct err e;

	if (db_exec(ctl->db, &e, SQL_REPORT_PROJECTS, "") == -1)
		return ctl_err(&e);
	for (size_t i = 0; i < db_count(ctl->db, 0); i++) {
		struct str key = db_str(ctl->db, 0, i, 0);

		if (only == NULL || str_eq(key, str_c(only)))
			strs_add(ctl->a, &r->projects, str_dup(ctl->a, key));
	}
	if (only != NULL && r->projects.n == 0 && conf_project(ctl->conf, str_c(only)) == NULL)
		return ctl_fail(CTL_FAILED, "there is no project %s", only);
	return CTL_OK;
}

/* --- what is counted ------------------------------------------------------ */

static void
add_part(struct arena *a, struct parts *list, struct str name, int64_t n)
{
	struct part *p = ARENA_NEW(a, struct part);

	*p = (struct part){ .name = name, .n = n };
	if (list->last == NULL)
		list->last = &list->first;
	*list->last = p;
	list->last = &p->next;
}

static int64_t
number_or_none(const struct db *db, size_t row, int col)
{
	return db_null(db, 1, row, col) ? -1 : db_i64(db, 1, row, col);
}

static void
read_row(struct report *r, size_t row)
{
	struct db *db = r->ctl->db;
	struct str what = db_str(db, 1, row, R_WHAT), name = db_str(db, 1, row, R_NAME);
	struct group *g = r->n == 0 ? NULL : &r->v[r->n - 1];
	int64_t n = db_i64(db, 1, row, R_N);

	if (g == NULL || !str_eq(g->project, db_str(db, 1, row, R_PROJECT)) ||
	    !str_eq(g->clock, db_str(db, 1, row, R_CLOCK)) ||
	    !str_eq(g->severity, db_str(db, 1, row, R_SEVERITY))) {
		g = &r->v[r->n++];
		g->project = db_str(db, 1, row, R_PROJECT);
		g->clock = db_str(db, 1, row, R_CLOCK);
		g->severity = db_str(db, 1, row, R_SEVERITY);
	}
	if (str_eq(what, STR("cause"))) {
		add_part(r->ctl->a, &g->causes, name.n == 0 ? STR("overdue") : name, n);
	} else if (str_eq(what, STR("paused"))) {
		add_part(r->ctl->a, &g->paused, name, n);
	} else {
		g->met = n;
		g->breached = db_i64(db, 1, row, R_BREACHED);
		g->open = db_i64(db, 1, row, R_OPEN);
		g->cancelled = db_i64(db, 1, row, R_CANCELLED);
		g->median = number_or_none(db, row, R_MEDIAN);
		g->p90 = number_or_none(db, row, R_P90);
		g->worst = number_or_none(db, row, R_WORST);
	}
}

static int
count(struct report *r)
{
	struct ctl *ctl = r->ctl;
	size_t n = r->projects.n, rows;
	int64_t *since = ARENA_ARRAY(ctl->a, n, int64_t);
	int64_t *until = ARENA_ARRAY(ctl->a, n, int64_t);
	int64_t first = INT64_MAX, last = INT64_MIN;
	struct err e;

	if (n == 0)
		return CTL_OK;
	for (size_t i = 0; i < n; i++) {
		struct str zone = project_zone(ctl->conf, r->projects.v[i]);

		since[i] = month_start(ctl->a, &r->month, 0, zone);
		until[i] = month_start(ctl->a, &r->month, 1, zone);
		first = since[i] < first ? since[i] : first;
		last = until[i] > last ? until[i] : last;
	}
	/* Both are one transaction: the time it takes is the time it takes. */
	db_queue(ctl->db, SQL_SESSION_PATIENT, "");
	db_queue(ctl->db, SQL_REPORT_MONTH, "ajjTTT", &r->projects, since, n, until, n,
	    first, last, r->now);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	rows = db_count(ctl->db, 1);
	r->v = ARENA_ARRAY(ctl->a, rows, struct group);
	for (size_t i = 0; i < rows; i++)
		read_row(r, i);
	return CTL_OK;
}

/* --- what is printed ------------------------------------------------------ */

/* Tenths of a percent, cut: one breach in a million is no 100 %.  -1: none. */
static int64_t
permille(int64_t met, int64_t breached)
{
	return met + breached == 0 ? -1 : met * 1000 / (met + breached);
}

static struct str
percent_text(struct arena *a, int64_t met, int64_t breached, const char *none)
{
	int64_t p = permille(met, breached);

	return p == -1 ? str_c(none) : str_printf(a, "%" PRId64 ".%" PRId64, p / 10, p % 10);
}

static struct str
worked_text(struct arena *a, int64_t us)
{
	return us == -1 ? STR("-") : text_span(a, us);
}

static struct str
parts_text(struct arena *a, const struct parts *list, bool is_time)
{
	struct buf b;

	buf_init(&b, a);
	for (const struct part *p = list->first; p != NULL; p = p->next)
		buf_printf(&b, "%s%.*s %s", b.n == 0 ? "" : ", ",
		    STR_ARG(text_safe(a, p->name)), is_time ? text_span(a, p->n).p :
		    str_printf(a, "%" PRId64, p->n).p);
	return b.n == 0 ? STR("-") : buf_str(&b);
}

static void
print_table(const struct report *r)
{
	static const struct text_column columns[] = {
		{ "PROJECT" }, { "CLOCK" }, { "SEVERITY" }, { "MET", .right = true },
		{ "BREACHED", .right = true }, { "%", .right = true },
		{ "OPEN", .right = true }, { "MEDIAN" }, { "90 %" }, { "WORST" },
		{ "PAUSED", .gives = true }, { "BREACHES", .gives = true },
	};
	struct arena *a = r->ctl->a;
	int64_t met = 0, breached = 0;
	struct strs cells = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		const struct group *g = &r->v[i];
		const struct str row[] = {
			text_safe(a, g->project), g->clock,
			g->severity.n == 0 ? STR("-") : text_safe(a, g->severity),
			str_printf(a, "%" PRId64, g->met),
			str_printf(a, "%" PRId64, g->breached),
			percent_text(a, g->met, g->breached, "none"),
			str_printf(a, "%" PRId64, g->open), worked_text(a, g->median),
			worked_text(a, g->p90), worked_text(a, g->worst),
			parts_text(a, &g->paused, true), parts_text(a, &g->causes, false),
		};

		for (size_t k = 0; k < sizeof(row) / sizeof(row[0]); k++)
			strs_add(a, &cells, row[k]);
		met += g->met;
		breached += g->breached;
	}
	if (r->n > 0)
		text_table(a, columns, sizeof(columns) / sizeof(columns[0]), &cells);
	if (met + breached > 0)
		printf("%s%% in time: %" PRId64 " of %" PRId64 " cycles due in %s\n",
		    percent_text(a, met, breached, "").p, met, met + breached,
		    r->month.text.p);
	else
		printf("%s: none to count\n", r->month.text.p);
}

/* A field of RFC 4180. */
static void
csv_add(struct buf *b, struct str field)
{
	bool quoted = false;

	for (size_t i = 0; i < field.n; i++)
		quoted |= field.p[i] == '"' || field.p[i] == ',' || field.p[i] == '\r' ||
		    field.p[i] == '\n';
	if (b->n > 0 && b->p[b->n - 1] != '\n')
		buf_addc(b, ',');
	if (quoted)
		buf_addc(b, '"');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, field.p[i]);
	}
	if (quoted)
		buf_addc(b, '"');
}

/* "name=n; name=n", in whole seconds when it is time. */
static struct str
parts_csv(struct arena *a, const struct parts *list, int64_t unit)
{
	struct buf b;

	buf_init(&b, a);
	for (const struct part *p = list->first; p != NULL; p = p->next)
		buf_printf(&b, "%s%.*s=%" PRId64, b.n == 0 ? "" : "; ", STR_ARG(p->name),
		    p->n / unit);
	return buf_str(&b);
}

static struct str
seconds_csv(struct arena *a, int64_t us)
{
	return us == -1 ? STR_NONE : str_printf(a, "%" PRId64, us / SECOND_US);
}

static void
print_csv(const struct report *r)
{
	struct arena *a = r->ctl->a;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "project,clock,severity,month,met,breached,open,cancelled,percent,"
	    "median_seconds,p90_seconds,worst_seconds,paused_seconds,causes\r\n");
	for (size_t i = 0; i < r->n; i++) {
		const struct group *g = &r->v[i];
		const struct str row[] = {
			g->project, g->clock, g->severity, r->month.text,
			str_printf(a, "%" PRId64, g->met),
			str_printf(a, "%" PRId64, g->breached),
			str_printf(a, "%" PRId64, g->open),
			str_printf(a, "%" PRId64, g->cancelled),
			percent_text(a, g->met, g->breached, "none"),
			seconds_csv(a, g->median), seconds_csv(a, g->p90),
			seconds_csv(a, g->worst), parts_csv(a, &g->paused, SECOND_US),
			parts_csv(a, &g->causes, 1),
		};

		for (size_t k = 0; k < sizeof(row) / sizeof(row[0]); k++)
			csv_add(&b, row[k]);
		buf_adds(&b, "\r\n");
	}
	fwrite(b.p, 1, b.n, stdout);
}

static void
json_string(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, "\"%s\":", name);
	text_json_string(b, value);
	buf_addc(b, ',');
}

static void
json_seconds(struct buf *b, const char *name, int64_t us)
{
	if (us == -1)
		buf_printf(b, "\"%s\":null,", name);
	else
		buf_printf(b, "\"%s\":%" PRId64 ",", name, us / SECOND_US);
}

static void
json_parts(struct buf *b, const char *name, const struct parts *list, int64_t unit)
{
	buf_printf(b, "\"%s\":{", name);
	for (const struct part *p = list->first; p != NULL; p = p->next) {
		text_json_string(b, p->name);
		buf_printf(b, ":%" PRId64 "%s", p->n / unit, p->next == NULL ? "" : ",");
	}
	buf_addc(b, '}');
}

static void
print_json(const struct report *r)
{
	struct arena *a = r->ctl->a;
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "{\"month\":\"%s\",\"groups\":[", r->month.text.p);
	for (size_t i = 0; i < r->n; i++) {
		const struct group *g = &r->v[i];

		buf_adds(&b, i == 0 ? "{" : ",{");
		json_string(&b, "project", g->project);
		json_string(&b, "clock", g->clock);
		json_string(&b, "severity", g->severity);
		json_string(&b, "month", r->month.text);
		buf_printf(&b, "\"met\":%" PRId64 ",\"breached\":%" PRId64 ",\"open\":%" PRId64
		    ",\"cancelled\":%" PRId64 ",\"percent\":%s,", g->met, g->breached, g->open,
		    g->cancelled, percent_text(a, g->met, g->breached, "null").p);
		json_seconds(&b, "median_seconds", g->median);
		json_seconds(&b, "p90_seconds", g->p90);
		json_seconds(&b, "worst_seconds", g->worst);
		json_parts(&b, "paused_seconds", &g->paused, SECOND_US);
		buf_addc(&b, ',');
		json_parts(&b, "causes", &g->causes, 1);
		buf_addc(&b, '}');
	}
	buf_adds(&b, "]}");
	puts(text_json(a, buf_str(&b)).p);
}

int
sla_report(struct ctl *ctl, const struct sla_ask *ask)
{
	struct report r = { .ctl = ctl, .now = ask->until };
	int status;

	if (ask->what != NULL)
		return ctl_usage("sla", "report takes options only");
	if (ask->month != NULL && !month_parse(str_c(ask->month), &r.month))
		return ctl_usage("sla", "--month: '%s' is no month such as 2026-10", ask->month);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (ask->month == NULL)
		month_parse(str_dup(ctl->a, str_sub(zone_format(ctl->a,
		    project_zone(ctl->conf, str_c(ask->project)), r.now), 0, 7)), &r.month);
	if ((status = find_projects(&r, ask->project)) != CTL_OK ||
	    (status = count(&r)) != CTL_OK)
		return status;
	if (ask->csv)
		print_csv(&r);
	else if (ctl->json)
		print_json(&r);
	else
		print_table(&r);
	return CTL_OK;
}
