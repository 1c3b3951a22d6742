/* statementleft: see statementleft.h. */
#include "daemon/report/statementleft.h"

#include <inttypes.h>

enum { MONTHS_BACK = 12, WITHOUT_MOST = 20 };

static const char *
entries(int64_t n)
{
	return n == 1 ? "entry" : "entries";
}

static const char *
are(int64_t n)
{
	return n == 1 ? "is" : "are";
}

static struct str
line_of(const struct statement *st, const struct sql_statement_left_row *row)
{
	struct arena *a = st->a;

	if (str_eq(row->what, STR("running")))
		return str_printf(a, "the timer of %.*s on #%" PRId64 " has been running since %.*s: it "
		    "counts when it is stopped", STR_ARG(row->agent), row->number,
		    STR_ARG(zone_text(a, st->zone, row->at)));
	if (str_eq(row->what, STR("unapproved")))
		return str_printf(a, "%" PRId64 " %s of %.*s (%s) %s not approved: #approve-time %.*s "
		    "%s, or docketctl time approve", row->n, entries(row->n), STR_ARG(row->agent),
		    figure_time(a, row->worked).p, are(row->n), STR_ARG(row->agent), st->month_text.p);
	return str_printf(a, "%" PRId64 " %s of earlier months (%s, the first counts in %s) %s billed "
	    "by no statement: docketctl statement close %.*s --month %s", row->n, entries(row->n),
	    figure_time(a, row->worked).p, month_text(a, month_of(a, st->zone, row->at)).p,
	    are(row->n), STR_ARG(st->project->key), month_text(a, month_of(a, st->zone, row->at)).p);
}

static void
add_without(const struct statement *st, const struct statement_withouts *without,
    struct strs *lines)
{
	for (size_t i = 0; i < without->n && i < WITHOUT_MOST; i++) {
		const struct statement_without *w = &without->v[i];

		strs_add(st->a, lines, str_printf(st->a, "entry %" PRId64 " (#%" PRId64 ", %.*s, %s): "
		    "%.*s", w->entry, w->number, STR_ARG(w->agent), figure_time(st->a, w->worked).p,
		    STR_ARG(w->why)));
	}
	if (without->n > WITHOUT_MOST)
		strs_add(st->a, lines, str_printf(st->a, "and %zu more entries without a rate",
		    without->n - WITHOUT_MOST));
}

int
statement_left(const struct statement *st, struct db *db, const struct statement_withouts *without,
    struct strs *lines, struct err *e)
{
	struct sql_statement_left h = sql_statement_left(db, &(struct sql_statement_left_in){
	    .project = st->project->key, .since = st->since, .until = st->until,
	    .approved = st->project->billing->wants_approval,
	    .earliest = month_start(st->zone, st->month - MONTHS_BACK) });
	struct sql_statement_left_row row;

	if (db_run(db, e) == -1)
		return -1;
	add_without(st, without, lines);
	for (size_t i = 0; sql_statement_left_row(db, h, i, &row); i++)
		strs_add(st->a, lines, line_of(st, &row));
	return 0;
}
