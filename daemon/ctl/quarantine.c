/*
 * docketctl quarantine: mail that could not be read, kept byte for byte, and what people
 * decide on it.  A ticket is made by docketd; here nothing is read.
 */
#include "daemon/ctl/decision.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "WAITS SINCE" }, { "MAILBOX" }, { "KIND" },
	{ "SIZE", .right = true }, { "FROM", .gives = true }, { "SUBJECT", .gives = true },
	{ "REASON", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_quarantine_list_row m;
	struct arena *a = ctl->a;
	struct str reason;

	sql_quarantine_list_row(ctl->db, (struct sql_quarantine_list){ asked }, row, &m);
	reason = text_safe(a, m.reason);
	if (m.pending)
		reason = str_printf(a, "(being read again) %s", reason.p);
	strs_add(a, cells, text_number(a, m.id));
	strs_add(a, cells, text_from_now(a, m.arrived_at));
	strs_add(a, cells, text_safe(a, m.mailbox));
	strs_add(a, cells, text_safe(a, m.letter_kind));
	strs_add(a, cells, text_size(a, m.size));
	strs_add(a, cells, text_safe(a, m.author));
	strs_add(a, cells, text_safe(a, m.subject));
	strs_add(a, cells, reason);
}

static int
quarantine_json(struct ctl *ctl, int64_t limit, bool dropped)
{
	struct sql_list_json h = dropped ? sql_quarantine_dropped_json(ctl->db, limit) :
	    sql_quarantine_json(ctl->db, limit);
	struct err e;

	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, h);
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "Nothing is in quarantine.",
};

static const struct ctl_rows dropped_list = {
	columns, COUNT(columns), add_row, "Nothing was dropped.",
};

static int
quarantine_list(struct ctl *ctl, int64_t limit, bool dropped)
{
	struct sql_quarantine_list h = dropped ? sql_quarantine_dropped(ctl->db, limit + 1) :
	    sql_quarantine_list(ctl->db, limit + 1);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl_table(ctl, dropped ? &dropped_list : &list, h.asked, limit);
}

static int
tell_none(int64_t id)
{
	return ctl_fail(CTL_FAILED, "there is no mail %" PRId64
	    " in quarantine (docketctl quarantine lists them)", id);
}

static int
show_json(struct ctl *ctl, int64_t id)
{
	struct sql_list_json h = sql_quarantine_show_json(ctl->db, id);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return sql_list_json_count(ctl->db, h) == 0 ? tell_none(id) : ctl_json(ctl, h);
}

static const struct action actions[5];

/* "was dropped by lee on 2026-…". */
static struct str
decided(struct ctl *ctl, const struct sql_quarantine_show_row *m)
{
	const struct action *done = decision_action(actions, m->decision);

	return str_printf(ctl->a, "%s by %s on %s", done == NULL ? "was confirmed" : done->done,
	    text_safe(ctl->a, m->decided_by).p, text_time(ctl->a, m->decided_at).p);
}

static struct str
state(struct ctl *ctl, const struct sql_quarantine_show_row *m)
{
	if (m->pending)
		return STR("being read again");
	if (m->ticket != 0)
		return str_printf(ctl->a, "on ticket %" PRId64, m->ticket);
	if (str_eq(m->state, STR("dropped")) && m->decision.n > 0)
		return decided(ctl, m);
	return STR("waits: docketctl quarantine retry, ticket or drop decides");
}

static void
show_text(struct ctl *ctl, const struct sql_quarantine_show_row *m)
{
	const struct { const char *label; struct str value; } lines[] = {
		{ "Mailbox", m->mailbox }, { "From", m->author }, { "Subject", m->subject },
		{ "Reason", m->reason }, { "State", state(ctl, m) },
	};

	printf("Mail %" PRId64 ", %s, arrived %s (%s)\n", m->id, text_size(ctl->a, m->size).p,
	    text_time(ctl->a, m->arrived_at).p, text_from_now(ctl->a, m->arrived_at).p);
	for (size_t i = 0; i < COUNT(lines); i++)
		printf("%-8s %s\n", lines[i].label, text_safe(ctl->a, lines[i].value).p);
	if (m->archived.n > 0)
		printf("\nThe raw mail of %.*s was archived.\n", STR_ARG(m->archived));
	else
		printf("\n%s\n", text_safe_lines(ctl->a, m->bytes).p);
}

static int
quarantine_show(struct ctl *ctl, const struct ask *ask)
{
	struct sql_quarantine_show_row row;
	struct sql_quarantine_show h;
	struct err e;

	if (ctl->json)
		return show_json(ctl, ask->id);
	h = sql_quarantine_show(ctl->db, ask->id);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_quarantine_show_row(ctl->db, h, 0, &row))
		return tell_none(ask->id);
	show_text(ctl, &row);
	return CTL_OK;
}

static void
print_json(struct ctl *ctl, int64_t id, const char *decision)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_int(&j, "id", id);
	if (decision != NULL)
		json_str(&j, "decision", str_c(decision));
	json_bool(&j, "pending", decision == NULL || strcmp(decision, "drop") != 0);
	json_close(&j);
	ctl_json_print(ctl, &j);
}

/* Why nothing is done: it was archived, was dropped before, or is not in quarantine. */
static int
tell_not(struct ctl *ctl, const struct ask *ask)
{
	struct sql_quarantine_show h = sql_quarantine_show(ctl->db, ask->id);
	struct sql_quarantine_show_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_quarantine_show_row(ctl->db, h, 0, &row))
		return tell_none(ask->id);
	if (row.archived.n > 0)
		return ctl_fail(CTL_FAILED, "the raw mail of %.*s was archived, so mail %" PRId64
		    " cannot be read again", STR_ARG(row.archived), ask->id);
	if (row.pending || row.ticket != 0)
		return ctl_fail(CTL_FAILED, "mail %" PRId64 " is %s", ask->id,
		    state(ctl, &row).p);
	if (row.decision.n == 0)
		return tell_none(ask->id);
	printf("Mail %" PRId64 " %s already.\n", ask->id, decided(ctl, &row).p);
	return CTL_OK;
}

static int
quarantine_retry(struct ctl *ctl, const struct ask *ask)
{
	struct db_handle h = sql_quarantine_retry(ctl->db, ask->id);
	struct err e;

	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, h) == 0)
		return tell_not(ctl, ask);
	if (ctl->json)
		print_json(ctl, ask->id, NULL);
	else
		printf("Mail %" PRId64 " will be read again; docketd was told.\n", ask->id);
	return CTL_OK;
}

static int
decide(struct ctl *ctl, const struct ask *ask)
{
	struct sql_quarantine_decide h = sql_quarantine_decide(ctl->db, ask->id,
	    str_c(ask->action->name), ask->agent != NULL ? ask->agent->name : STR("docketctl"),
	    clock_now());
	struct err e;

	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (sql_quarantine_decide_count(ctl->db, h) == 0)
		return tell_not(ctl, ask);
	if (ctl->json)
		print_json(ctl, ask->id, ask->action->name);
	else if (strcmp(ask->action->name, "drop") == 0)
		printf("Mail %" PRId64 " is dropped; retry or ticket still takes it back.\n",
		    ask->id);
	else
		printf("Mail %" PRId64 " becomes a ticket; docketd was told.\n", ask->id);
	return CTL_OK;
}

static const struct action actions[5] = {
	{ "show", quarantine_show, NULL },
	{ "retry", quarantine_retry, NULL },
	{ "ticket", decide, "was made a ticket" },
	{ "drop", decide, "was dropped" },
	{ NULL, NULL, NULL },
};

static int
read_ask(struct ctl *ctl, int n, char **argv, struct ask *ask)
{
	int status = decision_read(ctl, actions, n, argv, ask,
	    "say list, or show, retry, ticket or drop and numbers");

	if (status != CTL_OK)
		return status;
	if (ask->as != NULL && (ask->action == NULL || ask->action->done == NULL))
		return ctl_usage(ctl, "--as belongs to ticket and drop");
	return CTL_OK;
}

int
ctl_quarantine(struct ctl *ctl, int argc, char **argv)
{
	struct ask ask = { 0 };
	const char *text = NULL;
	bool dropped = false;
	const struct ctl_option options[] = { { "--limit", &text, NULL },
	    { "--as", &ask.as, NULL }, { "--dropped", NULL, &dropped } };
	int64_t limit = 1000;
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if ((status = read_ask(ctl, n, argv, &ask)) != CTL_OK)
		return status;
	if (text != NULL && (limit = ctl_number(text)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", text);
	if (dropped && ask.action != NULL)
		return ctl_usage(ctl, "--dropped belongs to list");
	if ((ask.as != NULL && ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, ask.as, &ask.agent)) != CTL_OK)) ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return ask.action != NULL ? decision_run(ctl, n, argv, &ask) : ctl->json ?
	    quarantine_json(ctl, limit, dropped) : quarantine_list(ctl, limit, dropped);
}
