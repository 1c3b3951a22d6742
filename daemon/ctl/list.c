/*
 * docketctl list: tickets in a table.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/text.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/view/where.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct table_column columns[] = {
	{ "#", .right = true }, { "STATUS" }, { "PROJECT", .gives = true }, { "SEVERITY" },
	{ "VERSION", .gives = true }, { "WHO", .gives = true }, { "DUE" },
	{ "HELD" }, { "CHANGED" }, { "SUBJECT", .gives = true },
};

enum { COLUMNS = COUNT(columns) };

struct filter {
	bool		 all;
	bool		 held;			/* those with mail that waits alone */
	const char	*status;		/* NULL: any */
	const char	*project;
	const struct db_where	*where;		/* NULL: any */
	int64_t		 limit;
};

/* By a clock, and as people mean to be done: "in 5h 10m, by in 2d". */
static struct str
due(struct arena *a, int64_t due_at, int64_t do_by)
{
	if (do_by == 0)
		return text_from_now(a, due_at);
	return due_at == 0 ? str_printf(a, "by %s", text_from_now(a, do_by).p) :
	    str_printf(a, "%s, by %s", text_from_now(a, due_at).p, text_from_now(a, do_by).p);
}

/* The assignee, else the team: "ana, away until 2026-06-05 09:00 UTC". */
static struct str
who(struct arena *a, const struct sql_list_open_row *t)
{
	struct str name = text_safe(a, t->assignee.n != 0 ? t->assignee : t->team);

	return t->away_until <= clock_now() ? name : str_printf(a, "%.*s, away until %.*s",
	    STR_ARG(name), STR_ARG(text_time(a, t->away_until)));
}

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_list_open_row t;
	struct arena *a = ctl->a;

	sql_list_open_row(ctl->db, (struct sql_list_open){ asked }, row, &t);
	strs_add(a, cells, text_number(a, t.id));
	strs_add(a, cells, text_safe(a, t.status));
	strs_add(a, cells, text_safe(a, t.project));
	strs_add(a, cells, text_safe(a, t.severity));
	strs_add(a, cells, text_safe(a, t.version));
	strs_add(a, cells, who(a, &t));
	strs_add(a, cells, due(a, t.due_at, t.do_by));
	strs_add(a, cells, t.held > 0 ? str_printf(a, "%" PRId64 ", %s", t.held,
	    text_from_now(a, t.held_at).p) : STR_NONE);
	strs_add(a, cells, text_from_now(a, t.updated_at));
	strs_add(a, cells, text_safe(a, t.subject));
}

static int
print_json(struct ctl *ctl, const struct filter *f, struct sql_list_open h)
{
	size_t rows = sql_list_open_count(ctl->db, h);
	size_t n = rows > (size_t)f->limit ? (size_t)f->limit : rows;
	int64_t *ids = ARENA_ARRAY(ctl->a, n, int64_t);
	struct sql_list_open_row row;
	struct sql_list_json json;
	struct err e;

	for (size_t i = 0; i < n && sql_list_open_row(ctl->db, h, i, &row); i++)
		ids[i] = row.id;
	json = sql_list_json(ctl->db, (struct db_int8s){ ids, n });
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, json);
}

static void
print_wait(struct ctl *ctl, int64_t n, const char *what, int64_t oldest, const char *verb)
{
	if (n > 0)
		fprintf(stderr, "%" PRId64 " %s; the oldest came %s: docketctl %s\n", n, what,
		    text_from_now(ctl->a, oldest).p, verb);
}

/* Mail that no ticket shows, or one that is not in the list: no row for programs. */
static void
print_waiting(struct ctl *ctl, struct sql_waiting h)
{
	struct sql_waiting_row n;

	if (!sql_waiting_row(ctl->db, h, 0, &n))
		return;
	fflush(stdout);
	print_wait(ctl, n.held, "held, waiting for a decision", n.held_at, "held");
	print_wait(ctl, n.quarantine, "in quarantine", n.quarantine_at, "quarantine");
}

static struct sql_list_open
ask(struct ctl *ctl, const struct filter *f)
{
	struct str status = str_c(f->status), project = str_c(f->project);

	return f->all ? sql_list_all(ctl->db, &(struct sql_list_all_in){ status, project, f->held,
	    f->where, f->limit + 1 }) : sql_list_open(ctl->db, &(struct sql_list_open_in){ status,
	    project, f->held, f->where, f->limit + 1 });
}

static int
print_list(struct ctl *ctl, const struct filter *f)
{
	const struct ctl_rows list = { columns, COLUMNS, add_row, f->all ? "No tickets." :
	    "No open tickets (--all shows the others)." };
	struct sql_list_open h = ask(ctl, f);
	struct sql_waiting waiting = sql_waiting(ctl->db);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (ctl->json)
		return print_json(ctl, f, h);
	ctl_table(ctl, &list, h.asked, f->limit);
	print_waiting(ctl, waiting);
	return CTL_OK;
}

/* A category, or the name of a status of some type. */
static int
check_status(struct ctl *ctl, struct filter *f)
{
	int status;
	bool known = false;

	if (f->status == NULL)
		return CTL_OK;
	if (category_find(str_c(f->status)) != -1) {
		f->all = f->all || category_is_done(str_c(f->status));
		return CTL_OK;
	}
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	for (size_t i = 0; i < ctl->conf->types.n; i++) {
		const struct status *s = type_status(&ctl->conf->types.v[i], str_c(f->status));

		known |= s != NULL;
		f->all |= s != NULL && category_is_done(category_word(s->category));
	}
	return known ? CTL_OK : ctl_usage(ctl, "'%s' is no status: %s%s", f->status,
	    category_list(ctl->a).p, ctl->conf->types.n > 1 ? ", or docketctl types" : "");
}

/* As rules have them: 'severity = { at_least = "high"; }; tags = "vip";'. */
static int
read_where(struct ctl *ctl, const char *text, struct filter *f)
{
	struct condition *c = ARENA_NEW(ctl->a, struct condition);
	struct conf_faults faults = { 0 };
	int status = text == NULL ? CTL_OK : ctl_conf(ctl);

	if (text == NULL || status != CTL_OK)
		return status;
	if (conf_condition(ctl->a, ctl->conf, "--where", str_c(text), false, c, &faults) == -1) {
		for (size_t i = 0; i < faults.lines.n; i++)
			fprintf(stderr, "%.*s\n", STR_ARG(faults.lines.v[i]));
		return CTL_USAGE;
	}
	f->where = where_of(ctl->a, ctl->conf, c, clock_now());
	return CTL_OK;
}

int
ctl_list(struct ctl *ctl, int argc, char **argv)
{
	struct filter f = { .limit = 100 };
	const char *limit = NULL, *where = NULL;
	const struct ctl_option options[] = {
		{ "--all", NULL, &f.all }, { "--status", &f.status, NULL },
		{ "--project", &f.project, NULL }, { "--limit", &limit, NULL },
		{ "--held", NULL, &f.held }, { "--where", &where, NULL },
	};
	int n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes options only; show N shows ticket N");
	if (limit != NULL && (f.limit = ctl_number(limit)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", limit);
	if ((n = check_status(ctl, &f)) != CTL_OK || (n = read_where(ctl, where, &f)) != CTL_OK ||
	    (n = ctl_db(ctl)) != CTL_OK)
		return n;
	return print_list(ctl, &f);
}
