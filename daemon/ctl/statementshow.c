/* statementshow: see statementshow.h. */
#include "daemon/ctl/statementshow.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum { LIST_MAX = 1000 };

/* --- by today's rules ------------------------------------------------------------- */

struct drift {				/* of its entries that are no corrections */
	int64_t	amount, billed, raw;
	size_t	freed;			/* lines that a credit took back */
};

static int
as_kept(struct statement_ask *q, const struct kept *k, struct drift *out, struct err *e)
{
	struct db *db = q->ctl->db;
	struct sql_statement_lines h = sql_statement_lines(db, k->id);
	struct sql_statement_lines_row row;

	*out = (struct drift){ 0 };
	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; sql_statement_lines_row(db, h, i, &row); i++) {
		out->freed += !row.bills;
		if (!row.own)
			continue;
		out->amount += row.amount;
		out->billed += row.billed;
		out->raw += row.raw;
	}
	return 0;
}

static struct str
difference(struct arena *a, const struct drift *then, const struct statement *now, size_t without)
{
	struct str cannot = without == 0 ? STR_NONE : str_printf(a, " (%zu of its entries have no rate "
	    "now)", without);

	if (then->amount == now->total && then->billed == now->billed && then->raw == now->raw &&
	    without == 0)
		return STR_NONE;
	return str_printf(a, "By today's entries and rules its entries would come to %s, %s worked, "
	    "%s billed, and not to %s, %s, %s%.*s; nothing is changed.",
	    statement_total(a, now->total, now->digits, now->currency).p,
	    figure_time(a, now->raw).p, figure_time(a, now->billed).p,
	    statement_total(a, then->amount, now->digits, now->currency).p,
	    figure_time(a, then->raw).p, figure_time(a, then->billed).p, STR_ARG(cannot));
}

/* A line that says so; empty: they would give the same. */
static struct str
by_today(struct statement_ask *q, const struct kept *k, const struct drift *then)
{
	struct ctl *ctl = q->ctl;
	struct statement now = { .a = ctl->a, .conf = ctl->conf, .zones = q->core.zones };
	struct statement_withouts without;
	struct err e;

	if (k->credits.n != 0)
		return STR_NONE;
	if (statement_begin(&now, k->project, k->month, &e) == -1 ||
	    statement_reckon_again(&now, q->core.worktimes, ctl->db, k->id, &without, &e) == -1)
		return str_printf(ctl->a, "What it would be by today's rules cannot be said: %s; nothing is "
		    "changed.", e.text);
	if (!str_eq(now.currency, k->currency))
		return str_printf(ctl->a, "The project has %.*s now, and had %.*s; nothing is changed.",
		    STR_ARG(now.currency), STR_ARG(k->currency));
	return difference(ctl->a, then, &now, without.n);
}

/* --- show -------------------------------------------------------------------------------- */

static void
note(struct statement_ask *q, FILE *f, struct str line)
{
	struct buf b;

	buf_init(&b, q->ctl->a);
	text_fold(&b, text_safe(q->ctl->a, line), 0, CTL_WIDTH);
	fputs(buf_str(&b).p, f);
}

/* Below a text; of what is for programs on standard error. */
static int
tell_beside(struct statement_ask *q, const struct kept *k, FILE *f)
{
	struct arena *a = q->ctl->a;
	struct drift then;
	struct str drifts;
	struct err e;

	if (as_kept(q, k, &then, &e) == -1)
		return ctl_err(&e);
	drifts = by_today(q, k, &then);
	if (f == stdout) {
		fputs("\n", f);
		note(q, f, str_printf(a, "Closed by %.*s, %s%.*s%s.", STR_ARG(k->closed_by),
		    k->sent_at == 0 ? "sent to nobody" : "sent to ", STR_ARG(k->sent_to),
		    k->sent_at == 0 ? "" : str_printf(a, " at %s", text_time(a, k->sent_at).p).p));
	}
	if (then.freed > 0 && k->credits.n == 0)
		note(q, f, str_printf(a, "%zu of its lines were credited since.", then.freed));
	if (drifts.n > 0)
		note(q, f, drifts);
	return CTL_OK;
}

static int
put_kept(struct statement_ask *q, const struct kept *k, const struct statement_files *files,
    enum statement_as as)
{
	struct statement st = { .a = q->ctl->a, .number = k->number };

	return statement_put(q, &st, files, q->as == NULL ? STATEMENT_FILES : as);
}

int
statement_show(struct statement_ask *q)
{
	struct ctl *ctl = q->ctl;
	struct statement_files files;
	enum statement_as as;
	struct kept k;
	struct err e;
	int status;

	if (q->n_words != 1)
		return ctl_usage(ctl, "show takes the number of one statement, such as 2026-17");
	if ((status = statement_read_as(q, &as)) != CTL_OK ||
	    (status = statement_open(q, false)) != CTL_OK ||
	    (status = statement_find(q, &k)) != CTL_OK)
		return status;
	if (statement_files(ctl->a, ctl->db, &k, &files, &e) == -1)
		return ctl_err(&e);
	if (q->dir != NULL) {
		if ((status = put_kept(q, &k, &files, as)) != CTL_OK)
			return status;
	} else {
		fwrite(files.v[as].p, 1, files.v[as].n, stdout);
		fflush(stdout);
	}
	return tell_beside(q, &k, as == AS_TEXT && q->dir == NULL ? stdout : stderr);
}

/* --- list ---------------------------------------------------------------------------------- */

static const struct table_column columns[] = {
	{ "STATEMENT" }, { "PROJECT" }, { "MONTH" }, { "TOTAL", .right = true },
	{ "BILLED", .right = true }, { "CLOSED" }, { "BY" }, { "SENT TO", .gives = true },
	{ "CREDITS", .gives = true },
};

static struct str
credits_text(struct arena *a, const struct sql_statement_list_row *s)
{
	return s->credits_n == 0 ? STR("-") : str_printf(a, "%" PRId64 "-%" PRId64 ": %.*s",
	    s->credits_year, s->credits_n, STR_ARG(text_safe(a, s->reason)));
}

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_statement_list_row s;
	struct arena *a = ctl->a;

	sql_statement_list_row(ctl->db, (struct sql_statement_list){ asked }, row, &s);
	strs_add(a, cells, str_printf(a, "%" PRId64 "-%" PRId64, s.year, s.n));
	strs_add(a, cells, text_safe(a, s.project));
	strs_add(a, cells, month_text(a, s.month));
	strs_add(a, cells, statement_total(a, s.total, (int)s.digits, s.currency));
	strs_add(a, cells, figure_time(a, s.billed));
	strs_add(a, cells, text_time(a, s.closed_at));
	strs_add(a, cells, text_safe(a, s.closed_by));
	strs_add(a, cells, s.sent_at == 0 ? STR("-") : text_safe(a, s.sent_to));
	strs_add(a, cells, credits_text(a, &s));
}

static const struct ctl_rows list_rows = {
	columns, COUNT(columns), add_row, "No statement is closed.",
};

static void
add_json(struct json *j, struct arena *a, const struct sql_statement_list_row *s)
{
	json_open_object(j, NULL);
	json_str(j, "statement", str_printf(a, "%" PRId64 "-%" PRId64, s->year, s->n));
	json_str(j, "project", s->project);
	json_str(j, "month", month_text(a, s->month));
	json_str(j, "currency", s->currency);
	json_str(j, "total", figure_money(a, (struct money){ s->total, (int)s->digits }, '.'));
	json_int(j, "billed_seconds", s->billed);
	json_str_or_null(j, "credits", s->credits_n == 0 ? STR_NONE : str_printf(a, "%" PRId64
	    "-%" PRId64, s->credits_year, s->credits_n));
	json_str_or_null(j, "reason", s->reason);
	json_str(j, "closed_at", clock_rfc3339(a, s->closed_at));
	json_str(j, "closed_by", s->closed_by);
	json_str_or_null(j, "sent_at", s->sent_at == 0 ? STR_NONE : clock_rfc3339(a, s->sent_at));
	json_str_or_null(j, "sent_to", s->sent_to);
	json_close(j);
}

static int
list_json(struct ctl *ctl, struct sql_statement_list h)
{
	struct json j = ctl_json_new(ctl);
	struct sql_statement_list_row row;

	json_open_array(&j, NULL);
	for (size_t i = 0; sql_statement_list_row(ctl->db, h, i, &row); i++)
		add_json(&j, ctl->a, &row);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

int
statement_print_list(struct statement_ask *q)
{
	struct ctl *ctl = q->ctl;
	struct sql_statement_list h;
	int64_t year = q->year == NULL ? 0 : ctl_number(q->year);
	struct err e;
	int status;

	if (q->n_words != 0 || q->as != NULL || q->month != NULL)
		return ctl_usage(ctl, "list takes --project and --year only");
	if (year == -1)
		return ctl_usage(ctl, "--year: '%s' is no year", q->year);
	if ((status = statement_open(q, false)) != CTL_OK)
		return status;
	h = sql_statement_list(ctl->db, str_c(q->project), year, LIST_MAX + (ctl->json ? 0 : 1));
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl->json ? list_json(ctl, h) : ctl_table(ctl, &list_rows, h.asked, LIST_MAX);
}
