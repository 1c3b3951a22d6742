/*
 * docketctl held: mail that waits on a ticket for a decision, and the decision.  What is
 * accepted is read again by docketd, as the mail that it is; here nothing is read.
 */
#include "daemon/ctl/decision.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/waiting.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "TICKET", .right = true }, { "WAITS SINCE" },
	{ "FROM", .gives = true }, { "SUBJECT", .gives = true }, { "REASON", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_held_list_row m;
	struct arena *a = ctl->a;

	sql_held_list_row(ctl->db, (struct sql_held_list){ asked }, row, &m);
	strs_add(a, cells, text_number(a, m.entry));
	strs_add(a, cells, text_number(a, m.ticket));
	strs_add(a, cells, text_from_now(a, m.at));
	strs_add(a, cells, text_safe(a, m.author));
	strs_add(a, cells, text_safe(a, m.subject));
	strs_add(a, cells, text_safe(a, m.reason));
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "No mail waits for a decision.",
};

static int
held_list(struct ctl *ctl, int64_t limit)
{
	struct sql_held_list h = { 0 };
	struct sql_list_json json = { 0 };
	struct err e;

	if (ctl->json)
		json = sql_held_json(ctl->db, limit);
	else
		h = sql_held_list(ctl->db, limit + 1);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl->json ? ctl_json(ctl, json) : ctl_table(ctl, &list, h.asked, limit);
}

static int
tell_none(int64_t id)
{
	return ctl_fail(CTL_FAILED, "no mail was held as %" PRId64
	    " (docketctl held lists those that wait)", id);
}

/* 0, or the exit status after the fault was told. */
static int
look(struct ctl *ctl, int64_t id, struct sql_held_show_row *m)
{
	struct sql_held_show h = sql_held_show(ctl->db, id);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return sql_held_show_row(ctl->db, h, 0, m) ? CTL_OK : tell_none(id);
}

static const struct action actions[5];

/* "accepted by lee on 2026-…". */
static struct str
decided(struct ctl *ctl, const struct sql_held_show_row *m)
{
	const struct action *done = decision_action(actions, m->decision);

	return str_printf(ctl->a, "%s by %s on %s", done == NULL ? "confirmed" : done->done,
	    text_safe(ctl->a, m->decided_by).p, text_time(ctl->a, m->decided_at).p);
}

static int
held_show(struct ctl *ctl, const struct ask *ask)
{
	struct sql_held_show_row m;
	struct sql_list_json h;
	struct err e;
	int status;

	if (ctl->json) {
		h = sql_held_show_json(ctl->db, ask->id);
		if (db_run(ctl->db, &e) == -1)
			return ctl_err(&e);
		return sql_list_json_count(ctl->db, h) == 0 ? tell_none(ask->id) :
		    ctl_json(ctl, h);
	}
	if ((status = look(ctl, ask->id, &m)) != CTL_OK)
		return status;
	printf("Held mail %" PRId64 " on ticket %" PRId64 ", arrived %s (%s)\n", ask->id,
	    m.ticket, text_time(ctl->a, m.at).p, text_from_now(ctl->a, m.at).p);
	printf("From     %s\nSubject  %s\nReason   %s\nState    %s\n\n%s\n",
	    text_safe(ctl->a, m.author).p, text_safe(ctl->a, m.subject).p,
	    text_safe(ctl->a, m.reason).p, m.decision.n > 0 ? decided(ctl, &m).p :
	    "waits: docketctl held accept, ticket or drop decides",
	    text_safe_lines(ctl->a, m.body).p);
	return CTL_OK;
}

static int
tell(struct ctl *ctl, const struct ask *ask)
{
	struct json j;

	if (!ctl->json) {
		printf("Mail %" PRId64 " is %s%s.\n", ask->id, ask->action->done,
		    strcmp(ask->action->name, "drop") == 0 ? "" : "; docketd was told");
		return CTL_OK;
	}
	j = ctl_json_new(ctl);
	json_open_object(&j, NULL);
	json_int(&j, "id", ask->id);
	json_str(&j, "decision", str_c(ask->action->name));
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

/* Decided before, the same way or another; or its bytes are gone. */
static int
tell_not(struct ctl *ctl, const struct ask *ask)
{
	struct sql_held_show_row m;
	int status = look(ctl, ask->id, &m);

	if (status != CTL_OK)
		return status;
	if (m.decision.n == 0)
		return ctl_fail(CTL_FAILED, "the raw mail was archived, so mail %" PRId64
		    " cannot be read again", ask->id);
	if (!str_eq(m.decision, str_c(ask->action->name)))
		return ctl_fail(CTL_FAILED, "mail %" PRId64 " was %s", ask->id,
		    decided(ctl, &m).p);
	if (ctl->json)
		return tell(ctl, ask);
	printf("Mail %" PRId64 " was %s already.\n", ask->id, decided(ctl, &m).p);
	return CTL_OK;
}

static int
decide(struct ctl *ctl, const struct ask *ask)
{
	struct sql_held_decide h = waiting_decide(ctl->db, &(struct waiting_decision){
	    .entry = ask->id, .what = str_c(ask->action->name), .remember = ask->remember,
	    .by = ask->agent != NULL ? ask->agent->name : STR("docketctl"),
	    .by_agent = ask->agent != NULL, .at = clock_now() });
	struct sql_held_decide_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_held_decide_row(ctl->db, h, 0, &row))
		return tell_not(ctl, ask);
	if (!row.done)
		return ctl_fail(CTL_FAILED, "%s cannot become the requester's: it is another "
		    "contact's, or the ticket has no requester.  Accept the mail without "
		    "--remember", text_safe(ctl->a, row.author).p);
	return tell(ctl, ask);
}

/* An engineer's address is never a customer's. */
static int
held_accept(struct ctl *ctl, const struct ask *ask)
{
	struct sql_held_show_row m;
	int status;

	if (!ask->remember)
		return decide(ctl, ask);
	if ((status = look(ctl, ask->id, &m)) != CTL_OK)
		return status;
	if (agents_by_address(&ctl->conf->agents, m.author) != NULL)
		return ctl_fail(CTL_FAILED, "%s is an engineer's: it cannot become the "
		    "requester's", text_safe(ctl->a, m.author).p);
	return decide(ctl, ask);
}

static const struct action actions[5] = {
	{ "show", held_show, NULL },
	{ "accept", held_accept, "accepted" },
	{ "ticket", decide, "made a ticket" },
	{ "drop", decide, "dropped" },
	{ NULL, NULL, NULL },
};

static int
read_ask(struct ctl *ctl, int n, char **argv, struct ask *ask)
{
	int status = decision_read(ctl, actions, n, argv, ask,
	    "say list, or show, accept, ticket or drop and numbers");

	if (status != CTL_OK)
		return status;
	if (ask->remember && (ask->action == NULL || ask->action->run != held_accept))
		return ctl_usage(ctl, "--remember belongs to accept");
	if (ask->as != NULL && (ask->action == NULL || ask->action->done == NULL))
		return ctl_usage(ctl, "--as belongs to accept, ticket and drop");
	return CTL_OK;
}

int
ctl_held(struct ctl *ctl, int argc, char **argv)
{
	struct ask ask = { 0 };
	const char *text = NULL;
	const struct ctl_option options[] = { { "--limit", &text, NULL },
	    { "--as", &ask.as, NULL }, { "--remember", NULL, &ask.remember } };
	int64_t limit = 1000;
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if ((status = read_ask(ctl, n, argv, &ask)) != CTL_OK)
		return status;
	if (text != NULL && (limit = ctl_number(text)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", text);
	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, ask.as, &ask.agent)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return ask.action != NULL ? decision_run(ctl, n, argv, &ask) : held_list(ctl, limit);
}
