/* versionsrun: see versionsrun.h.  Every line is read before the first is stored. */
#include "daemon/ctl/versionsrun.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/ctl/core.h"
#include "daemon/calendar/civil.h"
#include "daemon/policy/catalogue.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/projectevent.h"
#include "daemon/ticket/runs.h"
#include "parsers/base/array.h"
#include "parsers/base/nearest.h"
#include "parsers/text/csv.h"
#include "parsers/text/date.h"

enum { FILE_MOST = 32 * 1024 * 1024, FAULTS_MOST = 50 };
enum column { PROJECT, PRODUCT, ENVIRONMENT, VERSION, SINCE, COLUMNS };

static const char *const names[COLUMNS] = { "project", "product", "environment", "version", "since" };

struct item {
	struct run	run;
	int		line;
};

struct reading {
	struct ctl	*ctl;
	struct work	 w;		/* for zones: nothing is stored by it yet */
	const char	*path;
	int		 line;
	size_t		 at[COLUMNS];	/* where each stands; SIZE_MAX: nowhere */
	struct item	*v;
	size_t		 n;
	size_t		 faults;
};

static void	fault(struct reading *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void
fault(struct reading *r, const char *fmt, ...)
{
	struct str text;
	va_list ap;

	va_start(ap, fmt);
	text = str_vprintf(r->ctl->a, fmt, ap);
	va_end(ap);
	if (r->faults++ < FAULTS_MOST)
		ctl_fail(CTL_DATA, "%s:%d: %.*s", r->path, r->line, STR_ARG(text));
}

/* ---- its columns ---- */

static void
read_names(struct reading *r, const struct strs *head)
{
	struct strs known = { 0 };

	for (size_t c = 0; c < COLUMNS; c++) {
		r->at[c] = SIZE_MAX;
		strs_add(r->ctl->a, &known, str_c(names[c]));
	}
	for (size_t i = 0; i < head->n; i++) {
		struct str name = str_lower(r->ctl->a, head->v[i]);
		size_t c = 0;

		while (c < COLUMNS && !str_eq(name, known.v[c]))
			c++;
		if (c == COLUMNS)
			fault(r, "there is no column \"%.*s\": project, product, environment, "
			    "version and since are", STR_ARG(head->v[i]));
		else
			r->at[c] = i;
	}
	if (r->faults == 0 && (r->at[PROJECT] == SIZE_MAX || r->at[VERSION] == SIZE_MAX))
		fault(r, "the first line names the columns, project and version among them: "
		    "project,product,environment,version,since");
}

/* ---- a line ---- */

static struct str
cell(const struct reading *r, const struct strs *row, enum column c)
{
	return r->at[c] < row->n ? row->v[r->at[c]] : STR_NONE;
}

static void
no_such(struct reading *r, const char *what, struct str name, const struct strs *all)
{
	struct str near = nearest_name(name, all);

	fault(r, "there is no %s \"%.*s\"%s%.*s%s", what, STR_ARG(name),
	    near.n > 0 ? ": did you mean " : "", STR_ARG(near), near.n > 0 ? "?" : "");
}

static const struct project *
project_of(struct reading *r, struct str key)
{
	const struct projects *all = &r->ctl->conf->projects;
	struct strs known = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (str_ieq(all->v[i].key, key))
			return &all->v[i];
		strs_add(r->ctl->a, &known, all->v[i].key);
	}
	no_such(r, "project", key, &known);
	return NULL;
}

/* A day begins where the project lives; nothing: from now on. */
static bool
since_of(struct reading *r, const struct project *p, struct str said, int64_t *us)
{
	int32_t day;

	*us = r->w.now;
	if (said.n == 0)
		return true;
	if (date_day(said, &day))
		*us = civil_start(project_event_zone(&r->w, p), day);
	else if (!clock_parse(said, us)) {
		fault(r, "since \"%.*s\" is no day such as 2026-12-31", STR_ARG(said));
		return false;
	}
	return true;
}

static bool
run_of(struct reading *r, const struct strs *row, struct run *out)
{
	struct strs all = products_names(r->ctl->a, &r->ctl->conf->products);
	const struct project *p = project_of(r, cell(r, row, PROJECT));
	struct str name = cell(r, row, PRODUCT), version = cell(r, row, VERSION);
	const struct product *of;

	if (p == NULL)
		return false;
	of = product_find(&r->ctl->conf->products, name.n > 0 ? name : p->product);
	if (of == NULL)
		return no_such(r, "product", name, &all), false;
	out->environment = product_environment(of, cell(r, row, ENVIRONMENT));
	if (out->environment.n == 0)
		return no_such(r, "environment", cell(r, row, ENVIRONMENT), &of->environments), false;
	if (!product_version(r->ctl->a, of, version, &out->version, &out->key) && out->key.n == 0)
		return no_such(r, "version", version, &of->versions), false;
	out->project = p->key;
	out->product = of->name;
	return since_of(r, p, cell(r, row, SINCE), &out->since);
}

static void
read_line(struct reading *r, const struct strs *row, struct str author)
{
	struct run one = { .source = RUN_IMPORT, .author = author, .is_decided = true,
	    .is_known = true };

	if (row->n == 1 && row->v[0].n == 0)
		return;		/* an empty line */
	if (!run_of(r, row, &one))
		return;
	r->v = array_grow(r->ctl->a, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = (struct item){ one, r->line };
}

/* ---- all of it ---- */

/* Projects in one order, so that two that import never wait for each other; then by instant. */
static int
in_order(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int c = str_cmp(x->run.project, y->run.project);

	if (c == 0)
		c = str_cmp(x->run.product, y->run.product);
	if (c == 0)
		c = str_cmp(x->run.environment, y->run.environment);
	if (c == 0)
		c = (x->run.since > y->run.since) - (x->run.since < y->run.since);
	return c != 0 ? c : x->line - y->line;
}

/* Two lines that say another thing of one instant are one too many. */
static void
check_clear(struct reading *r)
{
	if (r->n > 0)
		qsort(r->v, r->n, sizeof(*r->v), in_order);
	for (size_t i = 1; i < r->n; i++) {
		const struct run *x = &r->v[i - 1].run, *y = &r->v[i].run;

		if (x->since != y->since || !str_eq(x->project, y->project) ||
		    !str_eq(x->product, y->product) || !str_eq(x->environment, y->environment) ||
		    str_eq(x->version, y->version))
			continue;
		r->line = r->v[i].line;
		fault(r, "line %d says that %.*s ran %.*s then", r->v[i - 1].line,
		    STR_ARG(x->project), STR_ARG(x->version));
	}
}

static int
store(struct ctl *ctl, struct reading *r, struct core_state *core)
{
	work_begin(&r->w, core, ctl->db, ctl->a);
	for (size_t i = 0; i < r->n; i++)
		runs_store(&r->w, 0, &r->v[i].run);
	if (work_commit(&r->w) == -1) {
		struct err e = r->w.err;

		work_rollback(&r->w);
		return ctl_err(&e);
	}
	printf("%zu %s read\n", r->n, r->n == 1 ? "line" : "lines");
	return CTL_OK;
}

static void
read_rows(struct reading *r, struct str in, struct str author)
{
	char sep = csv_separator(in);
	struct strs row = { 0 };
	size_t lines;
	bool torn;

	r->line = 1;
	csv_row(r->ctl->a, &in, sep, &row, &lines, &torn);
	read_names(r, &row);
	while (r->at[PROJECT] != SIZE_MAX && r->at[VERSION] != SIZE_MAX) {
		r->line += (int)lines;
		if (!csv_row(r->ctl->a, &in, sep, &row, &lines, &torn))
			return;
		if (torn)
			fault(r, "a quote begins here, and does not end");
		else
			read_line(r, &row, author);
	}
}

static int
read_all(struct reading *r, struct str author)
{
	struct str in;
	struct err e = { 0 };

	if (file_read(r->ctl->a, r->path, FILE_MOST, &in, &e) == -1)
		return ctl_fail(CTL_FAILED, "%s: %s", r->path, e.text);
	if (!str_is_utf8(in))
		return ctl_fail(CTL_DATA, "%s: it is not in UTF-8", r->path);
	if (str_starts(in, STR("\xef\xbb\xbf")))
		in = str_sub(in, 3, in.n);
	read_rows(r, in, author);
	check_clear(r);
	if (r->faults > 0)
		return ctl_fail(CTL_DATA, "%s: %zu fault%s: nothing was stored", r->path, r->faults,
		    r->faults == 1 ? "" : "s");
	return CTL_OK;
}

int
versions_runs(struct ctl *ctl, const char *path, const char *by)
{
	struct core_state core = { 0 };
	struct reading r = { .ctl = ctl, .path = path };
	const struct agent *agent = NULL;
	int status;

	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_core(ctl, &core, true)) != CTL_OK ||
	    (status = ctl_agent(ctl, by, &agent)) != CTL_OK)
		return status;
	r.w = (struct work){ .core = &core, .conf = ctl->conf, .a = ctl->a, .now = clock_now() };
	if ((status = read_all(&r, agent == NULL ? STR("docketctl") : agent->name)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK ||
	    (status = ctl_core_load(ctl, &core, true)) != CTL_OK)
		return status;
	return store(ctl, &r, &core);
}
