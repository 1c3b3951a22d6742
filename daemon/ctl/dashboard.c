/*
 * docketctl dashboard build: all views as static pages in a folder, for any web server.
 * Everything is asked in one transaction, as it stood at one moment; nothing of the folder
 * changes before every page is made.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/calendar/zone.h"
#include "daemon/ctl/dashboardpage.h"
#include "daemon/ctl/verbs.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

struct asked {
	const char	*out, *whose, *language;
	struct strs	 views;		/* named; none: all that the reader may see */
};

/* --- whose ------------------------------------------------------------------------------ */

static int
find_project(struct dashboard *d, const char *whose)
{
	const struct projects *all = &d->ctl->conf->projects;
	struct str key = str_c(whose);
	struct strs keys = { 0 };

	if (whose == NULL)
		return CTL_OK;
	if (!str_starts(key, STR("project:")))
		return ctl_usage(d->ctl, "--for takes project:KEY, not '%s'", whose);
	d->project = projects_find(all, str_sub(key, 8, SIZE_MAX));
	if (d->project != NULL)
		return CTL_OK;
	for (size_t i = 0; i < all->n; i++)
		strs_add(d->ctl->a, &keys, all->v[i].key);
	return ctl_no_such(d->ctl, "project", whose + 8, &keys);
}

/* Their own calendar's zone; the desk's is that of the first calendar. */
static const struct zone *
zone_of(const struct dashboard *d)
{
	const struct calendars *all = &d->ctl->conf->calendars;
	const struct calendar *c = d->project == NULL || d->project->calendar.n == 0 ? NULL :
	    calendars_find(all, d->project->calendar);
	const struct zone *zone = zone_utc();
	struct str name;
	struct err e;

	if (c == NULL && all->n > 0)
		c = &all->v[0];
	name = c == NULL ? STR_NONE : calendar_zone(c);
	if (name.n > 0 && zone_load(d->ctl->a, name, &zone, &e) == -1)
		return zone_utc();
	return zone;
}

/* --- which views -------------------------------------------------------------------------- */

/* Why it is on no such dashboard; NULL: it is. */
static const char *
why_not(const struct dashboard *d, const struct view_def *def)
{
	if (def->of_reader)
		return "it differs by who reads it";
	if (d->project != NULL && !def->for_customers)
		return "customers do not see it (customers = true in views.conf)";
	return NULL;
}

static int
take_named(struct dashboard *d, const struct strs *names)
{
	const struct view_defs *all = &d->ctl->conf->views;
	struct strs known = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(d->ctl->a, &known, all->v[i].name);
	for (size_t i = 0; i < names->n; i++) {
		const struct view_def *def = view_defs_find(all, names->v[i]);
		const char *why = def == NULL ? NULL : why_not(d, def);

		if (def == NULL)
			return ctl_no_such(d->ctl, "view", names->v[i].p, &known);
		if (why != NULL)
			return ctl_fail(CTL_DATA, "%s: %s", names->v[i].p, why);
		d->views[d->n_views++] = def;
	}
	return CTL_OK;
}

/* What only some agents see is not shown to all who can read a folder. */
static int
take_all(struct dashboard *d)
{
	const struct view_defs *all = &d->ctl->conf->views;

	for (size_t i = 0; i < all->n; i++)
		if (why_not(d, &all->v[i]) == NULL &&
		    (d->project != NULL || all->v[i].show_to.n == 0))
			d->views[d->n_views++] = &all->v[i];
	if (d->n_views > 0)
		return CTL_OK;
	return ctl_fail(CTL_DATA, d->project == NULL ? "views.conf has no view that is for every agent" :
	    "views.conf has no view for customers (customers = true)");
}

static int
choose(struct dashboard *d, const struct asked *q)
{
	int status = find_project(d, q->whose);

	if (status != CTL_OK)
		return status;
	d->language = q->language != NULL ? str_c(q->language) : d->project != NULL &&
	    d->project->language.n > 0 ? d->project->language : STR("en");
	d->zone = zone_of(d);
	d->now = clock_now();
	d->views = ARENA_ARRAY(d->ctl->a, d->ctl->conf->views.n + q->views.n,
	    const struct view_def *);
	return q->views.n > 0 ? take_named(d, &q->views) : take_all(d);
}

/* --- build ---------------------------------------------------------------------------------- */

static void
tell(const struct dashboard *d, const char *out, const struct site_sum *sum)
{
	size_t all = sum->written + sum->same;
	struct json j;

	if (!d->ctl->json) {
		printf("%s: %zu files: %zu written, %zu as before, %zu removed\n",
		    text_safe(d->ctl->a, str_c(out)).p, all, sum->written, sum->same, sum->removed);
		return;
	}
	j = ctl_json_new(d->ctl);
	json_open_object(&j, NULL);
	json_int(&j, "files", (int64_t)all);
	json_int(&j, "written", (int64_t)sum->written);
	json_int(&j, "same", (int64_t)sum->same);
	json_int(&j, "removed", (int64_t)sum->removed);
	json_close(&j);
	ctl_json_print(d->ctl, &j);
}

static int
make_pages(struct dashboard *d, struct err *e)
{
	int rc;

	sql_begin_read(d->ctl->db);
	rc = dashboard_pages(d, e);
	if (rc == 0) {
		sql_rollback(d->ctl->db);
		rc = db_run(d->ctl->db, e);
	}
	return rc;
}

static int
build(struct ctl *ctl, const struct asked *q)
{
	struct dashboard d = { .ctl = ctl };
	struct site_sum sum;
	struct err e;
	int status = ctl_conf(ctl);

	if (status != CTL_OK || (status = choose(&d, q)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (site_open(ctl->a, q->out, &d.site, &e) == -1 || make_pages(&d, &e) == -1 ||
	    site_finish(d.site, &sum, &e) == -1)
		status = ctl_err(&e);
	else
		tell(&d, q->out, &sum);
	site_close(d.site);
	return status;
}

/* --view may be given again and again. */
static struct strs
read_views(struct arena *a, int argc, char **argv)
{
	struct strs views = { 0 };

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--view") == 0 && i + 1 < argc)
			strs_add(a, &views, str_c(argv[++i]));
		else if (strncmp(argv[i], "--view=", 7) == 0)
			strs_add(a, &views, str_c(argv[i] + 7));
	return views;
}

int
ctl_dashboard(struct ctl *ctl, int argc, char **argv)
{
	struct asked q = { .views = read_views(ctl->a, argc, argv) };
	const char *view = NULL;
	const struct ctl_option options[] = {
		{ "--out", &q.out, NULL }, { "--for", &q.whose, NULL }, { "--view", &view, NULL },
		{ "--language", &q.language, NULL },
	};
	int n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (n != 1 || strcmp(argv[1], "build") != 0)
		return ctl_usage(ctl, "say build");
	if (q.out == NULL)
		return ctl_usage(ctl, "say --out DIR, where the pages go");
	return build(ctl, &q);
}
