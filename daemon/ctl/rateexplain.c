/*
 * rateexplain: see rateexplain.h.  The entry is reckoned twice by the files as they are now:
 * alone, and in its month, whose other entries may be rounded with it.
 */
#include "daemon/ctl/rateexplain.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/bill/money.h"
#include "daemon/bill/pick.h"
#include "daemon/calendar/month.h"
#include "daemon/render/text.h"

struct verdict {			/* of a rate or a surcharge */
	struct str	at;		/* "rates.conf:12" */
	struct str	what;		/* "100.25", "+50 %" */
	struct str	scope;
	struct str	why;		/* "wins for 1:00:00", "is for project GLOBEX" */
	bool		wins;
};

struct answer {
	struct ctl		*ctl;
	struct sql_rate_entry_row row;
	struct bill_terms	 terms;
	int64_t			 month, since, until;
	struct bill_entry	*all;		/* of the month */
	size_t			 n_all;
	const struct bill_entry	*entry;		/* one of them */
	struct rate_pieces	 pieces;
	struct err		 unpriced;	/* kind ERR_NONE: it has its rates */
	struct verdict		*rates, *surcharges;
	struct bill		 alone, whole;
	struct err		 unreckoned;	/* of the month */
};

/* ---- what is asked ---- */

static int
find_terms(struct answer *x)
{
	struct ctl *ctl = x->ctl;
	const struct project *p = projects_find(&ctl->conf->projects, x->row.project);
	struct err e;

	if (p == NULL)
		return ctl_fail(CTL_FAILED, "project %.*s is not in projects.conf any more: nothing "
		    "says what its time costs", STR_ARG(x->row.project));
	if (p->billing == NULL)
		return ctl_fail(CTL_FAILED, "project %.*s has no billing, and so no currency: give it "
		    "billing = { currency = \"EUR\"; }; in projects.conf", STR_ARG(p->key));
	x->terms = (struct bill_terms){ .conf = ctl->conf, .project = p,
	    .worktimes = worktimes_new(ctl->a, &ctl->conf->calendars) };
	if (zone_load(ctl->a, bill_zone(ctl->conf, p), &x->terms.zone, &e) == -1)
		return ctl_err(&e);
	x->month = month_of(ctl->a, x->terms.zone, x->row.counts_at);
	x->since = month_start(x->terms.zone, x->month);
	x->until = month_start(x->terms.zone, x->month + 1);
	return CTL_OK;
}

static void
take_entries(struct answer *x, struct sql_rate_entries asked, int64_t id)
{
	struct sql_rate_entries_row r;
	struct arena *a = x->ctl->a;
	size_t n = sql_rate_entries_count(x->ctl->db, asked);

	x->all = ARENA_ARRAY(a, n, struct bill_entry);
	while (sql_rate_entries_row(x->ctl->db, asked, x->n_all, &r)) {
		x->all[x->n_all] = (struct bill_entry){ .id = r.id, .number = r.number,
		    .agent = str_dup(a, r.agent), .service = str_dup(a, r.service),
		    .text = str_dup(a, r.text), .at = r.at, .worked = r.worked,
		    .day_only = !r.exact, .billable = r.billable, .late = r.late };
		if (r.id == id)
			x->entry = &x->all[x->n_all];
		x->n_all++;
	}
}

static int
read_entry(struct answer *x, int64_t id)
{
	struct sql_rate_entry one = sql_rate_entry(x->ctl->db, id);
	struct sql_rate_entries many;
	struct err e;
	int status;

	if (db_run(x->ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_rate_entry_row(x->ctl->db, one, 0, &x->row))
		return ctl_fail(CTL_FAILED, "there is no entry of time %" PRId64 ": docketctl "
		    "timesheet lists them", id);
	if (x->row.runs)
		return ctl_fail(CTL_FAILED, "entry %" PRId64 " is a timer that is not stopped: what it "
		    "costs is known when it is", id);
	x->row.project = str_dup(x->ctl->a, x->row.project);
	if ((status = find_terms(x)) != CTL_OK)
		return status;
	many = sql_rate_entries(x->ctl->db, x->row.project, x->since, x->until);
	if (db_run(x->ctl->db, &e) == -1)
		return ctl_err(&e);
	take_entries(x, many, id);
	if (x->entry == NULL)
		return ctl_fail(CTL_FAILED, "entry %" PRId64 " takes time off entry %" PRId64 " and is "
		    "counted with it: docketctl rate explain %" PRId64, id, x->row.corrects,
		    x->row.corrects);
	return CTL_OK;
}

/* ---- which rates, and why ---- */

static struct str
at_line(struct arena *a, struct str file, int line)
{
	return str_printf(a, "%.*s:%d", STR_ARG(file), line);
}

static struct str
won(struct arena *a, int64_t worked)
{
	return str_printf(a, "wins for %.*s", STR_ARG(money_hours_text(a, worked)));
}

/* Of one that may hold and does not win. */
static struct str
lost(const struct answer *x, const struct rate *r)
{
	for (size_t i = 0; i < x->pieces.n; i++)
		if (rate_cmp(x->pieces.v[i].rate, r) > 0)
			return STR("is less specific");
	return r->calendar.n == 0 ? STR("holds") : x->entry->day_only ?
	    STR("has hours, and those of the entry are not known") : STR("is not open then");
}

static struct verdict
judge_rate(const struct answer *x, const struct rate *r)
{
	struct arena *a = x->ctl->a;
	struct verdict v = { .at = at_line(a, r->file, r->line), .scope = rate_scope(a, r),
	    .what = str_printf(a, "%.*s %.*s", STR_ARG(money_rate_text(a, r->amount)),
	    STR_ARG(r->currency)) };
	int64_t worked = 0;

	for (size_t i = 0; i < x->pieces.n; i++)
		if (x->pieces.v[i].rate == r) {
			worked += x->pieces.v[i].worked;
			v.wins = true;
		}
	v.why = v.wins ? won(a, worked) : pick_refusal(a, &x->terms, x->entry, r);
	if (v.why.n == 0)
		v.why = lost(x, r);
	return v;
}

static struct verdict
judge_surcharge(const struct answer *x, const struct surcharge *s)
{
	struct arena *a = x->ctl->a;
	struct verdict v = { .at = at_line(a, s->file, s->line), .scope = s->name,
	    .what = str_printf(a, "+%.*s %%", STR_ARG(money_percent_text(a, s->percent))) };
	int64_t worked = 0;

	for (size_t i = 0; i < x->pieces.n; i++)
		if (x->pieces.v[i].surcharge == s) {
			worked += x->pieces.v[i].worked;
			v.wins = true;
		}
	v.why = v.wins ? won(a, worked) : pick_surcharge_refusal(a, &x->terms, s);
	if (v.why.n == 0)
		v.why = x->entry->day_only ? STR("does not hold all that day, or less than another") :
		    STR("does not hold then, or less than another");
	return v;
}

static void
judge(struct answer *x)
{
	const struct rates *all = &x->ctl->conf->rates;
	struct picker picker;

	picker_init(x->ctl->a, &x->terms, &picker);
	if (x->entry->billable && pick_pieces(x->ctl->a, &picker, x->entry, &x->pieces,
	    &x->unpriced) == -1)
		x->pieces.n = 0;
	x->rates = ARENA_ARRAY(x->ctl->a, all->n, struct verdict);
	for (size_t i = 0; i < all->n; i++)
		x->rates[i] = judge_rate(x, &all->v[i]);
	x->surcharges = ARENA_ARRAY(x->ctl->a, all->n_surcharges, struct verdict);
	for (size_t i = 0; i < all->n_surcharges; i++)
		x->surcharges[i] = judge_surcharge(x, &all->surcharges[i]);
	if (bill_reckon(x->ctl->a, &x->terms, x->entry, 1, &x->alone, &x->unpriced) == -1)
		x->alone.n = 0;
	if (bill_reckon(x->ctl->a, &x->terms, x->all, x->n_all, &x->whole, &x->unreckoned) == -1)
		x->whole.n = 0;
}

/* Its lines of a bill, added up. */
static struct bill_line
sum_of(const struct bill *b, int64_t id)
{
	struct bill_line sum = { 0 };

	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].of->id == id) {
			sum.raw += b->v[i].raw;
			sum.billed += b->v[i].billed;
			sum.amount += b->v[i].amount;
		}
	return sum;
}

static struct str
money(const struct answer *x, int64_t amount)
{
	return money_text(x->ctl->a, amount, x->terms.project->billing->digits);
}

/* ---- as JSON ---- */

static void
put_verdicts(struct json *j, const char *key, const struct verdict *v, size_t n)
{
	json_open_array(j, key);
	for (size_t i = 0; i < n; i++) {
		json_open_object(j, NULL);
		json_str(j, "at", v[i].at);
		json_str(j, "what", v[i].what);
		json_str(j, "for", v[i].scope);
		json_bool(j, "wins", v[i].wins);
		json_str(j, "why", v[i].why);
		json_close(j);
	}
	json_close(j);
}

static void
put_lines(const struct answer *x, struct json *j, const struct bill *b)
{
	json_open_array(j, "lines");
	for (size_t i = 0; i < b->n; i++) {
		const struct bill_line *line = &b->v[i];

		if (line->of->id != x->entry->id)
			continue;
		json_open_object(j, NULL);
		json_int(j, "worked", line->raw);
		json_int(j, "billed", line->billed);
		json_str(j, "rate", money_rate_text(x->ctl->a, line->rate));
		json_str(j, "amount", money(x, line->amount));
		json_str(j, "why", line->why);
		json_close(j);
	}
	json_close(j);
}

/* An object, or null with what is wrong beside it. */
static void
put_bill(const struct answer *x, struct json *j, const char *key, const struct bill *b,
    const struct err *e)
{
	struct bill_line sum = sum_of(b, x->entry->id);

	if (e->kind != ERR_NONE) {
		json_nil(j, key);
		return;
	}
	json_open_object(j, key);
	put_lines(x, j, b);
	json_int(j, "billed", sum.billed);
	json_str(j, "amount", money(x, sum.amount));
	json_close(j);
}

static int
print_json(const struct answer *x)
{
	const struct rates *all = &x->ctl->conf->rates;
	struct json j = ctl_json_new(x->ctl);
	struct arena *a = x->ctl->a;

	json_open_object(&j, NULL);
	json_int(&j, "entry", x->entry->id);
	json_int(&j, "ticket", x->entry->number);
	json_str(&j, "project", x->row.project);
	json_str(&j, "currency", x->terms.project->billing->currency);
	json_str(&j, "agent", x->entry->agent);
	json_str_or_null(&j, "service", pick_service(&x->terms, x->entry));
	json_str(&j, "at", zone_text(a, x->terms.zone, x->entry->at));
	json_int(&j, "worked", x->entry->worked);
	json_bool(&j, "billable", x->entry->billable);
	json_str_or_null(&j, "statement", x->row.n == 0 ? STR_NONE : str_printf(a, "%" PRId64 "-%"
	    PRId64, x->row.year, x->row.n));
	put_verdicts(&j, "rates", x->rates, all->n);
	put_verdicts(&j, "surcharges", x->surcharges, all->n_surcharges);
	json_str(&j, "rounding", rounding_text(a, &x->terms.project->billing->rounding));
	put_bill(x, &j, "alone", &x->alone, &x->unpriced);
	json_str(&j, "month", month_text(a, x->month));
	put_bill(x, &j, "in_month", &x->whole, &x->unreckoned);
	json_str_or_null(&j, "fault", str_c(x->unpriced.kind != ERR_NONE ? x->unpriced.text :
	    x->unreckoned.kind != ERR_NONE ? x->unreckoned.text : ""));
	json_close(&j);
	ctl_json_print(x->ctl, &j);
	return x->unpriced.kind == ERR_NONE ? CTL_OK : CTL_FAILED;
}

/* ---- for people ---- */

static void
put(struct buf *b, struct arena *a, size_t indent, struct str line)
{
	text_fold(b, text_safe(a, line), indent, CTL_WIDTH);
}

static void
put_head(const struct answer *x, struct buf *b)
{
	const struct bill_entry *e = x->entry;
	struct arena *a = x->ctl->a;
	struct str service = pick_service(&x->terms, e);

	put(b, a, 0, str_printf(a, "entry %" PRId64 ", ticket %" PRId64 ", project %.*s: %.*s, %.*s, "
	    "%.*s%s%.*s%s%s", e->id, e->number, STR_ARG(x->row.project), STR_ARG(e->agent),
	    STR_ARG(zone_text(a, x->terms.zone, e->at)), STR_ARG(money_hours_text(a, e->worked)),
	    service.n > 0 ? ", service " : "", STR_ARG(service),
	    e->day_only ? ", of its day no hour is known" : "", e->billable ? "" :
	    ", not billable"));
	if (x->row.n != 0)
		put(b, a, 2, str_printf(a, "It is billed by statement %" PRId64 "-%" PRId64 ", which "
		    "stays as it is: this is what the files would give today.", x->row.year,
		    x->row.n));
}

static void
put_table(const struct answer *x, struct buf *b, const struct table_column *columns,
    const struct verdict *v, size_t n)
{
	struct arena *a = x->ctl->a;
	struct strs cells = { 0 };
	struct table t;

	for (size_t i = 0; i < n; i++) {
		strs_add(a, &cells, v[i].wins ? STR("*") : STR(""));
		strs_add(a, &cells, text_safe(a, v[i].at));
		strs_add(a, &cells, text_safe(a, v[i].what));
		strs_add(a, &cells, text_safe(a, v[i].scope));
		strs_add(a, &cells, text_safe(a, v[i].why));
	}
	t = (struct table){ columns, 5, cells };
	buf_addc(b, '\n');
	buf_add(b, table_text(a, &t, CTL_WIDTH));
}

static void
put_sum(const struct answer *x, struct buf *b, struct str head, const struct bill *of,
    const struct err *e)
{
	struct bill_line sum = sum_of(of, x->entry->id);
	struct arena *a = x->ctl->a;

	buf_addc(b, '\n');
	if (e->kind != ERR_NONE) {
		put(b, a, 0, str_printf(a, "%.*s: %s", STR_ARG(head), e->text));
		return;
	}
	put(b, a, 0, str_printf(a, "%.*s: %.*s billed, %.*s %.*s", STR_ARG(head),
	    STR_ARG(money_hours_text(a, sum.billed)), STR_ARG(money(x, sum.amount)),
	    STR_ARG(x->terms.project->billing->currency)));
	for (size_t i = 0; i < of->n; i++)
		if (of->v[i].of->id == x->entry->id)
			put(b, a, 2, str_printf(a, "%.*s worked, %.*s billed: %.*s: %.*s",
			    STR_ARG(money_hours_text(a, of->v[i].raw)),
			    STR_ARG(money_hours_text(a, of->v[i].billed)),
			    STR_ARG(money(x, of->v[i].amount)), STR_ARG(of->v[i].why)));
}

static int
print_text(const struct answer *x)
{
	static const struct table_column rates[] = { { "", false, false }, { "RATE", false, false },
		{ "AN HOUR", true, false }, { "FOR", false, true }, { "", false, true } };
	static const struct table_column surcharges[] = { { "", false, false },
		{ "SURCHARGE", false, false }, { "", true, false }, { "", false, true },
		{ "", false, true } };
	const struct rates *all = &x->ctl->conf->rates;
	struct arena *a = x->ctl->a;
	struct buf b;

	buf_init(&b, a);
	put_head(x, &b);
	if (all->n > 0)
		put_table(x, &b, rates, x->rates, all->n);
	if (all->n_surcharges > 0)
		put_table(x, &b, surcharges, x->surcharges, all->n_surcharges);
	buf_addc(&b, '\n');
	put(&b, a, 0, str_printf(a, "rounding: %.*s",
	    STR_ARG(rounding_text(a, &x->terms.project->billing->rounding))));
	put_sum(x, &b, STR("alone"), &x->alone, &x->unpriced);
	put_sum(x, &b, str_printf(a, "with all of %.*s", STR_ARG(month_text(a, x->month))),
	    &x->whole, &x->unreckoned);
	fwrite(b.p, 1, b.n, stdout);
	return x->unpriced.kind == ERR_NONE ? CTL_OK : CTL_FAILED;
}

int
rate_explain(struct ctl *ctl, int64_t id)
{
	struct answer x = { .ctl = ctl };
	int status;

	if ((status = ctl_db(ctl)) != CTL_OK || (status = read_entry(&x, id)) != CTL_OK)
		return status;
	judge(&x);
	return ctl->json ? print_json(&x) : print_text(&x);
}
