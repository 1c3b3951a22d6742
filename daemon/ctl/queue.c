/*
 * docketctl queue: mail that is on its way out, or got stuck.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "STATE" }, { "TRIES", .right = true }, { "NEXT" },
	{ "TICKET", .right = true }, { "RECIPIENT", .gives = true },
	{ "LAST REPLY", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_queue_list_row d;
	struct arena *a = ctl->a;
	bool queued;

	sql_queue_list_row(ctl->db, (struct sql_queue_list){ asked }, row, &d);
	queued = str_eq(d.state, STR("queued"));
	strs_add(a, cells, text_number(a, d.id));
	strs_add(a, cells, d.state);
	strs_add(a, cells, text_number(a, d.attempts));
	strs_add(a, cells, queued ? text_from_now(a, d.due_at) : STR("-"));
	strs_add(a, cells, d.ticket == 0 ? STR("") : text_number(a, d.ticket));
	strs_add(a, cells, text_safe(a, d.recipient));
	strs_add(a, cells, text_safe(a, d.reply));
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

static int
queue_list(struct ctl *ctl, int64_t limit)
{
	struct sql_queue_list h = sql_queue_list(ctl->db, limit + 1);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl_table(ctl, &list, h.asked, limit);
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

static void
print_queued(struct ctl *ctl, int64_t id)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_int(&j, "id", id);
	json_str(&j, "state", STR("queued"));
	json_close(&j);
	ctl_json_print(ctl, &j);
}

static int
queue_retry(struct ctl *ctl, int64_t id)
{
	struct db_handle h = sql_queue_retry(ctl->db, id);
	struct err e;

	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, h) == 0)
		return tell_state(ctl, id);
	if (ctl->json)
		print_queued(ctl, id);
	else
		printf("Delivery %" PRId64 " is due now; docketd was told.\n", id);
	return CTL_OK;
}

int
ctl_queue(struct ctl *ctl, int argc, char **argv)
{
	const char *text = NULL;
	const struct ctl_option options[] = { { "--limit", &text, NULL } };
	int64_t id = 0, limit = 1000;
	int status, n = ctl_options(ctl, argc, argv, options, 1);
	bool retry = n == 2 && strcmp(argv[1], "retry") == 0;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0 && !retry && (n != 1 || strcmp(argv[1], "list") != 0))
		return ctl_usage(ctl, "say list, or retry and one number");
	if (text != NULL && (limit = ctl_number(text)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", text);
	if (retry && (id = ctl_number(argv[2])) == -1)
		return ctl_usage(ctl, "'%s' is no number", argv[2]);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	return retry ? queue_retry(ctl, id) : ctl->json ? queue_json(ctl, limit) :
	    queue_list(ctl, limit);
}
