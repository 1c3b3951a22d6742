/* taken: see taken.h. */
#include "daemon/ticket/taken.h"

#include "daemon/ticket/ticket.h"
#include "sql.h"

int
taken_look(struct work *w, struct ticket *t)
{
	struct taken *all = &t->taken;
	struct sql_taken_mails h;
	size_t n;

	if (all->is_known)
		return 0;
	h = sql_taken_mails(w->db, t->id, TAKEN_MOST);
	if (work_run(w) == -1)
		return -1;
	n = sql_taken_mails_count(w->db, h);
	*all = (struct taken){ ARENA_ARRAY(w->a, n, struct taken_mail), n, true };
	for (size_t i = 0; i < n; i++) {
		struct sql_taken_mails_row row;

		sql_taken_mails_row(w->db, h, i, &row);
		all->v[i] = (struct taken_mail){ .entry = row.entry,
		    .is_customers = row.is_customers, .is_passed_on = row.is_passed_on,
		    .is_first = row.is_first, .is_kept = row.is_kept, .into = row.into,
		    .is_going = row.is_going };
	}
	return 0;
}

int
ticket_split_off(struct work *w, struct ticket *t, int64_t entry, const struct cause *by)
{
	t->dirty = true;
	return plan_change(w->a, &t->plan, CHANGE_SPLIT, STR_NONE,
	    str_printf(w->a, "%lld", (long long)entry), by);
}
