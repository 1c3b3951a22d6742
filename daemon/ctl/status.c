/*
 * docketctl status: how docket stands, for people and for monitoring.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/text.h"

/* Columns of SQL_STATUS_MAILBOXES. */
enum { M_NAME, M_UIDVALIDITY, M_UID, M_SINCE, M_SEEN, M_FAULT, M_READ };
/* Columns of SQL_STATUS_COUNTS. */
enum { N_QUEUED, N_SENDING, N_FAILED, N_QUEUE_NEXT, N_ALARMS, N_ALARM_NEXT, N_QUARANTINE,
    N_PENDING, N_DAEMONS, N_SCHEMA };

static void
print_mailboxes(struct ctl *ctl, int handle)
{
	static const struct table_column columns[] = {
		{ "MAILBOX" }, { "READ NOW" }, { "UP TO UID", .right = true },
		{ "LAST SEEN" }, { "FAULT", .gives = true },
	};
	struct strs cells = { 0 };
	struct db *db = ctl->db;

	if (db_count(db, handle) == 0) {
		puts("No mailbox was read yet.");
		return;
	}
	for (size_t row = 0; row < db_count(db, handle); row++) {
		strs_add(ctl->a, &cells, text_safe(ctl->a, db_str(db, handle, row, M_NAME)));
		strs_add(ctl->a, &cells,
		    db_bool(db, handle, row, M_READ) ? STR("yes") : STR("no"));
		strs_add(ctl->a, &cells, db_str(db, handle, row, M_UID));
		strs_add(ctl->a, &cells,
		    text_from_now(ctl->a, db_i64(db, handle, row, M_SEEN)));
		strs_add(ctl->a, &cells, text_safe(ctl->a, db_str(db, handle, row, M_FAULT)));
	}
	ctl_print(ctl, &TABLE(columns, cells));
}

static void
print_tickets(struct ctl *ctl, int handle)
{
	printf("\ntickets     ");
	if (db_count(ctl->db, handle) == 0)
		printf("none");
	for (size_t row = 0; row < db_count(ctl->db, handle); row++)
		printf("%s%" PRId64 " %.*s", row == 0 ? "" : ", ",
		    db_i64(ctl->db, handle, row, 1), STR_ARG(db_str(ctl->db, handle, row, 0)));
	putchar('\n');
}

static void
print_counts(struct ctl *ctl, int handle)
{
	int64_t n[N_SCHEMA + 1];

	for (int col = 0; col <= N_SCHEMA; col++)
		n[col] = db_i64(ctl->db, handle, 0, col);
	printf("queue       %" PRId64 " waiting, %" PRId64 " being sent, %" PRId64 " failed",
	    n[N_QUEUED], n[N_SENDING], n[N_FAILED]);
	if (n[N_QUEUED] > 0)
		printf("; next due %s", text_from_now(ctl->a, n[N_QUEUE_NEXT]).p);
	printf("\nalarms      %" PRId64 " waiting", n[N_ALARMS]);
	if (n[N_ALARMS] > 0)
		printf("; next due %s", text_from_now(ctl->a, n[N_ALARM_NEXT]).p);
	printf("\nquarantine  %" PRId64 "\n", n[N_QUARANTINE]);
	if (n[N_PENDING] > 0)
		printf("to be read  %" PRId64 " (delivered or retried by docketctl)\n",
		    n[N_PENDING]);
	printf("daemons     %" PRId64 "%s\n", n[N_DAEMONS],
	    n[N_DAEMONS] == 0 ? ": docketd is not running" : "");
	printf("schema      %" PRId64 "\n", n[N_SCHEMA]);
}

static int
fault_status(struct ctl *ctl, int mailboxes)
{
	for (size_t row = 0; row < db_count(ctl->db, mailboxes); row++)
		if (!db_null(ctl->db, mailboxes, row, M_FAULT))
			return CTL_FAILED;
	return CTL_OK;
}

int
ctl_status(struct ctl *ctl, int argc, char **argv)
{
	int mailboxes, tickets, counts, status, n = ctl_options(ctl, argc, argv, NULL, 0);
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	mailboxes = db_queue(ctl->db, SQL_STATUS_MAILBOXES, "");
	tickets = db_queue(ctl->db, ctl->json ? SQL_STATUS_JSON : SQL_STATUS_TICKETS, "");
	counts = db_queue(ctl->db, SQL_STATUS_COUNTS, "");
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (ctl->json) {
		ctl_json(ctl, tickets);
	} else {
		print_mailboxes(ctl, mailboxes);
		print_tickets(ctl, tickets);
		print_counts(ctl, counts);
	}
	return fault_status(ctl, mailboxes);
}
