/*
 * docketctl portal: who is signed in to the portal, and whose sessions and links end: a lost
 * telephone, a forwarded mail.
 */
#include "daemon/ctl/verbs.h"

#include <string.h>

#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "parsers/head/domain.h"
#include "sql.h"

enum { LISTED = 1000 };

static const struct table_column columns[] = {
	{ "SESSION", .right = true }, { "WHO", .gives = true }, { "BY" }, { "BEGUN" }, { "SEEN" },
	{ "ENDS" }, { "NETWORK" }, { "BROWSER", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_web_sessions_row r;
	struct arena *a = ctl->a;

	sql_web_sessions_row(ctl->db, (struct sql_web_sessions){ asked }, row, &r);
	strs_add(a, cells, text_number(a, r.id));
	strs_add(a, cells, text_safe(a, r.address));
	strs_add(a, cells, r.by_code ? STR("a ticket's link") : r.agent.n > 0 ? STR("agent") :
	    STR("customer"));
	strs_add(a, cells, text_time(a, r.made_at));
	strs_add(a, cells, text_time(a, r.seen_at));
	strs_add(a, cells, text_time(a, r.expires_at));
	strs_add(a, cells, text_safe(a, r.network));
	strs_add(a, cells, text_safe(a, r.program));
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "Nobody is signed in.",
};

static int
sessions(struct ctl *ctl, const char *whose)
{
	struct str address = whose == NULL ? STR_NONE : domain_key(ctl->a, str_c(whose));
	struct sql_web_sessions h = { 0 };
	struct sql_list_json json = { 0 };
	struct err e;

	if (ctl->json)
		json = sql_web_sessions_json(ctl->db, address);
	else
		h = sql_web_sessions(ctl->db, address, LISTED + 1);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl->json ? ctl_json(ctl, json) : ctl_table(ctl, &list, h.asked, LISTED);
}

static int
end_one(struct ctl *ctl, int64_t number)
{
	struct db_handle h = sql_web_session_end_one(ctl->db, number);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return db_count(ctl->db, h) > 0 ? CTL_OK : ctl_fail(CTL_FAILED, "there is no session %lld: "
	    "docketctl portal sessions lists them", (long long)number);
}

/* All of theirs, and the links that were mailed to them and not used. */
static int
end_all(struct ctl *ctl, struct str address)
{
	const struct agent *ag = agents_by_address(&ctl->conf->agents, address);
	struct sql_web_contact contact = sql_web_contact(ctl->db, address);
	struct sql_web_contact_row row = { 0 };
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_web_contact_row(ctl->db, contact, 0, &row) && ag == NULL)
		return ctl_fail(CTL_FAILED, "%s is nobody's address here",
		    text_safe(ctl->a, address).p);
	sql_web_sessions_end(ctl->db, ag == NULL ? STR_NONE : ag->name, row.contact);
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : CTL_OK;
}

static int
revoke(struct ctl *ctl, const char *what)
{
	int64_t number;

	return str_i64(str_c(what), &number) ? end_one(ctl, number) :
	    end_all(ctl, domain_key(ctl->a, str_c(what)));
}

static int
revoke_links(struct ctl *ctl, const char *what)
{
	struct db_handle h;
	int64_t ticket;
	struct err e;

	if (!str_i64(str_c(what), &ticket))
		return ctl_usage(ctl, "%s is no ticket's number", what);
	h = sql_web_links_revoke(ctl->db, ticket);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return db_count(ctl->db, h) > 0 ? CTL_OK :
	    ctl_fail(CTL_FAILED, "there is no ticket %lld", (long long)ticket);
}

int
ctl_portal(struct ctl *ctl, int argc, char **argv)
{
	int (*ends)(struct ctl *, const char *) = NULL;
	int status, one, n = ctl_options(ctl, argc, argv, NULL, 0);
	bool lists;

	if (n < 0)
		return ctl_options_status(n);
	lists = n == 0 || (n <= 2 && strcmp(argv[1], "sessions") == 0);
	if (!lists && n >= 2)
		ends = strcmp(argv[1], "revoke") == 0 ? revoke :
		    strcmp(argv[1], "revoke-links") == 0 ? revoke_links : NULL;
	if (!lists && ends == NULL)
		return ctl_usage(ctl, "say sessions, revoke and a session or an address, or "
		    "revoke-links and a ticket");
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (lists)
		return sessions(ctl, n == 2 ? argv[2] : NULL);
	for (int i = 2; i <= n; i++)
		if ((one = ends(ctl, argv[i])) != CTL_OK)
			status = one;
	return status;
}
