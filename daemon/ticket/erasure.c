/* erasure: see erasure.h. */
#include "daemon/ticket/erasure.h"

#include "daemon/sys/log.h"
#include "daemon/ticket/ticket.h"
#include "parsers/base/array.h"
#include "sql.h"

struct erased {				/* what is left of some */
	struct { int64_t ticket, at; }	*v;
	size_t				 n;
};

static void
note(struct work *w, int64_t ticket, int64_t at)
{
	struct erased *all = w->erased;

	if (all == NULL)
		all = w->erased = ARENA_NEW(w->a, struct erased);
	all->v = array_grow(w->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n].ticket = ticket;
	all->v[all->n++].at = at;
}

int
erasure_find(struct work *w, const int64_t *tickets, size_t n)
{
	struct sql_ticket_erased *h = ARENA_ARRAY(w->a, n, struct sql_ticket_erased);
	struct sql_ticket_erased_row row;
	size_t lacking = 0;

	for (size_t i = 0; i < n; i++)
		if (work_ticket(w, tickets[i]) == NULL) {
			h[i] = sql_ticket_erased(w->db, tickets[i]);
			lacking++;
		}
	if (lacking == 0)
		return 0;
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (work_ticket(w, tickets[i]) == NULL &&
		    sql_ticket_erased_row(w->db, h[i], 0, &row))
			note(w, tickets[i], row.at);
	return 0;
}

int64_t
erasure_at(const struct work *w, int64_t ticket)
{
	for (size_t i = 0; w->erased != NULL && i < w->erased->n; i++)
		if (w->erased->v[i].ticket == ticket)
			return w->erased->v[i].at;
	return 0;
}

int
erasure_look(struct work *w, struct ticket *t)
{
	struct sql_erase_look h;
	struct sql_erase_look_row row;

	if (t->erasure.is_known)
		return 0;
	h = sql_erase_look(w->db, t->id);
	if (work_run(w) == -1)
		return -1;
	sql_erase_look_row(w->db, h, 0, &row);
	t->erasure = (struct erasure){ .mails = row.mails, .files = row.files,
	    .merged = row.merged, .is_known = true };
	return 0;
}

int
ticket_erase(struct work *w, struct ticket *t, const struct cause *by)
{
	t->erasure.is_ordered = true;
	return plan_change(w->a, &t->plan, CHANGE_ERASED, STR_NONE,
	    str_printf(w->a, "#%lld", (long long)t->id), by);
}

int
erasure_store(struct work *w, struct ticket *t, struct str by, int64_t *archived)
{
	struct sql_ticket_erase h = sql_ticket_erase(w->db, t->id, by, w->now);
	struct sql_ticket_erase_row row;

	if (work_run(w) == -1)
		return -1;
	*archived = sql_ticket_erase_row(w->db, h, 0, &row) ? row.archived : 0;
	log_info("ticket erased", { "ticket", LOG_I(t->id) }, { "by", LOG_S(by) },
	    { "mails", LOG_I(row.mails) }, { "tickets", LOG_I(row.tickets) });
	work_forget_ticket(w, t->id);
	return 0;
}
