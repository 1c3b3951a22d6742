/* deeds: see deeds.h. */
#include "daemon/ticket/deeds.h"

#include "daemon/sys/clock.h"
#include "daemon/ticket/ticket.h"
#include "parsers/text/hashmark.h"
#include "sql.h"

/*
 * What was said at once, which the mail that says it is the first entry of; by docketctl it
 * has an instant of its own.
 */
struct saying {
	int64_t		at;
	bool		is_whole;	/* its mail was there */
	bool		is_undo;
	struct last_deed	deed;		/* the newest first */
};

/* Of a relation the word says what it is, "#7" which. */
static bool
read_relation(struct change *c, struct str word)
{
	int how = related_find(word);
	struct str other = c->new.n > 0 ? c->new : c->old;

	if (how == -1 || how > RELATED_LINK || !str_i64(str_sub(other, 1, SIZE_MAX), &c->other))
		return false;
	c->what = CHANGE_RELATION;
	c->how = (enum related_how)how;
	return true;
}

static struct agent_entry
read_row(struct arena *a, const struct sql_ticket_deeds_row *row)
{
	int what = change_find(row->what);
	struct agent_entry en = { .author = str_dup(a, row->author), .at = row->at,
	    .is_mail = row->is_mail, .is_sent = row->sent, .is_change = what != -1,
	    .change = { .what = what == -1 ? CHANGES : (enum change_what)what,
		.old = str_dup(a, row->old), .new = str_dup(a, row->new),
		.field.name = str_dup(a, row->field), .by.why = str_dup(a, row->why) } };

	en.is_change = en.is_change || read_relation(&en.change, row->what);
	return en;
}

int
deeds_look(struct work *w, struct ticket *t)
{
	struct deeds *all = &t->deeds;
	struct sql_ticket_deeds_row row;
	struct sql_ticket_deeds h;
	size_t n;

	if (all->is_known)
		return 0;
	h = sql_ticket_deeds(w->db, t->id, w->now - (int64_t)DEEDS_HOURS * 3600 * SECOND_US);
	if (work_run(w) == -1)
		return -1;
	n = sql_ticket_deeds_count(w->db, h);
	*all = (struct deeds){ ARENA_ARRAY(w->a, n, struct agent_entry), 0, true };
	while (all->n < n && sql_ticket_deeds_row(w->db, h, all->n, &row))
		all->v[all->n++] = read_row(w->a, &row);
	return 0;
}

/*
 * What a mail does by itself (an answered ticket is open) nobody ordered; and "#12: #blocks 7"
 * was ordered at #12.
 */
static bool
is_ordered(struct str why)
{
	size_t mark = hashmark(why);

	return mark > 0 && mark < why.n && (why.p[mark] < '0' || why.p[mark] > '9');
}

static void
add(struct arena *a, struct saying *s, const struct agent_entry *en)
{
	s->deed.is_sent |= en->is_sent;
	if (en->is_change && is_ordered(en->change.by.why))
		plan_add(a, &s->deed.plan, &en->change);
}

/* Each undo stands for one before it that was none.  False: go on. */
static bool
is_it(const struct saying *s, size_t *undone)
{
	if (s->is_undo)
		++*undone;
	else if (s->deed.plan.n == 0 && !s->deed.is_sent)
		return false;
	else if (*undone == 0)
		return true;
	else
		--*undone;
	return false;
}

static void
in_order(struct arena *a, const struct last_deed *newest_first, struct last_deed *out)
{
	out->is_sent = newest_first->is_sent;
	for (size_t i = newest_first->plan.n; i-- > 0;)
		plan_add(a, &out->plan, &newest_first->plan.v[i]);
}

void
deeds_last(struct arena *a, const struct deeds *all, struct str agent, struct last_deed *out)
{
	struct saying said = { 0 };
	size_t undone = 0;

	*out = (struct last_deed){ 0 };
	for (size_t i = 0; i < all->n; i++) {
		const struct agent_entry *en = &all->v[i];

		if (!str_eq(en->author, agent))
			continue;
		if (en->at != said.at || said.is_whole) {
			if (is_it(&said, &undone))
				break;
			said = (struct saying){ .at = en->at };
		}
		said.is_undo |= str_eq(en->change.by.why, DEEDS_UNDO);
		said.is_whole = en->is_mail;
		add(a, &said, en);
	}
	if (!said.is_undo && undone == 0)
		in_order(a, &said.deed, out);
}
