/* statementcsv: a statement as CSV, a row a line of it; see statementwrite.h. */
#include "daemon/report/statementwrite.h"

#include "daemon/render/csv.h"

static void
add_line(struct buf *b, const struct statement *st, const struct billed_ticket *t,
    const struct billed_line *l)
{
	struct arena *a = st->a;

	csv_plain(b, statement_number_text(a, st->number));
	csv_text(b, st->project->key);
	csv_plain(b, st->month_text);
	csv_number(b, t->number);
	csv_text(b, t->subject);
	csv_plain(b, statement_day(st, l->at));
	csv_text(b, statement_who(st, l));
	csv_text(b, statement_service(st, l));
	csv_plain(b, figure_time(a, l->raw));
	csv_number(b, l->raw);
	csv_plain(b, figure_time(a, l->billed));
	csv_number(b, l->billed);
	csv_number(b, l->prepaid);
	csv_plain(b, figure_rate(a, l->rate, st->digits, '.'));
	csv_plain(b, statement_plain(st, l->amount));
	csv_plain(b, st->currency);
	csv_plain(b, l->billable ? STR("yes") : STR("no"));
	csv_plain(b, l->late ? STR("yes") : STR("no"));
	csv_text(b, l->text);
	csv_text(b, l->why);
	csv_number(b, l->entry);
	csv_end(b);
}

struct str
statement_csv(const struct statement *st)
{
	struct buf b;

	buf_init(&b, st->a);
	buf_reserve(&b, 256 * (st->n + 1));
	buf_adds(&b, "statement,project,month,ticket,subject,date,who,service,worked,"
	    "worked_seconds,billed,billed_seconds,prepaid_seconds,rate,amount,currency,billable,"
	    "late,text,why,entry\r\n");
	for (size_t i = 0; i < st->n_tickets; i++) {
		const struct billed_ticket *t = &st->tickets[i];

		for (size_t k = 0; k < t->n; k++)
			add_line(&b, st, t, &st->lines[t->first + k]);
	}
	return buf_str(&b);
}
