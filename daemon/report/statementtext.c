/* statementtext: a statement for a terminal of 80 columns; see statementwrite.h. */
#include "daemon/report/statementwrite.h"

#include <inttypes.h>

#include "daemon/policy/wording.h"
#include "daemon/report/statementwords.h"
#include "daemon/render/text.h"

enum { WIDTH = 80, DAY = 10, WHO = 13, SERVICE = 13, TIME = 10, AMOUNT = 15, UNDER = 4 };

static struct str
word(const struct statement *st, enum statement_word w)
{
	return statement_word(w, st->language);
}

/* Padded to its columns, one blank behind; what is too long for them is cut. */
static void
left(struct buf *b, const struct statement *st, struct str s, size_t columns)
{
	struct str cut = text_cut(st->a, text_safe(st->a, s), columns);

	buf_add(b, cut);
	for (size_t i = text_width(cut); i <= columns; i++)
		buf_addc(b, ' ');
}

/* The same at their right end; a figure is never cut. */
static void
right(struct buf *b, struct str s, size_t columns)
{
	for (size_t i = text_width(s); i < columns; i++)
		buf_addc(b, ' ');
	buf_add(b, s);
}

static void
add_figures(struct buf *b, const struct statement *st, int64_t raw, int64_t billed, int64_t amount)
{
	right(b, figure_time(st->a, raw), TIME);
	buf_addc(b, ' ');
	right(b, figure_time(st->a, billed), TIME);
	buf_addc(b, ' ');
	right(b, statement_money(st, amount), AMOUNT);
	buf_addc(b, '\n');
}

static void
add_sum(struct buf *b, const struct statement *st, struct str name, int64_t raw, int64_t billed,
    int64_t amount)
{
	buf_adds(b, "  ");
	left(b, st, name, DAY + 1 + WHO + 1 + SERVICE);
	add_figures(b, st, raw, billed, amount);
}

/* --- head --------------------------------------------------------------------- */

static void
add_title(struct buf *b, const struct statement *st)
{
	struct arena *a = st->a;
	struct str number = statement_is_draft(st) ? word(st, WORD_DRAFT) :
	    statement_number_text(a, st->number);

	text_fold(b, text_safe(a, str_printf(a, "%.*s %.*s: %.*s", STR_ARG(word(st,
	    statement_is_credit(st) ? WORD_CREDIT : WORD_STATEMENT)), STR_ARG(number),
	    STR_ARG(st->project->name.n > 0 ? st->project->name : st->project->key))), 0, WIDTH);
	buf_printf(b, "%.*s %s (%s, %.*s)\n", STR_ARG(word(st, WORD_MONTH)), st->month_text.p,
	    str_printf(a, "%.*s..%.*s", STR_ARG(statement_day(st, st->since)),
	    STR_ARG(statement_day(st, st->until - 1))).p, STR_ARG(st->zone_name));
	if (st->closed_at != 0)
		buf_printf(b, "%.*s %.*s\n", STR_ARG(word(st, WORD_CLOSED)),
		    STR_ARG(zone_text(a, st->zone, st->closed_at)));
	if (statement_is_credit(st))
		text_fold(b, text_safe(a, str_printf(a, "%.*s %.*s. %.*s: %.*s",
		    STR_ARG(word(st, WORD_TAKES_BACK)),
		    STR_ARG(statement_number_text(a, st->credits)), STR_ARG(word(st, WORD_WHY)),
		    STR_ARG(st->reason))), 0, WIDTH);
	if (statement_is_draft(st))
		text_fold(b, word(st, WORD_IS_DRAFT), 0, WIDTH);
	text_fold(b, word(st, WORD_NO_INVOICE), 0, WIDTH);
}

static void
add_columns(struct buf *b, const struct statement *st)
{
	buf_adds(b, "\n  ");
	left(b, st, word(st, WORD_DATE), DAY);
	left(b, st, word(st, WORD_WHO), WHO);
	left(b, st, word(st, WORD_SERVICE), SERVICE);
	right(b, word(st, WORD_WORKED), TIME);
	buf_addc(b, ' ');
	right(b, word(st, WORD_BILLED), TIME);
	buf_addc(b, ' ');
	right(b, str_printf(st->a, "%.*s", STR_ARG(st->currency)), AMOUNT);
	buf_addc(b, '\n');
}

/* --- lines --------------------------------------------------------------------- */

static struct str
marks(const struct statement *st, const struct billed_line *l)
{
	struct strs v = { 0 };

	if (l->late)
		strs_add(st->a, &v, word(st, WORD_LATE));
	if (!l->billable)
		strs_add(st->a, &v, word(st, WORD_NOT_BILLABLE));
	if (l->prepaid != 0)
		strs_add(st->a, &v, str_printf(st->a, "%.*s %s", STR_ARG(word(st, WORD_IN_PREPAID)),
		    figure_time(st->a, l->prepaid).p));
	return v.n == 0 ? STR_NONE : str_printf(st->a, "[%.*s]",
	    STR_ARG(strs_join(st->a, &v, ", ")));
}

static void
add_line(struct buf *b, const struct statement *st, const struct billed_line *l)
{
	struct arena *a = st->a;
	struct str mark = marks(st, l), text = text_safe(a, l->text);

	buf_adds(b, "  ");
	left(b, st, statement_day(st, l->at), DAY);
	left(b, st, statement_who(st, l), WHO);
	left(b, st, statement_service(st, l), SERVICE);
	add_figures(b, st, l->raw, l->billed, l->amount);
	if (text.n + mark.n > 0)
		text_fold(b, str_printf(a, "%.*s%s%.*s", STR_ARG(text), text.n > 0 && mark.n > 0 ?
		    " " : "", STR_ARG(mark)), UNDER, WIDTH);
}

static void
add_ticket(struct buf *b, const struct statement *st, const struct billed_ticket *t)
{
	struct arena *a = st->a;

	buf_addc(b, '\n');
	text_fold(b, text_safe(a, str_printf(a, "#%" PRId64 " %.*s", t->number,
	    STR_ARG(t->subject.n > 0 ? t->subject : word(st, WORD_ERASED)))), 0, WIDTH);
	for (size_t i = 0; i < t->n; i++)
		add_line(b, st, &st->lines[t->first + i]);
	if (t->n > 1)
		add_sum(b, st, word(st, WORD_SUBTOTAL), t->raw, t->billed, t->amount);
}

/* --- what stands below ------------------------------------------------------------ */

static void
add_prepaid(struct buf *b, const struct statement *st)
{
	const struct prepaid *p = &st->prepaid;

	if (!p->is_any)
		return;
	buf_printf(b, "\n%.*s: %.*s %s, %.*s %s, %.*s %s\n", STR_ARG(word(st, WORD_PREPAID)),
	    STR_ARG(word(st, WORD_BEFORE)), figure_time(st->a, p->before).p,
	    STR_ARG(word(st, WORD_USED)), figure_time(st->a, p->used).p,
	    STR_ARG(word(st, WORD_LEFT)), figure_time(st->a, p->before - p->used).p);
}

static void
add_promises(struct buf *b, const struct statement *st)
{
	struct arena *a = st->a;
	bool moves = false;

	if (st->kept == NULL)
		return;
	buf_printf(b, "\n%.*s\n", STR_ARG(word(st, WORD_PROMISES)));
	for (size_t i = 0; i < st->kept->n; i++) {
		const struct group *g = &st->kept->v[i];

		moves |= !g->of->closed;
		text_fold(b, text_safe(a, str_printf(a, "%.*s%s%.*s: %.*s %% (%" PRId64 "/%" PRId64
		    "), %.*s %" PRId64, STR_ARG(wording(WORDING_CLOCK, g->clock, st->language)),
		    g->severity.n > 0 ? ", " : "",
		    STR_ARG(wording(WORDING_SEVERITY, g->severity, st->language)),
		    STR_ARG(compliance_percent(a, g->met, g->breached, "-")), g->met,
		    g->met + g->breached, STR_ARG(word(st, WORD_OPEN)), g->open)), 2, WIDTH);
	}
	if (moves)
		text_fold(b, word(st, WORD_MOVES), 2, WIDTH);
}

struct str
statement_text(const struct statement *st)
{
	struct buf b;

	buf_init(&b, st->a);
	add_title(&b, st);
	if (st->n == 0) {
		buf_printf(&b, "\n%.*s\n", STR_ARG(word(st, WORD_NOTHING)));
	} else {
		add_columns(&b, st);
		for (size_t i = 0; i < st->n_tickets; i++)
			add_ticket(&b, st, &st->tickets[i]);
		buf_addc(&b, '\n');
		add_sum(&b, st, str_printf(st->a, "%.*s (%.*s)", STR_ARG(word(st, WORD_TOTAL)),
		    STR_ARG(st->currency)), st->raw, st->billed, st->total);
	}
	if (st->apart != 0)
		text_fold(&b, str_printf(st->a, "%.*s %.*s.", STR_ARG(word(st, WORD_APART)),
		    STR_ARG(statement_money(st, -st->apart))), 0, WIDTH);
	add_prepaid(&b, st);
	add_promises(&b, st);
	return buf_str(&b);
}
