/* metrics: see metrics.h. */
#include "daemon/report/metrics.h"

#include <inttypes.h>
#include <stddef.h>

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "sql.h"

static void
begin(struct buf *b, const char *name, const char *help)
{
	buf_printf(b, "# HELP docket_%s %s\n# TYPE docket_%s gauge\n", name, help, name);
}

/* A value of a label, by the format's escapes; valid UTF-8 by the database. */
static struct str
label(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' || s.p[i] == '"')
			buf_addc(&b, '\\');
		if (s.p[i] == '\n')
			buf_adds(&b, "\\n");
		else
			buf_addc(&b, s.p[i]);
	}
	return buf_str(&b);
}

/* Seconds since an instant; 0 for none and for one to come. */
static int64_t
age(int64_t at, int64_t now)
{
	return at == 0 || at > now ? 0 : (now - at) / SECOND_US;
}

static const struct {
	const char	*name, *help;
	size_t		 at;		/* of the number in the row, or of an instant */
	bool		 is_age;
} counts[] = {
#define COUNTED(field)	offsetof(struct sql_status_counts_row, field)
	{ "held_mails", "Mails held on tickets that wait for a decision.", COUNTED(held), false },
	{ "held_oldest_age_seconds", "How long the oldest of them waits.", COUNTED(held_at), true },
	{ "quarantine_mails", "Mails in quarantine.", COUNTED(quarantine), false },
	{ "quarantine_people_mails", "Those of them that no machine wrote.",
	    COUNTED(quarantine_people), false },
	{ "quarantine_oldest_age_seconds", "How long the oldest of them waits.",
	    COUNTED(quarantine_at), true },
	{ "dropped_mails", "Mails that rules dropped within a day.", COUNTED(dropped), false },
	{ "pending_mails", "Mails in the database that are to be read.", COUNTED(pending), false },
	{ "deliveries_queued", "Deliveries that wait.", COUNTED(queued), false },
	{ "deliveries_sending", "Deliveries under way.", COUNTED(sending), false },
	{ "deliveries_failed", "Deliveries that were given up.", COUNTED(failed), false },
	{ "deliveries_held", "Deliveries that people hold (docketctl queue hold).",
	    COUNTED(kept), false },
	{ "deliveries_withheld", "Automatic mails that the breaker withheld, and nobody decided on.",
	    COUNTED(withheld), false },
	{ "breaker_age_seconds", "How long automatic mail has been withheld; 0: it is not.",
	    COUNTED(breaker_at), true },
	{ "deliveries_late_seconds", "How long the first delivery is overdue.",
	    COUNTED(next_send), true },
	{ "alarms_waiting", "Points of SLA clocks that wait.", COUNTED(alarms), false },
	{ "alarms_late_seconds", "How long the first of them is overdue.",
	    COUNTED(next_alarm), true },
	{ "daemons", "Running docketds on this database.", COUNTED(daemons), false },
#undef COUNTED
};

static void
add_counts(struct buf *b, const struct sql_status_counts_row *n, int64_t now)
{
	for (size_t i = 0; i < COUNT(counts); i++) {
		int64_t v = *(const int64_t *)(const void *)((const char *)n + counts[i].at);

		begin(b, counts[i].name, counts[i].help);
		buf_printf(b, "docket_%s %" PRId64 "\n", counts[i].name,
		    counts[i].is_age ? age(v, now) : v);
	}
}

static void
add_tickets(struct arena *a, struct buf *b, struct db *db, struct sql_status_tickets h)
{
	struct sql_status_tickets_row row;

	begin(b, "tickets", "Tickets by status.");
	for (size_t i = 0; sql_status_tickets_row(db, h, i, &row); i++)
		buf_printf(b, "docket_tickets{status=\"%.*s\"} %" PRId64 "\n",
		    STR_ARG(label(a, row.status)), row.n);
}

static void
add_mailboxes(struct arena *a, struct buf *b, struct db *db, struct sql_status_mailboxes h,
    int64_t now)
{
	struct sql_status_mailboxes_row row;

	begin(b, "mailbox_fault", "1 while something is wrong with a mailbox.");
	for (size_t i = 0; sql_status_mailboxes_row(db, h, i, &row); i++)
		buf_printf(b, "docket_mailbox_fault{mailbox=\"%.*s\"} %d\n",
		    STR_ARG(label(a, row.name)), row.fault.n > 0);
	begin(b, "mailbox_seen_age_seconds", "Since its server answered last.");
	for (size_t i = 0; sql_status_mailboxes_row(db, h, i, &row); i++)
		buf_printf(b, "docket_mailbox_seen_age_seconds{mailbox=\"%.*s\"} %" PRId64 "\n",
		    STR_ARG(label(a, row.name)), age(row.seen_at, now));
}

static void
add_conditions(struct arena *a, struct buf *b, struct db *db, struct sql_condition_list h,
    int64_t now)
{
	struct sql_condition_list_row c;

	begin(b, "condition_age_seconds", "How long something has been wrong with a mailbox.");
	for (size_t i = 0; sql_condition_list_row(db, h, i, &c); i++)
		buf_printf(b, "docket_condition_age_seconds{kind=\"%.*s\",mailbox=\"%.*s\"} %"
		    PRId64 "\n", STR_ARG(c.kind), STR_ARG(label(a, c.mailbox)),
		    age(c.since, now));
}

int
metrics_text(struct arena *a, struct db *db, int64_t now, struct str *out, struct err *e)
{
	struct sql_status_counts counted = sql_status_counts(db, now);
	struct sql_status_tickets tickets = sql_status_tickets(db);
	struct sql_status_mailboxes mailboxes = sql_status_mailboxes(db);
	struct sql_condition_list conditions = sql_condition_list(db);
	struct sql_status_counts_row n;
	struct buf b;

	if (db_run(db, e) == -1)
		return -1;
	sql_status_counts_row(db, counted, 0, &n);
	buf_init(&b, a);
	add_counts(&b, &n, now);
	add_tickets(a, &b, db, tickets);
	add_mailboxes(a, &b, db, mailboxes, now);
	add_conditions(a, &b, db, conditions, now);
	*out = buf_str(&b);
	return 0;
}
