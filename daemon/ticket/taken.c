/* taken: see taken.h. */
#include "daemon/ticket/taken.h"

#include "daemon/sys/clock.h"
#include "daemon/ticket/ticket.h"
#include "sql.h"

int
taken_look(struct work *w, struct ticket *t)
{
	struct taken *all = &t->taken;
	struct sql_taken_mails h;
	struct sql_merged_asked came;
	struct sql_merged_asked_row oldest;
	size_t n;

	if (all->is_known)
		return 0;
	h = sql_taken_mails(w->db, t->id, TAKEN_MOST);
	came = sql_merged_asked(w->db, t->id, t->clocks.asked_at);
	if (work_run(w) == -1)
		return -1;
	n = sql_taken_mails_count(w->db, h);
	*all = (struct taken){ ARENA_ARRAY(w->a, n, struct taken_mail), n, true, 0 };
	if (t->clocks.asked_at != 0 && sql_merged_asked_row(w->db, came, 0, &oldest))
		all->came_asked = oldest.asked_at;
	for (size_t i = 0; i < n; i++) {
		struct sql_taken_mails_row row;

		sql_taken_mails_row(w->db, h, i, &row);
		all->v[i] = (struct taken_mail){ .entry = row.entry,
		    .is_customers = row.is_customers, .is_passed_on = row.is_passed_on,
		    .is_first = row.is_first, .is_kept = row.is_kept, .into = row.into,
		    .is_going = row.is_going, .asked_at = row.asked_at };
	}
	return 0;
}

static struct taken_mail *
find(struct ticket *t, int64_t entry)
{
	for (size_t i = 0; i < t->taken.n; i++)
		if (t->taken.v[i].entry == entry)
			return &t->taken.v[i];
	return NULL;
}

/* Since when somebody waits here whose mail stays; 0: nobody does. */
static int64_t
waits_since(const struct ticket *t)
{
	int64_t since = t->taken.came_asked;

	for (size_t i = 0; i < t->taken.n; i++) {
		const struct taken_mail *m = &t->taken.v[i];

		if (m->asked_at != 0 && m->asked_at >= t->clocks.asked_at && m->into == 0 &&
		    !m->is_going && (since == 0 || m->asked_at < since))
			since = m->asked_at;
	}
	return since / SECOND_US * SECOND_US;
}

/* What it asked is asked in its own ticket now. */
static void
take_question(struct work *w, struct ticket *t, const struct taken_mail *m,
    const struct cause *by)
{
	int64_t was = t->clocks.asked_at, since = waits_since(t);
	struct change c = { .what = CHANGE_ASKED, .by = *by };

	if (was == 0 || m->asked_at != was || since == was)
		return;
	c.old = clock_rfc3339(w->a, was);
	if (since != 0)
		c.new = clock_rfc3339(w->a, since);
	clocks_split(&t->clocks, since, by->at);
	plan_add(w->a, &t->plan, &c);
}

int
ticket_split_off(struct work *w, struct ticket *t, int64_t entry, const struct cause *by)
{
	struct taken_mail *m = find(t, entry);

	t->dirty = true;
	if (m != NULL) {
		m->is_going = true;
		take_question(w, t, m, by);
	}
	return plan_change(w->a, &t->plan, CHANGE_SPLIT, STR_NONE,
	    str_printf(w->a, "%lld", (long long)entry), by);
}
