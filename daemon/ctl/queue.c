/*
 * docketctl queue: mail that is on its way out, or got stuck, and what people do about
 * it: one mail, by its number, or a whole mailbox's queue, by its name.
 */
#include "daemon/ctl/decision.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/condition.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "STATE" }, { "TRIES", .right = true }, { "NEXT" },
	{ "TICKET", .right = true }, { "RECIPIENT", .gives = true },
	{ "LAST REPLY", .gives = true },
};

static const struct table_column whys[] = {
	{ "ID", .right = true }, { "STATE" }, { "NEXT" }, { "RECIPIENT", .gives = true },
	{ "WHY", .gives = true },
};

/* Of a mailbox, or "webhook:NAME". */
static bool
has_queue(const struct conf *conf, struct str name)
{
	return mailboxes_find(&conf->mailboxes, name) != NULL ||
	    webhooks_of_queue(&conf->webhooks, name) != NULL;
}

/* --- why it waits --- */

/* "stopped: 535 5.7.8 no (check the login …)". */
static struct str
why_it_stands(struct arena *a, struct str kind, struct str because, struct str mend)
{
	bool paused = str_eq(kind, condition_word(CONDITION_QUEUE_PAUSED));

	return str_printf(a, "queue %s: %.*s%s%.*s%s", paused ? "paused" : "stopped",
	    STR_ARG(because), mend.n > 0 ? " (" : "", STR_ARG(mend), mend.n > 0 ? ")" : "");
}

static struct str
why(const struct ctl *ctl, const struct sql_queue_list_row *d)
{
	static const struct { const char *state, *why; } rows[] = {
		{ "withheld", "too much automatic mail: docketctl breaker" },
		{ "held", "by hand: queue retry sends it, queue drop gives it up" },
		{ "sending", "it is with the server" },
	};
	struct arena *a = ctl->a;

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(d->state, str_c(rows[i].state)))
			return str_c(rows[i].why);
	if (str_eq(d->state, STR("failed")))
		return str_printf(a, "given up: %.*s", STR_ARG(d->reply));
	if (!has_queue(ctl->conf, d->mailbox))
		return str_printf(a, "the configuration has no %s%.*s",
		    webhook_is_queue(d->mailbox) ? "" : "mailbox ", STR_ARG(d->mailbox));
	if (d->stands.n > 0)
		return why_it_stands(a, d->stands, d->because, d->mend);
	if (d->attempts > 0)
		return str_printf(a, "not taken: %.*s", STR_ARG(d->reply));
	return d->due_at > clock_now() ? STR("it is for later, as a notice in working hours") :
	    STR("others go before it");
}

/* --- list and show --- */

static struct str
next(struct arena *a, struct str state, int64_t due_at)
{
	return str_eq(state, STR("queued")) ? text_from_now(a, due_at) : STR("-");
}

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_queue_list_row d;
	struct arena *a = ctl->a;

	sql_queue_list_row(ctl->db, (struct sql_queue_list){ asked }, row, &d);
	strs_add(a, cells, text_number(a, d.id));
	strs_add(a, cells, d.state);
	strs_add(a, cells, text_number(a, d.attempts));
	strs_add(a, cells, next(a, d.state, d.due_at));
	strs_add(a, cells, d.ticket == 0 ? STR("") : text_number(a, d.ticket));
	strs_add(a, cells, text_safe(a, d.recipient));
	strs_add(a, cells, text_safe(a, d.reply));
}

static void
add_why(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_queue_list_row d;
	struct arena *a = ctl->a;

	sql_queue_list_row(ctl->db, (struct sql_queue_list){ asked }, row, &d);
	strs_add(a, cells, text_number(a, d.id));
	strs_add(a, cells, d.state);
	strs_add(a, cells, next(a, d.state, d.due_at));
	strs_add(a, cells, text_safe(a, d.recipient));
	strs_add(a, cells, text_safe(a, why(ctl, &d)));
}

static int
queue_json(struct ctl *ctl, int64_t limit)
{
	struct sql_list_json h = sql_queue_json(ctl->db, limit);
	struct err e;

	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, h);
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "The queue is empty: all mail is sent.",
};

static const struct ctl_rows list_why = {
	whys, COUNT(whys), add_why, "The queue is empty: all mail is sent.",
};

static int
queue_list(struct ctl *ctl, int64_t limit, bool with_why)
{
	struct sql_queue_list h = sql_queue_list(ctl->db, limit + 1);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl_table(ctl, with_why ? &list_why : &list, h.asked, limit);
}

/* Why that delivery was not taken up again. */
static int
tell_state(struct ctl *ctl, int64_t id)
{
	struct sql_queue_state h = sql_queue_state(ctl->db, id);
	struct sql_queue_state_row row;
	struct str recipient;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_queue_state_row(ctl->db, h, 0, &row))
		return ctl_fail(CTL_FAILED, "there is no delivery %" PRId64
		    " (docketctl queue lists them)", id);
	recipient = text_safe(ctl->a, row.recipient);
	if (str_eq(row.state, STR("sent")))
		return ctl_fail(CTL_FAILED, "delivery %" PRId64 " to %s was sent on %s", id,
		    recipient.p, text_time(ctl->a, row.done_at).p);
	return ctl_fail(CTL_FAILED, "delivery %" PRId64 " to %s is %.*s just now", id,
	    recipient.p, STR_ARG(row.state));
}

static int
queue_show(struct ctl *ctl, const struct ask *ask)
{
	static const char *const priorities[] = {
		"somebody waits for it", "of people, or a breach", "acknowledgement", "notice",
		"digest",
	};
	struct sql_queue_show h = sql_queue_show(ctl->db, ask->id);
	struct sql_queue_show_row d;
	struct arena *a = ctl->a;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_queue_show_row(ctl->db, h, 0, &d))
		return tell_state(ctl, ask->id);
	printf("Delivery    %" PRId64 " to %s\nState       %.*s, %" PRId64 " tries\n", d.id,
	    text_safe(a, d.recipient).p, STR_ARG(d.state), d.attempts);
	printf("Ticket      %" PRId64 "\nSubject     %s\nMessage-ID  %s\n", d.ticket,
	    text_safe(a, d.subject).p, text_safe(a, d.message_id).p);
	printf("Kind        %s, %s\n", text_safe(a, d.template).p, priorities[d.priority]);
	printf("Mailbox     %s\nQueued      %s\nNext try    %s\nLast reply  %s\nWhy         %s\n",
	    text_safe(a, d.mailbox).p, text_time(a, d.created_at).p,
	    next(a, d.state, d.due_at).p, text_safe(a, d.reply).p,
	    text_safe(a, why(ctl, &(struct sql_queue_list_row){ .state = d.state,
	    .attempts = d.attempts, .due_at = d.due_at, .reply = d.reply, .mailbox = d.mailbox,
	    .stands = d.stands, .because = d.because, .mend = d.mend })).p);
	return CTL_OK;
}

/* --- one mail --- */

/* What was done with it is told, or why it could not be. */
static int
tell(struct ctl *ctl, const struct ask *ask, struct db_handle h)
{
	struct json j;
	struct err e;

	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, h) == 0)
		return tell_state(ctl, ask->id);
	if (!ctl->json) {
		printf("Delivery %" PRId64 " is %s; docketd was told.\n", ask->id, ask->action->done);
		return CTL_OK;
	}
	j = ctl_json_new(ctl);
	json_open_object(&j, NULL);
	json_int(&j, "id", ask->id);
	json_str(&j, "state", str_c(strcmp(ask->action->name, "retry") == 0 ? "queued" :
	    strcmp(ask->action->name, "hold") == 0 ? "held" : "dropped"));
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

static int
queue_retry(struct ctl *ctl, const struct ask *ask)
{
	return tell(ctl, ask, sql_queue_retry(ctl->db, ask->id));
}

static int
queue_hold(struct ctl *ctl, const struct ask *ask)
{
	return tell(ctl, ask, sql_queue_hold(ctl->db, ask->id));
}

static struct str
who(const struct ask *ask)
{
	return ask->agent != NULL ? ask->agent->name : STR("docketctl");
}

static int
queue_drop(struct ctl *ctl, const struct ask *ask)
{
	return tell(ctl, ask, sql_queue_drop(ctl->db, &(struct sql_queue_drop_in){
	    .id = ask->id, .author = who(ask), .by_agent = ask->agent != NULL, .now = clock_now(),
	    .text = str_printf(ctl->a, "not sent: %.*s dropped it", STR_ARG(who(ask))) }));
}

static const struct action actions[] = {
	{ "show", queue_show, NULL },
	{ "retry", queue_retry, "due now" },
	{ "hold", queue_hold, "held" },
	{ "drop", queue_drop, "dropped" },
	{ NULL, NULL, NULL },
};

/* --- a mailbox's whole queue --- */

static int
queue_of(struct ctl *ctl, const struct ask *ask, const char *verb, struct str mailbox)
{
	bool pause = strcmp(verb, "pause") == 0;
	int64_t now = clock_now();
	struct err e;

	if (!has_queue(ctl->conf, mailbox))
		return ctl_fail(CTL_DATA, "the configuration has no mailbox %s; "
		    "what waits for a webhook is webhook:NAME",
		    text_safe(ctl->a, mailbox).p);
	if (pause) {
		condition_raise(ctl->db, &(struct finding){ CONDITION_QUEUE_PAUSED, mailbox,
		    str_printf(ctl->a, "by %.*s", STR_ARG(who(ask))),
		    str_printf(ctl->a, "docketctl queue retry %.*s", STR_ARG(mailbox)), 0 }, now);
	} else {
		condition_clear(ctl->db, CONDITION_QUEUE_PAUSED, mailbox, now);
		sql_queue_try(ctl->db, mailbox, now);
	}
	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!ctl->json)
		printf(pause ? "The queue of %s is paused, until docketctl queue retry %s.\n" :
		    "The queue of %s is tried now; docketd was told.\n", text_safe(ctl->a, mailbox).p,
		    text_safe(ctl->a, mailbox).p);
	return CTL_OK;
}

/* "pause support", "retry support": a name, where others have numbers. */
static bool
is_of_mailbox(int n, char **argv)
{
	return n == 2 && (strcmp(argv[1], "pause") == 0 ||
	    (strcmp(argv[1], "retry") == 0 && (argv[2][0] < '0' || argv[2][0] > '9')));
}

static int
run(struct ctl *ctl, int n, char **argv, struct ask *ask, int64_t limit, bool with_why)
{
	int status;

	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, ask->as, &ask->agent)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (is_of_mailbox(n, argv))
		return queue_of(ctl, ask, argv[1], str_c(argv[2]));
	if (ask->action != NULL)
		return decision_run(ctl, n, argv, ask);
	return ctl->json ? queue_json(ctl, limit) : queue_list(ctl, limit, with_why);
}

int
ctl_queue(struct ctl *ctl, int argc, char **argv)
{
	struct ask ask = { 0 };
	const char *text = NULL;
	bool with_why = false;
	const struct ctl_option options[] = { { "--limit", &text, NULL },
	    { "--why", NULL, &with_why }, { "--as", &ask.as, NULL } };
	int64_t limit = 1000;
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (!is_of_mailbox(n, argv) && (status = decision_read(ctl, actions, n, argv, &ask,
	    "say list, or retry, show, hold or drop and numbers, or pause or retry and a mailbox"))
	    != CTL_OK)
		return status;
	if (text != NULL && (limit = ctl_number(text)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", text);
	return run(ctl, n, argv, &ask, limit, with_why);
}
