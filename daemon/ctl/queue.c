/*
 * docketctl queue: mail that is on its way out, or got stuck.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "STATE" }, { "TRIES", .right = true }, { "NEXT" },
	{ "TICKET", .right = true }, { "RECIPIENT", .gives = true },
	{ "LAST REPLY", .gives = true },
};

static void
add_row(struct ctl *ctl, size_t row, struct strs *cells)
{
	struct db *db = ctl->db;
	bool queued = str_eq(db_str(db, 0, row, 1), STR("queued"));

	for (int col = 0; col < 3; col++)
		strs_add(ctl->a, cells, db_str(db, 0, row, col));
	strs_add(ctl->a, cells,
	    queued ? text_from_now(ctl->a, db_i64(db, 0, row, 3)) : STR("-"));
	strs_add(ctl->a, cells, db_str(db, 0, row, 5));
	strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, 4)));
	strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, 6)));
}

static const struct ctl_rows list = {
	columns, sizeof(columns) / sizeof(columns[0]), add_row, "The queue is empty: all mail is sent.",
};

static int
queue_list(struct ctl *ctl, int64_t limit)
{
	struct err e;

	if (db_exec(ctl->db, &e, ctl->json ? SQL_QUEUE_JSON : SQL_QUEUE_LIST, "i",
	    limit + !ctl->json) == -1)
		return ctl_err(&e);
	return ctl->json ? ctl_json(ctl, 0) :
	    ctl_table(ctl, &list, db_count(ctl->db, 0), limit);
}

/* Why that delivery was not taken up again. */
static int
tell_state(struct ctl *ctl, int64_t id)
{
	struct str recipient, state;
	struct err e;

	if (db_exec(ctl->db, &e, SQL_QUEUE_STATE, "i", id) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, 0) == 0)
		return ctl_fail(CTL_FAILED, "there is no delivery %" PRId64
		    " (docketctl queue lists them)", id);
	state = db_str(ctl->db, 0, 0, 0);
	recipient = text_safe(ctl->a, db_str(ctl->db, 0, 0, 1));
	if (str_eq(state, STR("sent")))
		return ctl_fail(CTL_FAILED, "delivery %" PRId64 " to %s was sent on %s", id,
		    recipient.p, text_time(ctl->a, db_i64(ctl->db, 0, 0, 2)).p);
	return ctl_fail(CTL_FAILED, "delivery %" PRId64 " to %s is %.*s just now", id,
	    recipient.p, STR_ARG(state));
}

static int
queue_retry(struct ctl *ctl, int64_t id)
{
	struct err e;

	db_queue(ctl->db, SQL_QUEUE_RETRY, "i", id);
	db_queue(ctl->db, SQL_NOTIFY, "");
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, 0) == 0)
		return tell_state(ctl, id);
	if (ctl->json)
		printf("{\"id\":%" PRId64 ",\"state\":\"queued\"}\n", id);
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
	return retry ? queue_retry(ctl, id) : queue_list(ctl, limit);
}
