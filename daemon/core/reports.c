/* reports: see reports.h. */
#include "daemon/core/reports.h"

#include <inttypes.h>

#include "daemon/calendar/civil.h"
#include "daemon/core/sheetmail.h"
#include "daemon/core/viewmail.h"
#include "daemon/core/viewreport.h"
#include "daemon/out/notice.h"
#include "daemon/out/notify.h"
#include "daemon/out/parcel.h"
#include "daemon/policy/wording.h"
#include "daemon/render/sheetcsv.h"
#include "daemon/report/compliancecsv.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

enum { ATTEMPTS = 5 };			/* over some 8 minutes: then who asked is told */

#define PAUSE	(30 * SECOND_US)	/* after what is not the report's fault */

static const struct str YES = STR("yes");

void
reports_drop(struct reports *r)
{
	db_close(r->db);
	r->db = NULL;
}

int
reports_fd(const struct reports *r)
{
	return r->db == NULL ? -1 : db_fd(r->db);
}

/* --- the mail --------------------------------------------------------------- */

static void
add_group(struct work *w, struct view *items, const struct group *g, struct str language)
{
	struct arena *a = w->a;
	struct view *one = view_add(a, items, STR_NONE, view_object(a));

	view_text(a, one, "project", g->of->project->key);
	view_text(a, one, "clock", wording(WORDING_CLOCK, g->clock, language));
	view_text(a, one, "severity", wording(WORDING_SEVERITY, g->severity, language));
	view_text(a, one, "percent", compliance_percent(a, g->met, g->breached, "–"));
	view_text(a, one, "met", str_printf(a, "%" PRId64, g->met));
	view_text(a, one, "all", str_printf(a, "%" PRId64, g->met + g->breached));
	view_text(a, one, "open", g->open == 0 ? STR_NONE : str_printf(a, "%" PRId64, g->open));
	view_text(a, one, "worst", g->worst < 0 ? STR_NONE :
	    duration_text(a, g->worst / SECOND_US, DURATION_WORDS));
}

static struct view *
view_of(struct work *w, const struct reports *r, struct str language)
{
	struct view *v = view_object(w->a), *items = view_add(w->a, v, STR("items"),
	    view_list(w->a));
	bool moves = false;

	view_text(w->a, v, "month", month_text(w->a, r->month));
	for (size_t i = 0; i < r->counted.n; i++)
		add_group(w, items, &r->counted.v[i], language);
	for (size_t i = 0; i < r->counted.n_projects; i++)
		moves |= !r->counted.projects[i].closed;
	view_text(w->a, v, "moves", moves ? YES : STR_NONE);
	return v;
}

static bool
is_sheet(const struct reports *r)
{
	return str_eq(r->what, STR("timesheet"));
}

/* By #list, or on schedule. */
static bool
is_view(const struct reports *r)
{
	return str_eq(r->what, STR("view")) || str_eq(r->what, STR("digest"));
}

static bool
is_digest(const struct reports *r)
{
	return str_eq(r->what, STR("digest"));
}

/* Without what is asked besides: "at-risk". */
static struct str
view_name(const struct reports *r)
{
	return str_sub(r->whose, 0, str_chr(r->whose, ' ', 0));
}

/* As it is ordered, without what orders it: "sla 2026-10". */
static struct str
named(struct arena *a, const struct reports *r)
{
	if (is_view(r))
		return r->whose;
	return str_printf(a, "%.*s %.*s", STR_ARG(is_sheet(r) ? r->whose : r->what),
	    STR_ARG(month_text(a, r->month)));
}

static struct str
csv_of(struct arena *a, const struct reports *r)
{
	struct buf b;

	if (!is_view(r))
		return is_sheet(r) ? timesheet_csv(&r->sheet) : compliance_csv(&r->counted);
	buf_init(&b, a);
	sheet_csv(&b, a, &r->view);
	return buf_str(&b);
}

/* "sla-2026-10.csv", "at-risk-2026-12-01.csv" */
static struct str
csv_name(struct arena *a, const struct reports *r)
{
	struct str of = is_view(r) ? view_name(r) : r->what, when = is_view(r) ?
	    civil_text(a, civil_of(r->view.zone, r->view.made_at)) : month_text(a, r->month);

	return str_printf(a, "%.*s-%.*s.csv", STR_ARG(of), (int)(when.n < 10 ? when.n : 10), when.p);
}

/* Kept as a file of the report's own entry, as mails' files are. */
static void
keep_csv(struct work *w, const struct reports *r, int64_t entry, struct parcel *out)
{
	struct str csv = str_printf(w->a, "\xef\xbb\xbf%.*s", STR_ARG(csv_of(w->a, r)));
	struct mail_file *f = ARENA_NEW(w->a, struct mail_file);
	unsigned char digest[SHA256_BYTES];
	int64_t *n = ARENA_ARRAY(w->a, 1, int64_t);
	struct str hash;

	sha256_of(csv, digest);
	hash = sha256_hex(w->a, digest, sizeof(digest));
	*f = (struct mail_file){ .name = csv_name(w->a, r), .type = STR("text/csv"), .size = csv.n,
	    .sha256 = hash };
	sql_blob_insert(w->db, hash, csv, w->now);
	sql_attachment_insert(w->db, &(struct sql_attachment_insert_in){ .entry = entry,
	    .name = f->name, .type = f->type, .size = (int64_t)csv.n, .sha256 = hash,
	    .use = STR("file") });
	*out = (struct parcel){ .entry = entry, .files = { n, 1 }, .v = f, .n = 1 };
}

static int
record(struct work *w, const struct reports *r, const struct agent *ag, struct str fault,
    int64_t *entry)
{
	struct entry en = { .kind = ENTRY_COMMAND, .author = ag->name, .by_agent = true };

	entry_data(w, &en, "report", str_printf(w->a, "%s%.*s", is_view(r) ? "list " :
	    is_sheet(r) ? "timesheet " : "", STR_ARG(named(w->a, r))));
	if (fault.n > 0)
		entry_data(w, &en, "fault", fault);
	if (entry_add(w, &en) == -1)
		return -1;
	*entry = en.id;
	return 0;
}

static struct view *
view_of_fault(struct work *w, const struct reports *r, struct str fault)
{
	struct view *v = view_object(w->a);

	view_text(w->a, v, "fault", fault);
	if (is_view(r)) {
		view_text(w->a, v, "month", view_name(r));
		view_text(w->a, v, "order", str_printf(w->a, "#list %.*s", STR_ARG(r->whose)));
		view_text(w->a, v, "ctl", str_printf(w->a, "docketctl view %.*s --as-agent %.*s",
		    STR_ARG(r->whose), STR_ARG(r->agent)));
		return v;
	}
	view_text(w->a, v, "month", month_text(w->a, r->month));
	view_text(w->a, v, "order", str_printf(w->a, "#%s %.*s", is_sheet(r) ? "timesheet" : "report",
	    STR_ARG(named(w->a, r))));
	view_text(w->a, v, "ctl", str_printf(w->a, "docketctl %s%.*s --month %.*s", is_sheet(r) ?
	    "timesheet --agent " : "sla report", STR_ARG(is_sheet(r) ? r->whose : STR_NONE),
	    STR_ARG(month_text(w->a, r->month))));
	return v;
}

/* Who reads it, and of a view on schedule admins, once: nobody asked, so nobody would miss it. */
static int
tell_fault(struct work *w, const struct reports *r, const struct event *ev,
    const struct agent *ag)
{
	const struct agents *all = &w->conf->agents;
	struct sql_report_others_row others;
	struct sql_report_others h;

	if (notify_agent(w, ev, STR("report-failed"), ag) == -1)
		return -1;
	h = sql_report_others(w->db, r->id, r->whose);
	if (work_run(w) == -1)
		return -1;
	if (!is_digest(r) || !sql_report_others_row(w->db, h, 0, &others) || others.n > 0)
		return 0;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].role == AGENT_ADMIN && &all->v[i] != ag &&
		    notify_agent(w, ev, STR("report-failed"), &all->v[i]) == -1)
			return -1;
	return 0;
}

static struct str
template_of(const struct reports *r)
{
	return is_view(r) ? STR("report-view") : is_sheet(r) ? STR("report-timesheet") :
	    STR("report-sla");
}

static int
tell(struct work *w, const struct reports *r, const struct agent *ag, struct str fault)
{
	struct letter asked = { .kind = LETTER_HUMAN, .message_id = r->message_id,
	    .subject = r->subject };
	struct told told = { 0 };
	struct event ev = { .kind = EVENT_NOTED, .mailbox = r->mailbox, .letter = &asked,
	    .agent = ag, .at = w->now, .entry_kind = ENTRY_COMMAND, .told = &told };
	struct recipient to = { .agent = ag };
	struct parcel parcel;

	if (record(w, r, ag, fault, &ev.entry) == -1)
		return -1;
	if (fault.n > 0) {
		told.report = view_of_fault(w, r, fault);
		return tell_fault(w, r, &ev, ag);
	}
	keep_csv(w, r, ev.entry, &parcel);
	told.report = is_view(r) ? viewmail_facts(w->a, &r->view) : is_sheet(r) ?
	    sheet_view(w->a, &r->sheet) : view_of(w, r, notice_language(w, &ev, &to));
	ev.parcel = &parcel;
	return notify_agent(w, &ev, template_of(r), ag);
}

/* Who has left since gets none. */
static int
send(struct work *w, const struct reports *r, struct str fault)
{
	const struct agent *ag = agents_find(&w->conf->agents, r->agent);
	struct sql_report_done h = sql_report_done(w->db, r->id);

	if (work_run(w) == -1)
		return -1;
	if (sql_report_done_count(w->db, h) == 0 || ag == NULL ||
	    (fault.n == 0 && is_digest(r) && viewreport_is_idle(w->conf, &r->view)))
		return 0;
	return tell(w, r, ag, fault);
}

/* The report, or why there is none. */
static int
send_one(struct reports *r, struct core_state *core, struct db *db, struct str fault,
    size_t *deliveries, struct err *e)
{
	struct work w;

	work_begin(&w, core, db, r->a);
	if (send(&w, r, fault) == -1 || work_commit(&w) == -1) {
		*e = w.err;
		work_rollback(&w);
		return -1;
	}
	*deliveries += w.deliveries;
	return 0;
}

/* --- what fails --------------------------------------------------------------- */

/* It waits behind the others; in the end who asked is told. */
static int
fail(struct reports *r, struct core_state *core, struct db *db, const struct err *fault,
    size_t *deliveries, struct err *e)
{
	struct sql_report_later h = sql_report_later(db, r->id, clock_now(), str_c(fault->text));
	struct sql_report_later_row row;

	log_warning("report not made", { "agent", LOG_S(r->agent) },
	    { "report", LOG_S(named(r->a, r)) }, { "error", LOG_C(fault->text) });
	reports_drop(r);
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_report_later_row(db, h, 0, &row) || row.attempts < ATTEMPTS)
		return 0;
	if (send_one(r, core, db, str_dup(r->a, str_c(fault->text)), deliveries, e) == -1)
		return -1;
	log_error("report given up", { "agent", LOG_S(r->agent) },
	    { "report", LOG_S(named(r->a, r)) });
	return 0;
}

/* --- a report ------------------------------------------------------------------ */

/* Who has left since gets none: send() sees it. */
static int
count_view(struct reports *r, const struct core_state *core, struct err *e)
{
	const struct agent *ag = agents_find(&core->conf->agents, r->agent);

	return ag == NULL ? 0 : viewreport_make(r->a, r->db, core, r->whose, ag, r->mailbox,
	    &r->view, e);
}

/* On a session of its own. */
static int
count(struct reports *r, struct core_state *core, struct err *e)
{
	if (db_open(core->conf->database.p, false, &r->db, e) == -1)
		return -1;
	if (is_view(r))
		return count_view(r, core, e);
	if (is_sheet(r)) {
		r->sheet = (struct timesheet){ .a = r->a, .conf = core->conf, .zones = core->zones,
		    .agent = r->whose };
		timesheet_begin(&r->sheet, r->month, clock_now());
		r->asked = timesheet_ask(&r->sheet, r->db);
		return db_start(r->db, e);
	}
	r->counted = (struct compliance){ .a = r->a, .conf = core->conf, .db = r->db,
	    .now = clock_now() };
	if (compliance_find(&r->counted, core->zones, STR_NONE, r->month, e) == -1)
		return -1;
	compliance_ask(&r->counted);
	return db_start(r->db, e);
}

/* What was counted. */
static int
deliver(struct reports *r, struct core_state *core, struct db *db, size_t *deliveries,
    struct err *e)
{
	struct err fault;

	if (send_one(r, core, db, STR_NONE, deliveries, &fault) == 0) {
		log_info("report sent", { "agent", LOG_S(r->agent) },
		    { "report", LOG_S(named(r->a, r)) });
		reports_drop(r);
		return 0;
	}
	if (!err_is_passing(&fault))
		return fail(r, core, db, &fault, deliveries, e);
	reports_drop(r);
	r->at = clock_now() + PAUSE;
	*e = fault;
	return -1;
}

/* That whose turn it is, if any. */
static int
start(struct reports *r, struct core_state *core, struct db *db, size_t *deliveries,
    struct err *e)
{
	struct sql_report_next h = sql_report_next(db, clock_now());
	struct sql_report_next_row row;
	struct err fault;

	if (db_run(db, e) == -1)
		return -1;
	r->wait = sql_report_next_row(db, h, 0, &row);
	if (!r->wait)
		return 0;
	if (r->a == NULL)
		r->a = arena_new();
	arena_reset(r->a);
	r->id = row.id;
	r->agent = str_dup(r->a, row.agent);
	r->mailbox = str_dup(r->a, row.mailbox);
	r->message_id = str_dup(r->a, row.message_id);
	r->subject = str_dup(r->a, row.subject);
	r->what = str_dup(r->a, row.what);
	r->whose = str_dup(r->a, row.whose);
	r->month = row.month;
	if (count(r, core, &fault) == -1)
		return fail(r, core, db, &fault, deliveries, e);
	return is_view(r) ? deliver(r, core, db, deliveries, e) : 0;
}

static int
finish(struct reports *r, struct core_state *core, struct db *db, size_t *deliveries,
    struct err *e)
{
	struct err fault;

	if (db_run(r->db, &fault) == -1)
		return fail(r, core, db, &fault, deliveries, e);
	if (is_sheet(r))
		timesheet_read(&r->sheet, r->db, r->asked);
	else
		compliance_read(&r->counted);
	return deliver(r, core, db, deliveries, e);
}

int
reports_step(struct reports *r, struct core_state *core, struct db *db, size_t *deliveries,
    struct err *e)
{
	if (r->db == NULL)
		return !r->wait || clock_now() < r->at ? 0 :
		    start(r, core, db, deliveries, e);
	return db_ready(r->db) ? finish(r, core, db, deliveries, e) : 0;
}
