/*
 * docketctl show: one ticket with all that is known of it.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/text.h"
#include "daemon/sys/duration.h"

/* What is asked, in one pipeline: the handles. */
struct parts {
	int	ticket, participants, fields, cycles, entries, attachments, mails;
};

/* Columns of SQL_SHOW_TICKET. */
enum { T_SUBJECT, T_TYPE, T_STATUS, T_PROJECT, T_MAILBOX, T_ADDRESS, T_NAME, T_ASSIGNEE,
    T_TEAM, T_TAGS, T_SLA, T_CREATED, T_UPDATED, T_RESOLVED };

static struct str
safe(struct ctl *ctl, int handle, size_t row, int col)
{
	return text_safe(ctl->a, db_str(ctl->db, handle, row, col));
}

static struct str
person(struct ctl *ctl, struct str address, struct str name)
{
	if (name.n == 0)
		return address;
	return str_printf(ctl->a, "%s <%s>", name.p, address.p);
}

static void
print_line(const char *label, struct str value)
{
	if (value.n > 0)
		printf("%-10s %.*s\n", label, STR_ARG(value));
}

static struct str
participants(struct ctl *ctl, int handle)
{
	struct buf b;

	buf_init(&b, ctl->a);
	for (size_t row = 0; row < db_count(ctl->db, handle); row++) {
		struct str who = person(ctl, safe(ctl, handle, row, 0),
		    safe(ctl, handle, row, 1));

		buf_printf(&b, "%s%s", row == 0 ? "" : ", ", who.p);
	}
	return buf_str(&b);
}

static void
print_head(struct ctl *ctl, int64_t id, const struct parts *p)
{
	static const struct { const char *label; int col; } lines[] = {
		{ "status", T_STATUS }, { "type", T_TYPE }, { "project", T_PROJECT },
		{ "mailbox", T_MAILBOX }, { "assignee", T_ASSIGNEE }, { "team", T_TEAM },
		{ "tags", T_TAGS }, { "SLA", T_SLA },
	};
	struct db *db = ctl->db;
	struct str subject = safe(ctl, p->ticket, 0, T_SUBJECT);
	int64_t resolved = db_i64(db, p->ticket, 0, T_RESOLVED);
	int64_t updated = db_i64(db, p->ticket, 0, T_UPDATED);

	printf("#%" PRId64 " %s\n", id, subject.n == 0 ? "(no subject)" : subject.p);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		print_line(lines[i].label, safe(ctl, p->ticket, 0, lines[i].col));
	print_line("requester", person(ctl, safe(ctl, p->ticket, 0, T_ADDRESS),
	    safe(ctl, p->ticket, 0, T_NAME)));
	print_line("people", participants(ctl, p->participants));
	print_line("created", text_time(ctl->a, db_i64(db, p->ticket, 0, T_CREATED)));
	print_line("changed", str_printf(ctl->a, "%s (%s)", text_time(ctl->a, updated).p,
	    text_from_now(ctl->a, updated).p));
	if (resolved != 0)
		print_line("resolved", text_time(ctl->a, resolved));
}

/* Columns of SQL_TICKET_FIELDS: name, value, raw, source, found_in, verified. */
static void
print_fields(struct ctl *ctl, int handle)
{
	static const struct table_column columns[] = {
		{ "FIELD" }, { "VALUE", .gives = true }, { "FROM" },
		{ "FOUND IN", .gives = true }, { "AS WRITTEN", .gives = true }, { "" },
	};
	struct strs cells = { 0 };

	if (db_count(ctl->db, handle) == 0)
		return;
	for (size_t row = 0; row < db_count(ctl->db, handle); row++) {
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 0));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 1));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 3));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 4));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 2));
		strs_add(ctl->a, &cells,
		    db_bool(ctl->db, handle, row, 5) ? STR("") : STR("unverified"));
	}
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

/* Columns of SQL_CYCLE_LOAD. */
enum { C_CLOCK = 1, C_N, C_POLICY, C_SEVERITY, C_CALENDAR, C_TARGET, C_DUE = 10, C_STATE,
    C_STOPPED = 13, C_CAUSE };

static void
print_clocks(struct ctl *ctl, int handle)
{
	static const struct table_column columns[] = {
		{ "CLOCK" }, { "N", .right = true }, { "STATE" }, { "DUE" }, { "" },
		{ "TARGET" }, { "POLICY", .gives = true }, { "CALENDAR", .gives = true },
		{ "CAUSE", .gives = true },
	};
	struct strs cells = { 0 };
	struct db *db = ctl->db;

	if (db_count(db, handle) == 0)
		return;
	for (size_t row = 0; row < db_count(db, handle); row++) {
		int64_t due = db_i64(db, handle, row, C_DUE);
		bool live = db_null(db, handle, row, C_STOPPED);

		strs_add(ctl->a, &cells, db_str(db, handle, row, C_CLOCK));
		strs_add(ctl->a, &cells, db_str(db, handle, row, C_N));
		strs_add(ctl->a, &cells, db_str(db, handle, row, C_STATE));
		strs_add(ctl->a, &cells, text_time(ctl->a, due));
		strs_add(ctl->a, &cells,
		    live && due != 0 ? text_from_now(ctl->a, due) : STR(""));
		strs_add(ctl->a, &cells, duration_text(ctl->a,
		    db_i64(db, handle, row, C_TARGET), DURATION_SHORT));
		strs_add(ctl->a, &cells, str_printf(ctl->a, "%s, %s",
		    safe(ctl, handle, row, C_POLICY).p,
		    safe(ctl, handle, row, C_SEVERITY).p));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, C_CALENDAR));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, C_CAUSE));
	}
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

/* Columns of SQL_SHOW_ENTRIES. */
enum { E_ID, E_AT, E_KIND, E_AUTHOR, E_BY_AGENT, E_PUBLIC, E_LETTER_KIND, E_SUBJECT,
    E_NEW_TEXT, E_RAW, E_WHAT, E_FROM, E_TO, E_WHY, E_DATA };

static void
add_change(struct ctl *ctl, struct buf *b, int handle, size_t row)
{
	struct str from = safe(ctl, handle, row, E_FROM);
	struct str why = safe(ctl, handle, row, E_WHY);

	buf_printf(b, "%s: %s → %s", safe(ctl, handle, row, E_WHAT).p,
	    from.n == 0 ? "-" : from.p, safe(ctl, handle, row, E_TO).p);
	if (why.n > 0)
		buf_printf(b, " (%s)", why.p);
	buf_addc(b, '\n');
}

/* Those of the entry; *row is where they start, and then where the next do. */
static void
add_attachments(struct ctl *ctl, struct buf *b, int64_t entry, int handle, size_t *row)
{
	for (; *row < db_count(ctl->db, handle) &&
	    db_i64(ctl->db, handle, *row, 0) == entry; ++*row)
		buf_printf(b, "attached: %s (%s, %s)\n", safe(ctl, handle, *row, 1).p,
		    safe(ctl, handle, *row, 2).p,
		    text_size(ctl->a, db_i64(ctl->db, handle, *row, 3)).p);
}

static void
print_entry_head(struct ctl *ctl, int handle, size_t row)
{
	struct db *db = ctl->db;
	struct str letter = safe(ctl, handle, row, E_LETTER_KIND);
	bool plain = letter.n == 0 || str_eq(letter, STR("human"));

	printf("\n%s  %s%s%s%s  %s%s%s\n", text_time(ctl->a, db_i64(db, handle, row, E_AT)).p,
	    safe(ctl, handle, row, E_KIND).p, plain ? "" : " (", plain ? "" : letter.p,
	    plain ? "" : ")", safe(ctl, handle, row, E_AUTHOR).p,
	    db_bool(db, handle, row, E_BY_AGENT) ? " (agent)" : "",
	    db_bool(db, handle, row, E_PUBLIC) ? "" : ", internal");
}

static void
print_entries(struct ctl *ctl, const struct parts *p)
{
	struct db *db = ctl->db;
	size_t attachment = 0;

	for (size_t row = 0; row < db_count(db, p->entries); row++) {
		int64_t id = db_i64(db, p->entries, row, E_ID);
		struct buf lines, out;

		buf_init(&lines, ctl->a);
		buf_init(&out, ctl->a);
		print_entry_head(ctl, p->entries, row);
		if (str_eq(db_str(db, p->entries, row, E_KIND), STR("change")))
			add_change(ctl, &lines, p->entries, row);
		buf_add(&lines, text_safe_lines(ctl->a,
		    str_rtrim(db_str(db, p->entries, row, E_NEW_TEXT))));
		if (lines.n > 0 && lines.p[lines.n - 1] != '\n')
			buf_addc(&lines, '\n');
		buf_add(&lines, text_safe_lines(ctl->a, db_str(db, p->entries, row, E_DATA)));
		if (lines.n > 0 && lines.p[lines.n - 1] != '\n')
			buf_addc(&lines, '\n');
		add_attachments(ctl, &lines, id, p->attachments, &attachment);
		text_fold(&out, buf_str(&lines), 4, ctl_columns());
		printf("%s", buf_str(&out).p);
	}
}

/* Columns of SQL_SHOW_MAILS: id, recipient, state, attempts, due, done, reply. */
static void
print_mails(struct ctl *ctl, int handle)
{
	static const struct table_column columns[] = {
		{ "MAIL", .right = true }, { "TO", .gives = true }, { "STATE" },
		{ "TRIES", .right = true }, { "WHEN" }, { "LAST REPLY", .gives = true },
	};
	struct strs cells = { 0 };
	struct db *db = ctl->db;

	if (db_count(db, handle) == 0)
		return;
	for (size_t row = 0; row < db_count(db, handle); row++) {
		int64_t done = db_i64(db, handle, row, 5);

		strs_add(ctl->a, &cells, db_str(db, handle, row, 0));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 1));
		strs_add(ctl->a, &cells, db_str(db, handle, row, 2));
		strs_add(ctl->a, &cells, db_str(db, handle, row, 3));
		strs_add(ctl->a, &cells, done != 0 ? text_time(ctl->a, done) :
		    text_from_now(ctl->a, db_i64(db, handle, row, 4)));
		strs_add(ctl->a, &cells, safe(ctl, handle, row, 6));
	}
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

static int
tell_none(struct ctl *ctl, int64_t id)
{
	struct err e;

	if (db_exec(ctl->db, &e, SQL_SHOW_RANGE, "") == -1)
		return ctl_err(&e);
	if (db_i64(ctl->db, 0, 0, 2) == 0)
		return ctl_fail(CTL_FAILED, "there is no ticket %" PRId64 ": there are none"
		    " yet", id);
	return ctl_fail(CTL_FAILED, "there is no ticket %" PRId64 ": they are numbered from"
	    " %" PRId64 " to %" PRId64, id, db_i64(ctl->db, 0, 0, 0),
	    db_i64(ctl->db, 0, 0, 1));
}

static int
show_json(struct ctl *ctl, int64_t id)
{
	struct err e;

	if (db_exec(ctl->db, &e, SQL_SHOW_JSON, "i", id) == -1)
		return ctl_err(&e);
	return db_count(ctl->db, 0) == 0 ? tell_none(ctl, id) : ctl_json(ctl, 0);
}

static int
show_text(struct ctl *ctl, int64_t id)
{
	struct db *db = ctl->db;
	struct parts p = {
		.ticket = db_queue(db, SQL_SHOW_TICKET, "i", id),
		.participants = db_queue(db, SQL_TICKET_PARTICIPANTS, "i", id),
		.fields = db_queue(db, SQL_TICKET_FIELDS, "i", id),
		.cycles = db_queue(db, SQL_CYCLE_LOAD, "i", id),
		.entries = db_queue(db, SQL_SHOW_ENTRIES, "i", id),
		.attachments = db_queue(db, SQL_SHOW_ATTACHMENTS, "i", id),
		.mails = db_queue(db, SQL_SHOW_MAILS, "i", id),
	};
	struct err e;

	if (db_run(db, &e) == -1)
		return ctl_err(&e);
	if (db_count(db, p.ticket) == 0)
		return tell_none(ctl, id);
	print_head(ctl, id, &p);
	print_fields(ctl, p.fields);
	print_clocks(ctl, p.cycles);
	print_entries(ctl, &p);
	print_mails(ctl, p.mails);
	return CTL_OK;
}

int
ctl_show(struct ctl *ctl, int argc, char **argv)
{
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);
	int64_t id;

	if (n < 0)
		return ctl_options_status(n);
	if (n != 1)
		return ctl_usage(ctl, "it takes one ticket's number");
	id = ctl_number(argv[1][0] == '#' ? argv[1] + 1 : argv[1]);
	if (id == -1)
		return ctl_usage(ctl, "'%s' is no ticket's number", argv[1]);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	return ctl->json ? show_json(ctl, id) : show_text(ctl, id);
}
