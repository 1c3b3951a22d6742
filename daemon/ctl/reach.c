/*
 * docketctl reach: the addresses that mail does not get through to, or whose owners called it
 * spam, and which therefore get no automatic mail (daemon/ticket/reach.h).
 */
#include "daemon/ctl/verbs.h"

#include <string.h>

#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "parsers/head/domain.h"
#include "sql.h"

enum { LISTED = 1000 };

static const struct table_column columns[] = {
	{ "ADDRESS" }, { "MARKED" }, { "SINCE" }, { "FAILURES", .right = true },
	{ "TICKET", .right = true }, { "WHY", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_reach_list_row r;
	struct arena *a = ctl->a;

	sql_reach_list_row(ctl->db, (struct sql_reach_list){ asked }, row, &r);
	strs_add(a, cells, text_safe(a, r.address));
	strs_add(a, cells, r.marked.n > 0 ? text_safe(a, r.marked) : STR("-"));
	strs_add(a, cells, text_time(a, r.since));
	strs_add(a, cells, text_number(a, r.failures));
	strs_add(a, cells, r.ticket == 0 ? STR("-") : text_number(a, r.ticket));
	strs_add(a, cells, text_safe(a, r.why));
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "No address is marked.",
};

static int
reach_show(struct ctl *ctl, bool all)
{
	struct sql_reach_list h = { 0 };
	struct sql_list_json json = { 0 };
	struct err e;

	if (ctl->json)
		json = sql_reach_json(ctl->db, all);
	else
		h = sql_reach_list(ctl->db, all, LISTED + 1);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl->json ? ctl_json(ctl, json) : ctl_table(ctl, &list, h.asked, LISTED);
}

/* Says nothing where it was done, as others of its kind. */
static int
clear(struct ctl *ctl, const char *word)
{
	struct str address = domain_key(ctl->a, str_c(word));
	struct db_handle h = sql_reach_clear(ctl->db, address);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return db_count(ctl->db, h) > 0 ? CTL_OK : ctl_fail(CTL_FAILED, "nothing is known against "
	    "%s: docketctl reach --all lists what is", text_safe(ctl->a, address).p);
}

int
ctl_reach(struct ctl *ctl, int argc, char **argv)
{
	bool all = false, lists;
	const struct ctl_option options[] = { { "--all", NULL, &all } };
	int status, one, n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	lists = n == 0 || (n == 1 && strcmp(argv[1], "list") == 0);
	if (!lists && (strcmp(argv[1], "clear") != 0 || n < 2 || all))
		return ctl_usage(ctl, "say list, or clear and an address");
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (lists)
		return reach_show(ctl, all);
	for (int i = 2; i <= n; i++)
		if ((one = clear(ctl, argv[i])) != CTL_OK)
			status = one;
	return status;
}
