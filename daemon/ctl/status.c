/*
 * docketctl status: how docket stands, for people and for monitoring.
 */
#include "daemon/ctl/timers.h"
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "sql.h"

enum { SILENCES_TOLD = 20 };

static void
print_mailboxes(struct ctl *ctl, struct sql_status_mailboxes h)
{
	static const struct table_column columns[] = {
		{ "MAILBOX" }, { "READ NOW" }, { "UP TO UID", .right = true },
		{ "LAST SEEN" }, { "FAULT", .gives = true },
	};
	struct sql_status_mailboxes_row row;
	struct strs cells = { 0 };

	for (size_t i = 0; sql_status_mailboxes_row(ctl->db, h, i, &row); i++) {
		strs_add(ctl->a, &cells, text_safe(ctl->a, row.name));
		strs_add(ctl->a, &cells, row.read_now ? STR("yes") : STR("no"));
		strs_add(ctl->a, &cells, text_number(ctl->a, row.uid));
		strs_add(ctl->a, &cells, text_from_now(ctl->a, row.seen_at));
		strs_add(ctl->a, &cells, text_safe(ctl->a, row.fault));
	}
	if (cells.n == 0)
		puts("No mailbox was read yet.");
	else
		ctl_print(ctl, &TABLE(columns, cells));
}

/* What is wrong, with how to mend it. */
static void
print_conditions(struct ctl *ctl, struct sql_condition_list h)
{
	struct sql_condition_list_row c;
	struct arena *a = ctl->a;

	for (size_t i = 0; sql_condition_list_row(ctl->db, h, i, &c); i++) {
		printf("%s%s%s%.*s since %s: %s\n", i == 0 ? "\n" : "",
		    text_safe(a, c.mailbox).p, c.mailbox.n > 0 ? ": " : "", STR_ARG(c.kind),
		    text_time(a, c.since).p, text_safe(a, c.text).p);
		if (c.mend.n > 0)
			printf("            to mend it: %s\n", text_safe(a, c.mend).p);
		if (c.retry_at != 0)
			printf("            goes on by itself: next try %s\n",
			    text_from_now(a, c.retry_at).p);
	}
}

static void
print_silences(struct ctl *ctl, struct sql_silence_list h)
{
	struct sql_silence_list_row s;
	struct arena *a = ctl->a;

	for (size_t i = 0; sql_silence_list_row(ctl->db, h, i, &s); i++)
		printf("%ssilence %" PRId64 " until %s, by %s: %s (%s)\n", i == 0 ? "\n" : "", s.id,
		    text_time(a, s.until).p, text_safe(a, s.author).p, text_safe(a, s.why).p,
		    text_safe(a, s.condition).p);
}

static void
print_tickets(struct ctl *ctl, struct sql_status_tickets h)
{
	struct sql_status_tickets_row row;

	printf("\ntickets     ");
	if (sql_status_tickets_count(ctl->db, h) == 0)
		printf("none");
	for (size_t i = 0; sql_status_tickets_row(ctl->db, h, i, &row); i++)
		printf("%s%" PRId64 " %.*s", i == 0 ? "" : ", ", row.n, STR_ARG(row.status));
	putchar('\n');
}

static void
print_breaker(struct ctl *ctl, struct sql_breaker_show h)
{
	struct sql_breaker_show_row b;

	sql_breaker_show_row(ctl->db, h, 0, &b);
	printf("automatic   %" PRId64 " to customers this hour", b.sent);
	if (b.since != 0)
		printf("; WITHHELD since %s", text_time(ctl->a, b.since).p);
	if (b.waiting > 0)
		printf("; %" PRId64 " wait", b.waiting);
	puts(b.since != 0 || b.waiting > 0 ? ": docketctl breaker" : "");
}

/* Whether what is stored now has a partition. */
static bool
can_store(const struct sql_status_counts_row *n)
{
	return n->partitions_until > clock_now();
}

static void
print_counts(struct ctl *ctl, struct sql_status_counts h)
{
	struct sql_status_counts_row n;

	sql_status_counts_row(ctl->db, h, 0, &n);
	printf("queue       %" PRId64 " waiting, %" PRId64 " being sent, %" PRId64 " failed",
	    n.queued, n.sending, n.failed);
	if (n.kept > 0)
		printf(", %" PRId64 " held by hand", n.kept);
	if (n.queued > 0)
		printf("; next due %s", text_from_now(ctl->a, n.next_send).p);
	printf("\nalarms      %" PRId64 " waiting", n.alarms);
	if (n.alarms > 0)
		printf("; next due %s", text_from_now(ctl->a, n.next_alarm).p);
	printf("\nquarantine  %" PRId64, n.quarantine);
	if (n.quarantine > 0)
		printf(", %" PRId64 " of people; the oldest came %s", n.quarantine_people,
		    text_from_now(ctl->a, n.quarantine_at).p);
	putchar('\n');
	if (n.dropped > 0)
		printf("dropped     %" PRId64 " by rules within a day: docketctl quarantine "
		    "--dropped\n", n.dropped);
	printf("held        %" PRId64 " waiting for a decision", n.held);
	if (n.held > 0)
		printf("; the oldest came %s", text_from_now(ctl->a, n.held_at).p);
	putchar('\n');
	if (n.pending > 0)
		printf("to be read  %" PRId64 " (delivered, retried or decided on by docketctl)\n",
		    n.pending);
	printf("daemons     %" PRId64 "%s\n", n.daemons,
	    n.daemons == 0 ? ": docketd is not running" : "");
	printf("schema      %" PRId64 "\n", n.schema);
	printf("partitions  %s\n", !can_store(&n) ?
	    "none for this month, so mail waits: the log of docketd says why" :
	    str_printf(ctl->a, "until %s", text_time(ctl->a, n.partitions_until).p).p);
}

/* What engineers ordered by mail, where any waits. */
static void
print_ordered(struct ctl *ctl, struct sql_status_ordered h)
{
	struct sql_status_ordered_row o;

	for (size_t i = 0; sql_status_ordered_row(ctl->db, h, i, &o); i++) {
		if (o.n == 0)
			continue;
		printf("%-11.*s %" PRId64 " by mail waiting", STR_ARG(o.what), o.n);
		if (o.parts > 0)
			printf(", %" PRId64 " parts of them", o.parts);
		printf("; the oldest came %s\n", text_from_now(ctl->a, o.oldest_at).p);
		if (o.failing > 0)
			printf("            %" PRId64 " FAILING: %s; next try %s\n", o.failing,
			    text_safe(ctl->a, o.fault).p, text_from_now(ctl->a, o.next_at).p);
	}
}

static bool
ordered_fails(struct ctl *ctl, struct sql_status_ordered h)
{
	struct sql_status_ordered_row o;

	for (size_t i = 0; sql_status_ordered_row(ctl->db, h, i, &o); i++)
		if (o.failing > 0)
			return true;
	return false;
}

/* A mailbox's fault is a text: the daemon stores null for none. */
static int
fault_status(struct ctl *ctl, struct sql_status_mailboxes h, struct sql_status_counts counts,
    struct sql_breaker_show breaker, struct sql_condition_list conditions,
    struct sql_status_ordered ordered)
{
	struct sql_breaker_show_row b;
	struct sql_status_mailboxes_row row;
	struct sql_status_counts_row n;

	sql_status_counts_row(ctl->db, counts, 0, &n);
	sql_breaker_show_row(ctl->db, breaker, 0, &b);
	if (n.daemons == 0)
		return CTL_DOWN;
	if (!can_store(&n) || b.since != 0 || ordered_fails(ctl, ordered) ||
	    sql_condition_list_count(ctl->db, conditions) > 0)
		return CTL_FAILED;

	for (size_t i = 0; sql_status_mailboxes_row(ctl->db, h, i, &row); i++)
		if (row.fault.n > 0)
			return CTL_FAILED;
	return CTL_OK;
}

int
ctl_status(struct ctl *ctl, int argc, char **argv)
{
	struct sql_status_mailboxes mailboxes;
	struct sql_status_tickets tickets = { 0 };
	struct sql_status_counts counts;
	struct sql_status_ordered ordered;
	struct sql_breaker_show breaker;
	struct sql_condition_list conditions;
	struct sql_silence_list silences;
	struct sql_timers timers;
	struct sql_list_json json = { 0 };
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	mailboxes = sql_status_mailboxes(ctl->db);
	if (ctl->json)
		json = sql_status_json(ctl->db, clock_now());
	else
		tickets = sql_status_tickets(ctl->db);
	counts = sql_status_counts(ctl->db, clock_now());
	ordered = sql_status_ordered(ctl->db);
	breaker = sql_breaker_show(ctl->db, clock_now() - clock_now() % (3600LL * SECOND_US));
	conditions = sql_condition_list(ctl->db);
	silences = sql_silence_list(ctl->db, clock_now(), false, SILENCES_TOLD);
	timers = sql_timers(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (ctl->json) {
		ctl_json(ctl, json);
	} else {
		print_mailboxes(ctl, mailboxes);
		print_conditions(ctl, conditions);
		print_silences(ctl, silences);
		print_tickets(ctl, tickets);
		print_counts(ctl, counts);
		ctl_timers_print(ctl, timers);
		print_ordered(ctl, ordered);
		print_breaker(ctl, breaker);
	}
	return fault_status(ctl, mailboxes, counts, breaker, conditions, ordered);
}
