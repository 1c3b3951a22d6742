/*
 * docketctl verify: counts what the database's foreign keys do not look after.  History
 * has none, because each would cost every mail a look-up; 0 everywhere says that
 * nothing points nowhere.  Reads only, a page of a table at a time.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "parsers/base/array.h"
#include "sql.h"

static const struct check {
	const char	*name;
	const char	*what;			/* is counted; "first" is the number of … */
	const char	*first;
	const char	*mend;
	struct sql_verify_entry_ticket	(*ask)(struct db *, int64_t after);
} checks[] = {
	{ "entry-ticket", "entries whose ticket is not there", "entry",
	  "restore the ticket from a backup, or erase the entry",
	  sql_verify_entry_ticket },
	{ "entry-raw", "entries whose mail is not there", "entry",
	  "restore the mail (docket.raw) from a backup; the entry's text is still there",
	  sql_verify_entry_raw },
	{ "change-entry", "changes without an entry of their ticket", "entry",
	  "restore the entry from a backup, or erase the change",
	  sql_verify_change_entry },
	{ "raw-entry", "mails that were read or held, and have no entry", "mail",
	  "have docketd read it again: update docket.raw set state = 'pending' where id = …",
	  sql_verify_raw_entry },
	{ "raw-bytes", "mails without their bytes, or duplicates with some", "mail",
	  "restore docket.raw_bytes of its month from a backup",
	  sql_verify_raw_bytes },
	{ "bytes-raw", "bytes of no mail", "mail",
	  "restore the mail (docket.raw) from a backup, or erase the bytes",
	  sql_verify_bytes_raw },
	{ "draft-entry", "drafts of mail out without their entry", "entry",
	  "restore the entry from a backup, or erase the draft",
	  sql_verify_draft_entry },
	{ "delivery-draft", "deliveries without the draft of their mail", "delivery",
	  "restore docket.outbox of its month from a backup, or erase the delivery",
	  sql_verify_delivery_draft },
	{ "sent-draft", "mails that were sent and have no draft", "delivery",
	  "restore docket.outbox of its month from a backup; who got the mail is known",
	  sql_verify_sent_draft },
	{ "relation", "relations to tickets that are not there, or in a circle", "ticket",
	  "docketctl do N unblock M, or parent none, ends one",
	  sql_verify_relation },
	{ "merged", "tickets that went into others and are not done, or in a circle", "ticket",
	  "restore the ticket from a backup",
	  sql_verify_merged },
	{ "control", "mails of orders that wait and whose mail is not there", "entry",
	  "restore the mail from a backup, or erase the orders: delete from docket.control where "
	  "entry = …", sql_verify_control },
	{ "report", "reports that wait for who is not there", "report",
	  "erase it: delete from docket.report_wanted where id = …", sql_verify_report },
};

struct finding {
	int64_t	found;
	int64_t	first;
};

static int
run(struct db *db, const struct check *check, struct finding *out, struct err *e)
{
	struct sql_verify_entry_ticket_row row = { .last = 0 };

	*out = (struct finding){ 0 };
	do {
		struct sql_verify_entry_ticket h = check->ask(db, row.last);

		if (db_run(db, e) == -1)
			return -1;
		sql_verify_entry_ticket_row(db, h, 0, &row);
		if (out->found == 0)
			out->first = row.first;
		out->found += row.found;
	} while (row.last != 0);
	return 0;
}

static void
tell(const struct check *check, const struct finding *f)
{
	printf("%" PRId64 " %s", f->found, check->what);
	if (f->found > 0)
		printf(", the first: %s %" PRId64 "\n\t%s", check->first, f->first, check->mend);
	putchar('\n');
}

static void
tell_json(struct json *j, const struct check *check, const struct finding *f)
{
	json_open_object(j, NULL);
	json_str(j, "check", str_c(check->name));
	json_int(j, "found", f->found);
	if (f->found > 0)
		json_int(j, "first", f->first);
	else
		json_nil(j, "first");
	json_close(j);
}

static int
run_all(struct ctl *ctl)
{
	struct json j = ctl_json_new(ctl);
	struct finding f;
	int64_t all = 0;
	struct err e;

	json_open_array(&j, NULL);
	for (size_t i = 0; i < COUNT(checks); i++) {
		if (run(ctl->db, &checks[i], &f, &e) == -1)
			return ctl_err(&e);
		all += f.found;
		if (ctl->json)
			tell_json(&j, &checks[i], &f);
		else
			tell(&checks[i], &f);
	}
	json_close(&j);
	if (ctl->json)
		ctl_json_print(ctl, &j);
	return all == 0 ? CTL_OK : CTL_FAILED;
}

int
ctl_verify(struct ctl *ctl, int argc, char **argv)
{
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no argument");
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	return run_all(ctl);
}
