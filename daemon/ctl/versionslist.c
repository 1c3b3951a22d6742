/* versionslist: see versionslist.h. */
#include "daemon/ctl/versionslist.h"

#include <inttypes.h>

#include "daemon/calendar/civil.h"
#include "daemon/policy/support.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/runsaid.h"
#include "parsers/base/array.h"

struct open_tickets {			/* of a project that say one version */
	struct str	project, product, version;
	int64_t		n, grave;
};

struct found {
	struct ctl			*ctl;
	const struct versions_ask	*ask;
	int32_t				 today;
	struct open_tickets		*open;
	size_t				 n_open;
};

struct line {				/* what runs somewhere */
	struct sql_run_list_row	 row;
	const struct product	*product;	/* NULL: products.conf has it no more */
	enum support		 support;
	int32_t			 until;
};

static struct str
day_text(struct ctl *ctl, int64_t us)
{
	return us == 0 ? STR_NONE : civil_text(ctl->a, civil_of(zone_utc(), us));
}

static struct str
until_text(struct ctl *ctl, const struct line *l)
{
	return l->until == INT32_MAX || l->until == 0 ? STR_NONE : civil_text(ctl->a, l->until);
}

static struct str
number(struct ctl *ctl, int64_t n)
{
	return str_printf(ctl->a, "%" PRId64, n);
}

/* ---- what is meant ---- */

static bool
is_on(struct ctl *ctl, const struct line *l, struct str on)
{
	const struct branch *b = product_branch(ctl->a, l->product, l->row.version);
	struct str meant;

	product_version(ctl->a, l->product, on, &meant, NULL);
	return (b != NULL && str_eq(b->name, on)) || str_eq(l->row.version, meant) ||
	    (str_starts(l->row.version, on) && l->row.version.n > on.n &&
	    l->row.version.p[on.n] == '.');
}

/* Of what has no order nobody knows. */
static bool
is_below(struct ctl *ctl, const struct line *l, struct str than)
{
	struct str out, key, limit;

	product_version(ctl->a, l->product, l->row.version, &out, &key);
	product_version(ctl->a, l->product, than, &out, &limit);
	return key.n > 0 && limit.n > 0 && str_cmp(key, limit) < 0;
}

static bool
is_meant(const struct found *f, const struct line *l)
{
	const struct versions_ask *ask = f->ask;

	if (ask->product != NULL && !str_eq(l->row.product, str_c(ask->product)))
		return false;
	if (ask->unsupported && l->support != SUPPORT_NONE)
		return false;
	if ((ask->on != NULL || ask->below != NULL) && l->product == NULL)
		return false;
	return (ask->on == NULL || is_on(f->ctl, l, str_c(ask->on))) &&
	    (ask->below == NULL || is_below(f->ctl, l, str_c(ask->below)));
}

/* ---- open tickets ---- */

static struct str
gravest(const struct conf *conf)
{
	const struct field_def *def = field_find(&conf->fields, STR("severity"));

	return def == NULL || def->values.n == 0 ? STR_NONE : def->values.v[def->values.n - 1];
}

static void
learn_open(struct found *f, const struct sql_run_open_row *row)
{
	struct field_value said = { .name = STR("product"), .value = row->product };
	const struct ticket t = { .project = row->project, .fields = { &said, 1 } };
	const struct product *p = runs_product(f->ctl->conf, &t);
	struct open_tickets one = { .project = str_dup(f->ctl->a, row->project), .n = row->n,
	    .product = p == NULL ? STR_NONE : p->name, .grave = row->grave };

	product_version(f->ctl->a, p, str_dup(f->ctl->a, row->version), &one.version, NULL);
	f->open = array_grow(f->ctl->a, f->open, f->n_open, sizeof(*f->open));
	f->open[f->n_open++] = one;
}

static int64_t
count_open(const struct found *f, struct str project, struct str product, struct str version,
    bool grave)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->n_open; i++) {
		const struct open_tickets *o = &f->open[i];

		if ((project.n == 0 || str_eq(o->project, project)) &&
		    str_eq(o->product, product) && str_eq(o->version, version))
			n += grave ? o->grave : o->n;
	}
	return n;
}

/* ---- who runs what ---- */

static const struct table_column columns[] = {
	{ "PROJECT" }, { "PRODUCT", .gives = true }, { "ENV", .gives = true }, { "VERSION" },
	{ "SINCE" }, { "SUPPORT" }, { "UNTIL" }, { "OPEN", .right = true },
};
static const char *const keys[] = { "project", "product", "environment", "version", "since",
	"support", "until", "open" };

static void
add_line(struct found *f, const struct line *l, struct sheet *s)
{
	struct ctl *ctl = f->ctl;

	strs_add(ctl->a, &s->cells, l->row.project);
	strs_add(ctl->a, &s->cells, l->row.product);
	strs_add(ctl->a, &s->cells, l->row.environment);
	strs_add(ctl->a, &s->cells, l->row.version);
	strs_add(ctl->a, &s->cells, day_text(ctl, l->row.since));
	strs_add(ctl->a, &s->cells, str_c(support_word(l->support)));
	strs_add(ctl->a, &s->cells, until_text(ctl, l));
	strs_add(ctl->a, &s->cells, number(ctl, count_open(f, l->row.project, l->row.product,
	    l->row.version, false)));
}

/* ---- by version ---- */

static const struct table_column ticket_columns[] = {
	{ "PRODUCT", .gives = true }, { "VERSION" }, { "SUPPORT" }, { "UNTIL" },
	{ "PROJECTS", .right = true }, { "OPEN", .right = true }, { "GRAVEST", .right = true },
};
static const char *const ticket_keys[] = { "product", "version", "support", "until", "projects",
	"open", "gravest" };

struct by_version {
	struct line	 of;
	struct str	 last;		/* project that was counted last: rows come by project */
	int64_t		 projects;
};

struct by_versions {
	struct by_version	*v;
	size_t			 n;
};

static struct by_version *
slot(struct found *f, struct by_versions *all, const struct line *l)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].of.row.product, l->row.product) &&
		    str_eq(all->v[i].of.row.version, l->row.version))
			return &all->v[i];
	all->v = array_grow(f->ctl->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = (struct by_version){ .of = *l };
	return &all->v[all->n++];
}

static struct line
line_of(struct found *f, const struct sql_run_list_row *row)
{
	struct line l = { .row = *row, .support = SUPPORT_UNKNOWN, .until = INT32_MAX };

	l.product = row->product.n == 0 ? NULL :
	    product_find(&f->ctl->conf->products, row->product);
	if (l.product != NULL)
		l.support = product_support(f->ctl->a, l.product, row->version, f->today,
		    &l.until);
	return l;
}

/* A version that only tickets say is there, too. */
static void
add_said(struct found *f, struct by_versions *all)
{
	for (size_t i = 0; i < f->n_open; i++) {
		const struct open_tickets *o = &f->open[i];
		struct line l = line_of(f, &(struct sql_run_list_row){ .product = o->product,
		    .version = o->version });

		if (is_meant(f, &l) && (f->ask->project == NULL ||
		    str_eq(o->project, str_c(f->ask->project))))
			slot(f, all, &l);
	}
}

static void
add_by_version(struct found *f, const struct by_version *v, struct sheet *s)
{
	struct str only = f->ask->project == NULL ? STR_NONE : str_c(f->ask->project);
	const struct line *l = &v->of;
	struct ctl *ctl = f->ctl;

	strs_add(ctl->a, &s->cells, l->row.product);
	strs_add(ctl->a, &s->cells, l->row.version);
	strs_add(ctl->a, &s->cells, str_c(support_word(l->support)));
	strs_add(ctl->a, &s->cells, until_text(ctl, l));
	strs_add(ctl->a, &s->cells, number(ctl, v->projects));
	for (int grave = 0; grave < 2; grave++)
		strs_add(ctl->a, &s->cells, number(ctl, count_open(f, only, l->row.product,
		    l->row.version, grave == 1)));
}

static void
list_by_version(struct found *f, struct sql_run_list h, enum sheet_as as)
{
	struct sheet s = { ticket_columns, ticket_keys, COUNT(ticket_columns),
	    "No project's version is known, and no open ticket says one.", { NULL, 0 } };
	struct by_versions all = { 0 };
	struct sql_run_list_row row;

	for (size_t i = 0; sql_run_list_row(f->ctl->db, h, i, &row); i++) {
		struct line l = line_of(f, &row);
		struct by_version *v = !is_meant(f, &l) ? NULL : slot(f, &all, &l);

		if (v == NULL)
			continue;
		v->projects += !str_eq(v->last, row.project);
		v->last = row.project;
	}
	add_said(f, &all);
	for (size_t i = 0; i < all.n; i++)
		add_by_version(f, &all.v[i], &s);
	sheet_print(f->ctl, &s, as);
}

/* A version to compare with that no product's scheme can read leaves nothing to list. */
static int
check_below(struct ctl *ctl, const struct versions_ask *ask)
{
	const struct products *all = &ctl->conf->products;
	struct str out, key;

	for (size_t i = 0; ask->below != NULL && i < all->n; i++) {
		product_version(ctl->a, &all->v[i], str_c(ask->below), &out, &key);
		if (key.n > 0)
			return CTL_OK;
	}
	return ask->below == NULL ? CTL_OK : ctl_fail(CTL_DATA, "--below: no product of "
	    "products.conf has an order for '%s'", ask->below);
}

int
versions_list(struct ctl *ctl, const struct versions_ask *ask, enum sheet_as as)
{
	struct found f = { .ctl = ctl, .ask = ask,
	    .today = civil_of(zone_utc(), clock_now()) };
	struct sheet s = { columns, keys, COUNT(columns), "No such version is known of a project.",
	    { NULL, 0 } };
	struct sql_run_list h = sql_run_list(ctl->db, clock_now(), str_c(ask->project));
	struct sql_run_open open = sql_run_open(ctl->db, gravest(ctl->conf));
	struct sql_run_list_row row;
	struct sql_run_open_row o;
	struct err e;
	int status = check_below(ctl, ask);

	if (status != CTL_OK)
		return status;
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	for (size_t i = 0; sql_run_open_row(ctl->db, open, i, &o); i++)
		learn_open(&f, &o);
	if (ask->tickets) {
		list_by_version(&f, h, as);
		return CTL_OK;
	}
	for (size_t i = 0; sql_run_list_row(ctl->db, h, i, &row); i++) {
		struct line l = line_of(&f, &row);

		if (is_meant(&f, &l))
			add_line(&f, &l, &s);
	}
	sheet_print(ctl, &s, as);
	return CTL_OK;
}

/* ---- a project's history ---- */

int
versions_history(struct ctl *ctl, const struct versions_ask *ask, enum sheet_as as)
{
	static const struct table_column cols[] = { { "SINCE" }, { "PRODUCT", .gives = true },
		{ "ENV", .gives = true }, { "VERSION" }, { "SOURCE" },
		{ "TICKET", .right = true }, { "BY", .gives = true } };
	static const char *const names[] = { "since", "product", "environment", "version",
		"source", "ticket", "by" };
	struct sheet s = { cols, names, COUNT(cols), "Nothing is known of what it runs.",
	    { NULL, 0 } };
	struct sql_run_history h = sql_run_history(ctl->db, str_c(ask->project));
	struct sql_run_history_row r;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	for (size_t i = 0; sql_run_history_row(ctl->db, h, i, &r); i++) {
		if (ask->product != NULL && !str_eq(r.product, str_c(ask->product)))
			continue;
		strs_add(ctl->a, &s.cells, day_text(ctl, r.since));
		strs_add(ctl->a, &s.cells, r.product);
		strs_add(ctl->a, &s.cells, r.environment);
		strs_add(ctl->a, &s.cells, r.version);
		strs_add(ctl->a, &s.cells, r.since > clock_now() ? STR("planned") : r.source);
		strs_add(ctl->a, &s.cells, r.ticket == 0 ? STR_NONE : number(ctl, r.ticket));
		strs_add(ctl->a, &s.cells, r.author);
	}
	sheet_print(ctl, &s, as);
	return CTL_OK;
}

/* ---- what people are asked ---- */

int
versions_doubts(struct ctl *ctl, const struct versions_ask *ask, enum sheet_as as)
{
	static const struct table_column cols[] = { { "TICKET", .right = true }, { "PROJECT" },
		{ "PRODUCT", .gives = true }, { "ENV", .gives = true }, { "SAYS" }, { "RUNS" },
		{ "SINCE" }, { "ASKED" } };
	static const char *const names[] = { "ticket", "project", "product", "environment",
		"says", "runs", "since", "asked" };
	struct sheet s = { cols, names, COUNT(cols), "No version is in doubt.", { NULL, 0 } };
	struct sql_run_doubts h = sql_run_doubts(ctl->db);
	struct sql_run_doubts_row r;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	for (size_t i = 0; sql_run_doubts_row(ctl->db, h, i, &r); i++) {
		if ((ask->product != NULL && !str_eq(r.product, str_c(ask->product))) ||
		    (ask->project != NULL && !str_eq(r.project, str_c(ask->project))))
			continue;
		strs_add(ctl->a, &s.cells, number(ctl, r.ticket));
		strs_add(ctl->a, &s.cells, r.project);
		strs_add(ctl->a, &s.cells, r.product);
		strs_add(ctl->a, &s.cells, r.environment);
		strs_add(ctl->a, &s.cells, r.version);
		strs_add(ctl->a, &s.cells, r.runs);
		strs_add(ctl->a, &s.cells, day_text(ctl, r.since));
		strs_add(ctl->a, &s.cells, day_text(ctl, r.at));
	}
	sheet_print(ctl, &s, as);
	return CTL_OK;
}
