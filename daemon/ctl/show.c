/*
 * docketctl show: one ticket with all that is known of it.
 */
#include "daemon/ctl/erased.h"
#include "daemon/ctl/timers.h"
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/calendar/zones.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/relation.h"
#include "daemon/ticket/subject.h"
#include "daemon/ticket/timeentry.h"
#include "parsers/base/array.h"
#include "parsers/machine/kind.h"
#include "parsers/quote/folded.h"
#include "sql.h"

/* What is asked, in one pipeline: the handles. */
struct parts {
	struct sql_show_ticket		ticket;
	struct sql_ticket_participants	participants;
	struct sql_show_reach		reach;
	struct sql_related		related;
	struct sql_show_waking		waking;
	struct sql_timers		timers;
	struct sql_ticket_fields	fields;
	struct sql_cycle_load		cycles;
	struct sql_show_entries		entries;
	struct sql_show_attachments	attachments;
	struct sql_show_mails		mails;
};

static struct str
safe(struct ctl *ctl, struct str s)
{
	return text_safe(ctl->a, s);
}

static struct str
person(struct ctl *ctl, struct str address, struct str name)
{
	if (name.n == 0)
		return address;
	return str_printf(ctl->a, "%s <%s>", name.p, address.p);
}

static void
print_line(struct ctl *ctl, const char *label, struct str value)
{
	struct buf b;

	if (value.n == 0)
		return;
	buf_init(&b, ctl->a);
	text_hang(&b, str_printf(ctl->a, "%-10s ", label), value, ctl_columns());
	printf("%s", buf_str(&b).p);
}

static struct str
participants(struct ctl *ctl, struct sql_ticket_participants h)
{
	struct sql_ticket_participants_row row;
	struct buf b;

	buf_init(&b, ctl->a);
	for (size_t i = 0; sql_ticket_participants_row(ctl->db, h, i, &row); i++) {
		struct str who = person(ctl, safe(ctl, row.address), safe(ctl, row.name));

		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", who.p);
		if (row.doubt.n > 0)
			buf_printf(&b, " (mail in this name: %s)", safe(ctl, row.doubt).p);
	}
	return buf_str(&b);
}

static struct str
assignee(struct ctl *ctl, const struct sql_show_ticket_row *t)
{
	return t->away_until <= clock_now() ? t->assignee : str_printf(ctl->a,
	    "%.*s, away until %.*s", STR_ARG(t->assignee),
	    STR_ARG(text_time(ctl->a, t->away_until)));
}

/* Of the project as it is now: what was promised to the ticket is among its clocks. */
static struct str
contract(struct ctl *ctl, struct str project)
{
	const struct project *p = projects_find(&ctl->conf->projects, project);

	return p == NULL ? STR_NONE : contract_text(ctl->a, &p->contract, civil_of(zones_find(
	    zones_new(ctl->a), calendar_zone(calendars_find(&ctl->conf->calendars, p->calendar))),
	    clock_now()));
}

static void
print_head(struct ctl *ctl, int64_t id, const struct sql_show_ticket_row *t,
    struct str people)
{
	const struct { const char *label; struct str value; } lines[] = {
		{ "status", t->status }, { "type", t->type }, { "project", t->project },
		{ "mailbox", t->mailbox }, { "assignee", assignee(ctl, t) }, { "team", t->team },
		{ "tags", t->tags }, { "SLA", t->sla },
		{ "contract", contract(ctl, t->project) }, { "found in", t->found_in },
		{ "not in", t->not_in }, { "fixed in", t->fixed_in },
	};
	struct str subject = safe(ctl, t->subject);
	struct buf b;

	buf_init(&b, ctl->a);
	text_hang(&b, str_printf(ctl->a, "#%" PRId64 " ", id), subject.n == 0 ?
	    STR("(no subject)") : subject, ctl_columns());
	printf("%s", buf_str(&b).p);
	for (size_t i = 0; i < COUNT(lines); i++)
		print_line(ctl, lines[i].label, safe(ctl, lines[i].value));
	print_line(ctl, "requester", person(ctl, safe(ctl, t->address), safe(ctl, t->name)));
	print_line(ctl, "answers to", safe(ctl, t->reply_to));
	print_line(ctl, "sent by", safe(ctl, t->sender));
	print_line(ctl, "people", people);
	print_line(ctl, "created", text_time(ctl->a, t->created_at));
	print_line(ctl, "changed", str_printf(ctl->a, "%s (%s)", text_time(ctl->a, t->updated_at).p,
	    text_from_now(ctl->a, t->updated_at).p));
	if (t->start_at != 0)
		print_line(ctl, "start", text_time(ctl->a, t->start_at));
	if (t->resolved_at != 0)
		print_line(ctl, "resolved", text_time(ctl->a, t->resolved_at));
	if (t->worked != 0)
		print_line(ctl, "worked", str_printf(ctl->a, t->nonbillable == 0 ? "%s" :
		    "%s (not billable: %s)", time_span_text(ctl->a, t->worked).p,
		    time_span_text(ctl->a, t->nonbillable).p));
}

/* Whom mail does not get through to, or who called it spam. */
static void
print_reach(struct ctl *ctl, struct sql_show_reach h)
{
	struct sql_show_reach_row row;

	for (size_t i = 0; sql_show_reach_row(ctl->db, h, i, &row); i++) {
		const char *what = str_eq(row.marked, STR("complaint")) ?
		    "called our mail spam: gets no automatic mail" : row.marked.n > 0 ?
		    "mail comes back: gets no automatic mail" : "mail came back";

		print_line(ctl, "reach", str_printf(ctl->a, "%s: %s (%" PRId64 ", last %s): %s",
		    safe(ctl, row.address).p, what, row.failures,
		    text_from_now(ctl->a, row.last_at).p, safe(ctl, row.why).p));
	}
}

/* As the facts of mails call it. */
static const char *
related_label(struct ctl *ctl, struct str how)
{
	static const char *const labels[RELATED_HOWS] = {
		[RELATED_BLOCKED_BY] = "blocked by", [RELATED_BLOCKS] = "blocks",
		[RELATED_PARENT] = "part of", [RELATED_CHILD] = "parts",
		[RELATED_LINK] = "see also", [RELATED_MERGED_INTO] = "went into",
		[RELATED_MERGED_FROM] = "came in",
	};

	for (int i = 0; i < RELATED_HOWS; i++)
		if (labels[i] != NULL && str_eq(how, str_c(related_word((enum related_how)i))))
			return labels[i];
	return safe(ctl, how).p;
}

/* "blocked by #7 Crane (open)" */
static void
print_related(struct ctl *ctl, struct sql_related h)
{
	struct sql_related_row row;

	for (size_t i = 0; sql_related_row(ctl->db, h, i, &row); i++)
		print_line(ctl, related_label(ctl, row.how), str_printf(ctl->a, "#%" PRId64 " %s (%s)",
		    row.other, safe(ctl, row.subject).p, safe(ctl, row.status).p));
}

/* When people want to see it again, and who. */
static void
print_waking(struct ctl *ctl, struct sql_show_waking h)
{
	static const struct { struct str kind; const char *label; } labels[] = {
		{ STR("due"), "do by" }, { STR("hold"), "held until" },
		{ STR("snooze"), "snoozed" },
	};
	struct sql_show_waking_row row;

	for (size_t i = 0; sql_show_waking_row(ctl->db, h, i, &row); i++)
		for (size_t k = 0; k < COUNT(labels); k++)
			if (str_eq(row.kind, labels[k].kind))
				print_line(ctl, labels[k].label, str_printf(ctl->a, "%s (%s)%s%s",
				    text_time(ctl->a, row.due_at).p,
				    text_from_now(ctl->a, row.due_at).p,
				    row.point.n > 0 ? " for " : "", safe(ctl, row.point).p));
}

static void
print_timers(struct ctl *ctl, int64_t id, struct sql_timers h)
{
	struct str line;

	for (size_t i = 0; ctl_timer_of_ticket(ctl, h, id, &i, &line);)
		print_line(ctl, "timer", line);
}

static void
print_fields(struct ctl *ctl, struct sql_ticket_fields h)
{
	static const struct table_column columns[] = {
		{ "FIELD" }, { "VALUE", .gives = true }, { "FROM" },
		{ "FOUND IN", .gives = true }, { "AS WRITTEN", .gives = true }, { "" },
	};
	struct sql_ticket_fields_row row;
	struct strs cells = { 0 };

	for (size_t i = 0; sql_ticket_fields_row(ctl->db, h, i, &row); i++) {
		strs_add(ctl->a, &cells, safe(ctl, row.name));
		strs_add(ctl->a, &cells, safe(ctl, row.value));
		strs_add(ctl->a, &cells, safe(ctl, row.source));
		strs_add(ctl->a, &cells, safe(ctl, row.found_in));
		strs_add(ctl->a, &cells, safe(ctl, row.raw));
		strs_add(ctl->a, &cells, row.verified ? STR("") : STR("unverified"));
	}
	if (cells.n == 0)
		return;
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

static void
add_clock(struct ctl *ctl, const struct sql_cycle_load_row *c, struct strs *cells)
{
	struct arena *a = ctl->a;
	bool waits = c->stopped_at == 0 && c->due_at != 0;

	strs_add(a, cells, c->clock);
	strs_add(a, cells, text_number(a, c->n));
	strs_add(a, cells, c->state);
	strs_add(a, cells, text_time(a, c->due_at));
	strs_add(a, cells, waits ? text_from_now(a, c->due_at) : STR(""));
	strs_add(a, cells, safe(ctl, c->cause));
}

static void
add_terms(struct ctl *ctl, const struct sql_cycle_load_row *c, struct strs *cells)
{
	struct arena *a = ctl->a;

	strs_add(a, cells, c->clock);
	strs_add(a, cells, text_number(a, c->n));
	strs_add(a, cells, duration_text(a, c->target, DURATION_EXACT));
	strs_add(a, cells, str_printf(a, "%s, %s", safe(ctl, c->policy).p,
	    safe(ctl, c->severity).p));
	strs_add(a, cells, safe(ctl, c->calendar));
}

/* When, and by which terms: one table of both is too wide for many a terminal. */
static void
print_clocks(struct ctl *ctl, struct sql_cycle_load h)
{
	static const struct table_column clocks[] = {
		{ "CLOCK" }, { "N", .right = true }, { "STATE" }, { "DUE" }, { "" },
		{ "CAUSE", .gives = true },
	}, terms[] = {
		{ "CLOCK" }, { "N", .right = true }, { "TARGET" }, { "POLICY", .gives = true },
		{ "CALENDAR", .gives = true },
	};
	struct strs clock_cells = { 0 }, term_cells = { 0 };
	struct sql_cycle_load_row row;

	for (size_t i = 0; sql_cycle_load_row(ctl->db, h, i, &row); i++) {
		add_clock(ctl, &row, &clock_cells);
		add_terms(ctl, &row, &term_cells);
	}
	if (clock_cells.n == 0)
		return;
	putchar('\n');
	ctl_print(ctl, &TABLE(clocks, clock_cells));
	putchar('\n');
	ctl_print(ctl, &TABLE(terms, term_cells));
}

static void
add_change(struct ctl *ctl, struct buf *b, const struct sql_show_entries_row *en)
{
	struct str from = safe(ctl, en->old);
	struct str why = safe(ctl, en->why);

	buf_printf(b, "%s: %s → %s", safe(ctl, en->what).p, from.n == 0 ? "-" : from.p,
	    safe(ctl, en->new).p);
	if (why.n > 0)
		buf_printf(b, " (%s)", why.p);
	buf_addc(b, '\n');
}

static void
add_lines(struct ctl *ctl, struct buf *b, struct str text)
{
	buf_add(b, text_safe_lines(ctl->a, str_rtrim(text)));
	if (b->n > 0 && b->p[b->n - 1] != '\n')
		buf_addc(b, '\n');
}

/* Those of the entry; *at is where they start, and then where the next do. */
static void
add_attachments(struct ctl *ctl, struct buf *b, int64_t entry, struct sql_show_attachments h,
    size_t *at)
{
	struct sql_show_attachments_row row;

	for (; sql_show_attachments_row(ctl->db, h, *at, &row) && row.entry == entry; ++*at)
		buf_printf(b, "attached %zu: %s (%s, %s)\n", *at + 1, safe(ctl, row.name).p,
		    safe(ctl, row.type).p, text_size(ctl->a, row.size).p);
}

static void
print_entry_head(struct ctl *ctl, const struct sql_show_entries_row *en)
{
	struct str letter = safe(ctl, en->letter_kind);
	enum entry_kind kind = (enum entry_kind)entry_kind_find(en->kind);
	bool is_mail = en->raw != 0 && (kind == ENTRY_MAIL_IN || kind == ENTRY_HELD);
	bool plain = letter.n == 0 || str_eq(letter, str_c(letter_kind_name(LETTER_HUMAN)));

	printf("\n%s  %s%s%s%s%s  %s%s%s\n", text_time(ctl->a, en->at).p,
	    safe(ctl, en->kind).p, is_mail ? str_printf(ctl->a, " %" PRId64, en->id).p : "", plain ? "" : " (", plain ? "" : letter.p,
	    plain ? "" : ")", safe(ctl, en->author).p, en->by_agent ? " (agent)" : "",
	    en->public ? "" : ", internal");
}

/* What was written, with a word on what of it is not shown; or all, what is folded marked. */
static void
add_text(struct ctl *ctl, struct buf *b, const struct sql_show_entries_row *en, bool full)
{
	bool is_mail = !str_eq(en->body, en->new_text);
	struct folded f = { 0 };

	if (is_mail)
		folded_find(ctl->a, en->body, en->new_text, &f);
	add_lines(ctl, b, full && f.gone > 0 ? folded_marked(ctl->a, &f, "| ") : en->new_text);
	if (f.gone > 0 && !full)
		buf_printf(b, "%zu line%s folded (--full shows %s)\n", f.gone,
		    f.gone == 1 ? "" : "s", f.gone == 1 ? "it" : "them");
}

static void
print_entries(struct ctl *ctl, const struct parts *p, struct str subject, bool full)
{
	struct sql_show_entries_row en;
	size_t attachment = 0;

	for (size_t i = 0; sql_show_entries_row(ctl->db, p->entries, i, &en); i++) {
		struct buf lines, out;

		buf_init(&lines, ctl->a);
		buf_init(&out, ctl->a);
		print_entry_head(ctl, &en);
		if (entry_kind_find(en.kind) == ENTRY_CHANGE)
			add_change(ctl, &lines, &en);
		if (en.letter_kind.n > 0 && !subject_is_same(ctl->a, en.subject, subject))
			buf_printf(&lines, "subject: %s\n", safe(ctl, en.subject).p);
		add_text(ctl, &lines, &en, full);
		add_lines(ctl, &lines, en.data);
		if (en.waits)
			buf_printf(&lines, "waits: docketctl held accept %" PRId64
			    " (or ticket, drop); came %s\n", en.id,
			    text_from_now(ctl->a, en.at).p);
		add_attachments(ctl, &lines, en.id, p->attachments, &attachment);
		text_fold(&out, buf_str(&lines), 4, ctl_columns());
		printf("%s", buf_str(&out).p);
	}
}

static void
print_mails(struct ctl *ctl, struct sql_show_mails h)
{
	static const struct table_column columns[] = {
		{ "MAIL", .right = true }, { "TO", .gives = true }, { "STATE" },
		{ "TRIES", .right = true }, { "WHEN" }, { "LAST REPLY", .gives = true },
	};
	struct sql_show_mails_row row;
	struct strs cells = { 0 };

	for (size_t i = 0; sql_show_mails_row(ctl->db, h, i, &row); i++) {
		strs_add(ctl->a, &cells, text_number(ctl->a, row.id));
		strs_add(ctl->a, &cells, safe(ctl, row.recipient));
		strs_add(ctl->a, &cells, row.state);
		strs_add(ctl->a, &cells, text_number(ctl->a, row.attempts));
		strs_add(ctl->a, &cells, row.done_at != 0 ? text_time(ctl->a, row.done_at) :
		    text_from_now(ctl->a, row.due_at));
		strs_add(ctl->a, &cells, safe(ctl, row.reply));
	}
	if (cells.n == 0)
		return;
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

static int
tell_none(struct ctl *ctl, int64_t id)
{
	struct sql_show_range_row range;
	struct sql_show_range h;
	struct str gone = STR_NONE;
	struct err e;

	if (ctl_erased(ctl, id, &gone, &e) == -1)
		return ctl_err(&e);
	if (gone.n > 0)
		return ctl_fail(CTL_FAILED, "%s", gone.p);
	h = sql_show_range(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_show_range_row(ctl->db, h, 0, &range) || range.n == 0)
		return ctl_fail(CTL_FAILED, "there is no ticket %" PRId64 ": there are none"
		    " yet", id);
	return ctl_fail(CTL_FAILED, "there is no ticket %" PRId64 ": they are numbered from"
	    " %" PRId64 " to %" PRId64, id, range.first, range.last);
}

static int
show_json(struct ctl *ctl, int64_t id)
{
	struct sql_list_json h = sql_show_json(ctl->db, id);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return sql_list_json_count(ctl->db, h) == 0 ? tell_none(ctl, id) : ctl_json(ctl, h);
}

static int
show_text(struct ctl *ctl, int64_t id, bool full)
{
	struct db *db = ctl->db;
	struct parts p = {
		.ticket = sql_show_ticket(db, id),
		.participants = sql_ticket_participants(db, id),
		.reach = sql_show_reach(db, id),
		.related = sql_related(db, id),
		.waking = sql_show_waking(db, id),
		.timers = sql_timers(db),
		.fields = sql_ticket_fields(db, id),
		.cycles = sql_cycle_load(db, id),
		.entries = sql_show_entries(db, id),
		.attachments = sql_show_attachments(db, id),
		.mails = sql_show_mails(db, id),
	};
	struct sql_show_ticket_row ticket;
	struct err e;

	if (db_run(db, &e) == -1)
		return ctl_err(&e);
	if (!sql_show_ticket_row(db, p.ticket, 0, &ticket))
		return tell_none(ctl, id);
	print_head(ctl, id, &ticket, participants(ctl, p.participants));
	print_waking(ctl, p.waking);
	print_timers(ctl, id, p.timers);
	print_reach(ctl, p.reach);
	print_related(ctl, p.related);
	print_fields(ctl, p.fields);
	print_clocks(ctl, p.cycles);
	print_entries(ctl, &p, ticket.subject, full);
	print_mails(ctl, p.mails);
	return CTL_OK;
}

int
ctl_show(struct ctl *ctl, int argc, char **argv)
{
	bool full = false;
	const struct ctl_option options[] = { { "--full", NULL, &full } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	int64_t id;

	if ((status = ctl_only_ticket(ctl, n, argv, &id)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return ctl->json ? show_json(ctl, id) : show_text(ctl, id, full);
}
