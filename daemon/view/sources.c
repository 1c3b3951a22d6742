/* sources: see sources.h. */
#include "daemon/view/sources.h"

#include "daemon/calendar/civil.h"
#include "daemon/policy/support.h"
#include "daemon/policy/wording.h"
#include "daemon/report/compliance.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { TIME_MAX = 20000 };		/* entries of a week that are added up */

struct head {				/* a column: its words are WORDING_COLUMN's */
	const char	*word;
	enum sheet_kind	 kind;
	bool		 gives;
};

struct filling {
	struct arena		*a;
	struct db		*db;
	const struct conf	*conf;
	const struct view_ask	*ask;
	struct sheet		*out;
	int64_t			 most;
	struct err		*e;
};

static void
set_heads(struct filling *f, const struct head *heads, size_t n)
{
	struct sheet *s = f->out;

	s->columns = ARENA_ARRAY(f->a, n, struct sheet_column);
	s->n_columns = n;
	for (size_t i = 0; i < n; i++)
		s->columns[i] = (struct sheet_column){ .word = str_c(heads[i].word),
		    .title = wording(WORDING_COLUMN, str_c(heads[i].word), s->language),
		    .kind = heads[i].kind, .gives = heads[i].gives };
}

/* The next row, with empty cells; NULL: there are enough, and it is counted alone. */
static struct sheet_row *
add_row(struct filling *f)
{
	struct sheet *s = f->out;

	if (s->total.count++ >= f->most)
		return NULL;
	s->rows = array_grow(f->a, s->rows, s->n_rows, sizeof(*s->rows));
	s->rows[s->n_rows] = (struct sheet_row){
	    .cells = ARENA_ARRAY(f->a, s->n_columns, struct sheet_cell) };
	return &s->rows[s->n_rows++];
}

static struct sheet_cell
text_cell(struct filling *f, struct str text)
{
	return (struct sheet_cell){ .is_set = text.n > 0, .text = str_dup(f->a, text) };
}

static struct sheet_cell
number_cell(int64_t n)
{
	return (struct sheet_cell){ .is_set = true, .n = n };
}

static struct sheet_cell
at_cell(int64_t us)
{
	return (struct sheet_cell){ .is_set = us != 0, .n = us };
}

static bool
is_theirs(const struct filling *f, struct str project)
{
	return f->ask->project.n == 0 || str_eq(f->ask->project, project);
}

/* ---- versions in use ---- */

static enum sheet_mark
support_mark(enum support s)
{
	return s == SUPPORT_NONE ? SHEET_LATE : s == SUPPORT_SECURITY ? SHEET_AT_RISK :
	    SHEET_PLAIN;
}

static int
versions(struct filling *f)
{
	static const struct head heads[] = { { "project", SHEET_TEXT, true },
		{ "product", SHEET_TEXT, true }, { "environment", SHEET_TEXT },
		{ "version", SHEET_TEXT }, { "since", SHEET_AT }, { "supported", SHEET_TEXT } };
	struct sql_run_all h = sql_run_all(f->db, f->ask->now);
	int32_t today = civil_of(f->ask->zone, f->ask->now);
	struct sql_run_all_row r;

	if (db_run(f->db, f->e) == -1)
		return -1;
	set_heads(f, heads, COUNT(heads));
	for (size_t i = 0; sql_run_all_row(f->db, h, i, &r); i++) {
		const struct product *p = product_find(&f->conf->products, r.product);
		struct sheet_row *row = is_theirs(f, r.project) ? add_row(f) : NULL;
		enum support s = SUPPORT_UNKNOWN;

		if (row == NULL)
			continue;
		if (p != NULL)
			s = product_support(f->a, p, str_dup(f->a, r.version), today, NULL);
		row->cells[0] = text_cell(f, r.project);
		row->cells[1] = text_cell(f, r.product);
		row->cells[2] = text_cell(f, r.environment);
		row->cells[3] = text_cell(f, r.version);
		row->cells[4] = at_cell(r.since);
		row->cells[5] = text_cell(f, wording(WORDING_SHEET, str_c(support_word(s)),
		    f->out->language));
		row->mark = support_mark(s);
	}
	return 0;
}

/* ---- SLAs of this month ---- */

static void
sla_row(struct filling *f, const struct group *g)
{
	struct sheet_row *row = add_row(f);
	int64_t ended = g->met + g->breached;
	struct str l = f->out->language;

	if (row == NULL)
		return;
	row->cells[0] = text_cell(f, g->of->project->key);
	row->cells[1] = text_cell(f, wording(WORDING_CLOCK, g->clock, l));
	row->cells[2] = text_cell(f, wording(WORDING_SEVERITY, g->severity, l));
	row->cells[3] = number_cell(g->met);
	row->cells[4] = number_cell(g->breached);
	row->cells[5] = number_cell(g->open);
	/* Cut: one breach in a million is no 100. */
	row->cells[6] = (struct sheet_cell){ .is_set = ended > 0,
	    .n = ended == 0 ? 0 : g->met * 10000 / ended };
	row->mark = g->breached > 0 ? SHEET_LATE : SHEET_PLAIN;
}

static int
sla(struct filling *f)
{
	static const struct head heads[] = { { "project", SHEET_TEXT, true },
		{ "clock", SHEET_TEXT }, { "severity", SHEET_TEXT }, { "met", SHEET_COUNT },
		{ "breached", SHEET_COUNT }, { "running", SHEET_COUNT }, { "share", SHEET_SHARE } };
	struct compliance c = { .a = f->a, .conf = f->conf, .db = f->db, .now = f->ask->now };

	if (compliance_find(&c, zones_new(f->a), f->ask->project, MONTH_NONE, f->e) == -1)
		return -1;
	compliance_ask(&c);
	if (db_run(f->db, f->e) == -1)
		return -1;
	compliance_read(&c);
	set_heads(f, heads, COUNT(heads));
	for (size_t i = 0; i < c.n; i++)
		sla_row(f, &c.v[i]);
	return 0;
}

/* ---- time of this week ---- */

struct worked {
	struct str	agent, project;
	int64_t		seconds;
};

struct all_worked {
	struct worked	*v;
	size_t		 n;
};

static void
add_worked(struct filling *f, struct all_worked *all, const struct sql_time_list_row *r)
{
	size_t i = 0;

	while (i < all->n && !(str_eq(all->v[i].agent, r->agent) &&
	    str_eq(all->v[i].project, r->project)))
		i++;
	if (i == all->n) {
		all->v = array_grow(f->a, all->v, all->n, sizeof(*all->v));
		all->v[all->n++] = (struct worked){ str_dup(f->a, r->agent),
		    str_dup(f->a, r->project), 0 };
	}
	all->v[i].seconds += r->worked;
	f->out->total.seconds += r->worked;
}

/* Midnight of Monday there; 1970-01-01 was a Thursday. */
static int64_t
week_start(const struct zone *zone, int64_t now)
{
	int32_t day = civil_of(zone, now);

	return civil_start(zone, day - (day + 3) % 7);
}

static int
time_of_week(struct filling *f)
{
	static const struct head heads[] = { { "assignee", SHEET_TEXT },
		{ "project", SHEET_TEXT, true }, { "time", SHEET_SPAN } };
	struct sql_time_list h = sql_time_list(f->db, &(struct sql_time_list_in){
	    week_start(f->ask->zone, f->ask->now), f->ask->now, STR_NONE, f->ask->project, 0,
	    TIME_MAX });
	struct all_worked all = { 0 };
	struct sql_time_list_row r;

	if (db_run(f->db, f->e) == -1)
		return -1;
	for (size_t i = 0; sql_time_list_row(f->db, h, i, &r); i++)
		add_worked(f, &all, &r);
	set_heads(f, heads, COUNT(heads));
	for (size_t i = 0; i < all.n; i++) {
		struct sheet_row *row = add_row(f);

		if (row == NULL)
			continue;
		row->cells[0] = text_cell(f, all.v[i].agent);
		row->cells[1] = text_cell(f, all.v[i].project);
		row->cells[2] = number_cell(all.v[i].seconds);
	}
	return 0;
}

/* ---- how mail goes ---- */

static void
count_row(struct filling *f, const char *what, int64_t n, int64_t since, bool bad)
{
	struct sheet_row *row = add_row(f);

	if (row == NULL)
		return;
	row->cells[0] = text_cell(f, wording(WORDING_SHEET, str_c(what), f->out->language));
	row->cells[1] = number_cell(n);
	row->cells[2] = at_cell(since);
	row->mark = bad && n > 0 ? SHEET_AT_RISK : SHEET_PLAIN;
}

static int
mail(struct filling *f)
{
	static const struct head heads[] = { { "mailbox", SHEET_TEXT, true },
		{ "count", SHEET_COUNT }, { "since", SHEET_AT }, { "fault", SHEET_TEXT, true } };
	struct sql_status_mailboxes h = sql_status_mailboxes(f->db);
	struct sql_status_counts n = sql_status_counts(f->db, f->ask->now);
	struct sql_status_mailboxes_row m;
	struct sql_status_counts_row c;

	if (db_run(f->db, f->e) == -1)
		return -1;
	set_heads(f, heads, COUNT(heads));
	for (size_t i = 0; sql_status_mailboxes_row(f->db, h, i, &m); i++) {
		struct sheet_row *row = add_row(f);

		if (row == NULL)
			continue;
		row->cells[0] = text_cell(f, m.name);
		row->cells[2] = at_cell(m.seen_at);
		row->cells[3] = text_cell(f, m.fault);
		row->mark = m.fault.n > 0 ? SHEET_LATE : SHEET_PLAIN;
	}
	if (!sql_status_counts_row(f->db, n, 0, &c))
		return 0;
	count_row(f, "queued", c.queued + c.sending, c.next_send, false);
	count_row(f, "failed", c.failed, 0, true);
	count_row(f, "held", c.held, c.held_at, true);
	count_row(f, "quarantine", c.quarantine, c.quarantine_at, true);
	return 0;
}

int
source_fill(struct arena *a, struct db *db, const struct conf *conf, const struct view_ask *ask,
    struct sheet *out, struct err *e)
{
	static int (*const fill[])(struct filling *) = {
		[VIEW_VERSIONS] = versions, [VIEW_SLA] = sla, [VIEW_TIME] = time_of_week,
		[VIEW_MAIL] = mail,
	};
	struct filling f = { a, db, conf, ask, out, ask->rows == VIEW_ROWS_ALL ? INT64_MAX :
	    ask->rows > 0 ? ask->rows : ask->def->rows, e };

	/* Time and mail are nothing of a customer's. */
	if (ask->project.n > 0 && (ask->def->of == VIEW_TIME || ask->def->of == VIEW_MAIL))
		return 0;
	return fill[ask->def->of](&f);
}
