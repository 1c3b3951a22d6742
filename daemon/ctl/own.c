/*
 * docketctl own: the addresses that docket learnt to be its own, of which one may be
 * somebody's (daemon/ticket/ours.h).
 */
#include "daemon/ctl/verbs.h"

#include <string.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/head/domain.h"
#include "sql.h"

enum { LISTED = 1000 };			/* no more are learnt */

static const struct table_column columns[] = {
	{ "ADDRESS", .gives = true }, { "MAILBOX" }, { "LEARNT" }, { "FORGOTTEN", .gives = true },
};

static struct str
forgotten(struct arena *a, int64_t at, struct str by)
{
	return at == 0 ? STR_NONE : str_printf(a, "%s by %s", text_time(a, at).p,
	    text_safe(a, by).p);
}

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_own_list_row o;
	struct arena *a = ctl->a;

	sql_own_list_row(ctl->db, (struct sql_own_list){ asked }, row, &o);
	strs_add(a, cells, text_safe(a, o.address));
	strs_add(a, cells, text_safe(a, o.mailbox));
	strs_add(a, cells, text_time(a, o.learnt_at));
	strs_add(a, cells, forgotten(a, o.forgotten_at, o.forgotten_by));
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "No address was learnt.",
};

static int
own_list(struct ctl *ctl)
{
	struct sql_own_list h = { 0 };
	struct sql_list_json json = { 0 };
	struct err e;

	if (ctl->json)
		json = sql_own_json(ctl->db);
	else
		h = sql_own_list(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl->json ? ctl_json(ctl, json) : ctl_table(ctl, &list, h.asked, LISTED);
}

static int
tell_not(struct ctl *ctl, struct str address)
{
	struct sql_own_state h = sql_own_state(ctl->db, address);
	struct sql_own_state_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (sql_own_state_row(ctl->db, h, 0, &row))
		return ctl_fail(CTL_FAILED, "%s was forgotten already: %s",
		    text_safe(ctl->a, address).p,
		    forgotten(ctl->a, row.forgotten_at, row.forgotten_by).p);
	return ctl_fail(CTL_FAILED, "%s was not learnt (docketctl own lists what was; what "
	    "docket.conf says is docket's is changed there)", text_safe(ctl->a, address).p);
}

/* Says nothing where it was done, as others of its kind. */
static int
forget(struct ctl *ctl, const struct agent *agent, const char *word)
{
	struct str address = domain_key(ctl->a, str_c(word));
	struct db_handle h = sql_own_forget(ctl->db, address, agent != NULL ? agent->name :
	    STR("docketctl"), clock_now());
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return db_count(ctl->db, h) == 0 ? tell_not(ctl, address) : CTL_OK;
}

int
ctl_own(struct ctl *ctl, int argc, char **argv)
{
	const char *as = NULL;
	const struct ctl_option options[] = { { "--as", &as, NULL } };
	int status, one, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	const struct agent *agent;
	bool lists;

	if (n < 0)
		return ctl_options_status(n);
	lists = n == 0 || (n == 1 && strcmp(argv[1], "list") == 0);
	if (!lists && (strcmp(argv[1], "forget") != 0 || n < 2))
		return ctl_usage(ctl, "say list, or forget and an address");
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_agent(ctl, as, &agent)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (lists)
		return own_list(ctl);
	for (int i = 2; i <= n; i++)
		if ((one = forget(ctl, agent, argv[i])) != CTL_OK)
			status = one;
	return status;
}
