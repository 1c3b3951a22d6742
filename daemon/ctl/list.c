/*
 * docketctl list: tickets in a table.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/render/text.h"
#include "daemon/sla/category.h"

static const struct table_column columns[] = {
	{ "#", .right = true }, { "STATUS" }, { "PROJECT", .gives = true }, { "SEVERITY" },
	{ "VERSION", .gives = true }, { "WHO", .gives = true }, { "DUE" },
	{ "CHANGED" }, { "SUBJECT", .gives = true },
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct filter {
	bool		 all;
	const char	*status;		/* NULL: any */
	const char	*project;
	int64_t		 limit;
};

static void
add_row(struct ctl *ctl, size_t row, struct strs *cells)
{
	struct db *db = ctl->db;
	struct str who = db_str(db, 0, row, 5);

	if (who.n == 0)
		who = db_str(db, 0, row, 6);
	strs_add(ctl->a, cells, db_str(db, 0, row, 0));
	for (int col = 1; col <= 4; col++)
		strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, col)));
	strs_add(ctl->a, cells, text_safe(ctl->a, who));
	strs_add(ctl->a, cells, text_from_now(ctl->a, db_i64(db, 0, row, 10)));
	strs_add(ctl->a, cells, text_from_now(ctl->a, db_i64(db, 0, row, 9)));
	strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, 7)));
}

static int
print_json(struct ctl *ctl, const struct filter *f, size_t rows)
{
	size_t n = rows > (size_t)f->limit ? (size_t)f->limit : rows;
	int64_t *ids = ARENA_ARRAY(ctl->a, n, int64_t);
	struct err e;

	for (size_t row = 0; row < n; row++)
		ids[row] = db_i64(ctl->db, 0, row, 0);
	if (db_exec(ctl->db, &e, SQL_LIST_JSON, "j", ids, n) == -1)
		return ctl_err(&e);
	return ctl_json(ctl, 0);
}

static int
print_list(struct ctl *ctl, const struct filter *f)
{
	const struct ctl_rows list = { columns, COLUMNS, add_row, f->all ? "No tickets." :
	    "No open tickets (--all shows the others)." };
	struct err e;
	size_t rows;

	if (db_exec(ctl->db, &e, f->all ? SQL_LIST_ALL : SQL_LIST_OPEN, "SSi",
	    str_c(f->status), str_c(f->project), f->limit + 1) == -1)
		return ctl_err(&e);
	rows = db_count(ctl->db, 0);
	return ctl->json ? print_json(ctl, f, rows) : ctl_table(ctl, &list, rows, f->limit);
}

static int
check_status(const struct ctl *ctl, struct filter *f)
{
	if (f->status == NULL)
		return CTL_OK;
	if (category_find(str_c(f->status)) == -1)
		return ctl_usage(ctl, "'%s' is no status: %s", f->status,
		    category_list(ctl->a).p);
	f->all = f->all || category_is_done(str_c(f->status));
	return CTL_OK;
}

int
ctl_list(struct ctl *ctl, int argc, char **argv)
{
	struct filter f = { .limit = 100 };
	const char *limit = NULL;
	const struct ctl_option options[] = {
		{ "--all", NULL, &f.all }, { "--status", &f.status, NULL },
		{ "--project", &f.project, NULL }, { "--limit", &limit, NULL },
	};
	int n = ctl_options(ctl, argc, argv, options, 4);

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes options only; show N shows ticket N");
	if (limit != NULL && (f.limit = ctl_number(limit)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", limit);
	if ((n = check_status(ctl, &f)) != CTL_OK || (n = ctl_db(ctl)) != CTL_OK)
		return n;
	return print_list(ctl, &f);
}
