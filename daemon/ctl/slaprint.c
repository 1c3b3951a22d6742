/* slaprint: a report of promises as a table and as JSON. */
#include "daemon/ctl/slaprint.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/calendar/zone.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"

static struct str
worked_text(struct arena *a, int64_t us)
{
	return us == -1 ? STR("-") : duration_text(a, us / SECOND_US, DURATION_EXACT);
}

static struct str
parts_text(struct arena *a, const struct parts *list, bool is_time)
{
	struct buf b;

	buf_init(&b, a);
	for (const struct part *p = list->first; p != NULL; p = p->next)
		buf_printf(&b, "%s%.*s %s", b.n == 0 ? "" : ", ",
		    STR_ARG(text_safe(a, p->name)), is_time ? worked_text(a, p->n).p :
		    str_printf(a, "%" PRId64, p->n).p);
	return b.n == 0 ? STR("-") : buf_str(&b);
}

/* Whether the month moves still, and until when. */
static struct str
state_text(const struct compliance *r, const struct reported *m)
{
	struct arena *a = r->a;
	int64_t closes = compliance_closes_at(m);

	if (m->closed)
		return m->closed_at == 0 ? STR("closed") : str_printf(a, "closed since %s",
		    zone_format(a, m->zone, m->closed_at).p);
	return str_printf(a, closes > r->now ? "moves until it closes at %s" :
	    "is due to close since %s", zone_format(a, m->zone, closes).p);
}

/* A line for all projects whose months are alike, which are named if not all are. */
static void
print_states(const struct compliance *r)
{
	struct arena *a = r->a;
	struct strs lines = { 0 };
	struct buf *names = ARENA_ARRAY(a, r->n_projects, struct buf);

	for (size_t i = 0; i < r->n_projects; i++) {
		const struct reported *m = &r->projects[i];
		struct str line = str_printf(a, "%s %s", m->month_text.p, state_text(r, m).p);
		size_t k = 0;

		if (!m->shown)
			continue;
		while (k < lines.n && !str_eq(lines.v[k], line))
			k++;
		if (k == lines.n) {
			strs_add(a, &lines, line);
			buf_init(&names[k], a);
		}
		buf_printf(&names[k], "%s%.*s", names[k].n == 0 ? "" : ", ",
		    STR_ARG(text_safe(a, m->project->key)));
	}
	for (size_t k = 0; k < lines.n; k++)
		printf("%s%s%s\n", lines.n > 1 ? buf_str(&names[k]).p : "",
		    lines.n > 1 ? ": " : "", lines.v[k].p);
}

static struct strs
months_of(const struct compliance *r)
{
	struct strs months = { 0 };

	for (size_t i = 0; i < r->n_projects; i++)
		if (r->projects[i].shown && !strs_has(&months, r->projects[i].month_text))
			strs_add(r->a, &months, r->projects[i].month_text);
	if (months.n == 0)
		strs_add(r->a, &months, r->month_text);
	return months;
}

/* "2026-10", or "2026-10 or 2026-11" where it is another month in another zone. */
static struct str
months_text(const struct compliance *r)
{
	struct strs months = months_of(r);
	struct buf b;

	buf_init(&b, r->a);
	for (size_t i = 0; i < months.n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : " or ", months.v[i].p);
	return buf_str(&b);
}

void
report_print(struct ctl *ctl, const struct compliance *r)
{
	static const struct table_column columns[] = {
		{ "PROJECT" }, { "CLOCK" }, { "SEVERITY" }, { "MET", .right = true },
		{ "BREACHED", .right = true }, { "%", .right = true },
		{ "OPEN", .right = true }, { "MEDIAN" }, { "90 %" }, { "WORST" },
		{ "PAUSED", .gives = true }, { "BREACHES", .gives = true },
	};
	struct arena *a = r->a;
	int64_t met = 0, breached = 0;
	struct strs cells = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		const struct group *g = &r->v[i];
		const struct str row[] = {
			text_safe(a, g->of->project->key), g->clock,
			g->severity.n == 0 ? STR("-") : text_safe(a, g->severity),
			str_printf(a, "%" PRId64, g->met),
			str_printf(a, "%" PRId64, g->breached),
			compliance_percent(a, g->met, g->breached, "none"),
			str_printf(a, "%" PRId64, g->open), worked_text(a, g->median),
			worked_text(a, g->p90), worked_text(a, g->worst),
			parts_text(a, &g->paused, true), parts_text(a, &g->causes, false),
		};

		for (size_t k = 0; k < COUNT(row); k++)
			strs_add(a, &cells, row[k]);
		met += g->met;
		breached += g->breached;
	}
	if (r->n > 0)
		ctl_print(ctl, &TABLE(columns, cells));
	print_states(r);
	if (met + breached > 0)
		printf("%s%% in time: %" PRId64 " of %" PRId64 " cycles due in %s\n",
		    compliance_percent(a, met, breached, "").p, met, met + breached,
		    months_text(r).p);
	else
		printf("%s: none to count\n", months_text(r).p);
}

static void
json_seconds(struct json *j, const char *name, int64_t us)
{
	if (us == -1)
		json_nil(j, name);
	else
		json_int(j, name, us / SECOND_US);
}

static void
json_parts(struct json *j, const char *name, const struct parts *list, int64_t unit)
{
	json_open_object(j, name);
	for (const struct part *p = list->first; p != NULL; p = p->next)
		json_int(j, str_dup(j->out->a, p->name).p, p->n / unit);
	json_close(j);
}

static void
json_instant(struct json *j, const char *name, int64_t us)
{
	json_str_or_null(j, name, us == 0 ? STR_NONE : clock_rfc3339(j->out->a, us));
}

static void
json_project(struct json *j, const struct reported *m)
{
	json_open_object(j, NULL);
	json_str(j, "project", m->project->key);
	json_str(j, "month", m->month_text);
	json_str(j, "timezone", m->zone);
	json_bool(j, "closed", m->closed);
	json_instant(j, "closed_at", m->closed_at);
	json_instant(j, "closes_at", compliance_closes_at(m));
	json_close(j);
}

static void
json_group(struct json *j, const struct group *g)
{
	json_open_object(j, NULL);
	json_str(j, "project", g->of->project->key);
	json_str(j, "clock", g->clock);
	json_str(j, "severity", g->severity);
	json_str(j, "month", g->of->month_text);
	json_int(j, "met", g->met);
	json_int(j, "breached", g->breached);
	json_int(j, "open", g->open);
	json_int(j, "cancelled", g->cancelled);
	json_raw(j, "percent", compliance_percent(j->out->a, g->met, g->breached, "null"));
	json_seconds(j, "median_seconds", g->median);
	json_seconds(j, "p90_seconds", g->p90);
	json_seconds(j, "worst_seconds", g->worst);
	json_parts(j, "paused_seconds", &g->paused, SECOND_US);
	json_parts(j, "causes", &g->causes, 1);
	json_close(j);
}

void
report_print_json(struct ctl *ctl, const struct compliance *r)
{
	struct json j = ctl_json_new(ctl);
	struct strs months = months_of(r);

	json_open_object(&j, NULL);
	json_str_or_null(&j, "month", months.n == 1 ? months.v[0] : STR_NONE);
	json_open_array(&j, "projects");
	for (size_t i = 0; i < r->n_projects; i++)
		if (r->projects[i].shown)
			json_project(&j, &r->projects[i]);
	json_close(&j);
	json_open_array(&j, "groups");
	for (size_t i = 0; i < r->n; i++)
		json_group(&j, &r->v[i]);
	json_close(&j);
	json_close(&j);
	ctl_json_print(ctl, &j);
}
