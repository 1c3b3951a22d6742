/* deeds: see deeds.h. */
#include "daemon/ticket/deeds.h"

#include "daemon/sys/clock.h"
#include "parsers/text/hashmark.h"
#include "sql.h"

/*
 * What was said at once, which the mail that says it is the first entry of; by docketctl it
 * has an instant of its own.
 */
struct said {
	int64_t		at;
	bool		is_whole;	/* its mail was there */
	bool		is_undo;
	struct deeds	deeds;		/* the newest first */
};

static void
add(struct work *w, struct said *s, const struct sql_ticket_deeds_row *row)
{
	struct change c = { .old = str_dup(w->a, row->old), .new = str_dup(w->a, row->new) };
	int what = change_find(row->what);

	s->deeds.sent |= row->sent;
	/* What a mail does by itself (an answered ticket is open) nobody ordered. */
	if (what == -1 || hashmark(row->why) == 0)
		return;
	c.what = (enum change_what)what;
	c.field.name = str_dup(w->a, row->field);
	plan_add(w->a, &s->deeds.plan, &c);
}

/* Each undo stands for one before it that was none.  False: go on. */
static bool
is_it(const struct said *s, size_t *undone)
{
	if (s->is_undo)
		++*undone;
	else if (s->deeds.plan.n == 0 && !s->deeds.sent)
		return false;
	else if (*undone == 0)
		return true;
	else
		--*undone;
	return false;
}

static void
in_order(struct work *w, const struct deeds *newest_first, struct deeds *out)
{
	*out = (struct deeds){ .sent = newest_first->sent };
	for (size_t i = newest_first->plan.n; i-- > 0;)
		plan_add(w->a, &out->plan, &newest_first->plan.v[i]);
}

int
deeds_last(struct work *w, const struct ticket *t, struct str agent, int hours, struct str undo,
    struct deeds *out)
{
	struct sql_ticket_deeds h = sql_ticket_deeds(w->db, t->id, agent,
	    w->now - (int64_t)hours * 3600 * SECOND_US);
	struct sql_ticket_deeds_row row;
	struct said said = { 0 };
	size_t undone = 0;

	*out = (struct deeds){ 0 };
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; sql_ticket_deeds_row(w->db, h, i, &row); i++) {
		if (row.at != said.at || said.is_whole) {
			if (is_it(&said, &undone))
				break;
			said = (struct said){ .at = row.at };
		}
		said.is_undo |= str_eq(row.why, undo);
		said.is_whole = row.is_mail;
		add(w, &said, &row);
	}
	if (!said.is_undo && undone == 0)
		in_order(w, &said.deeds, out);
	return 0;
}
