/* erasure: see erasure.h. */
#include "daemon/ticket/erasure.h"

#include "daemon/sys/log.h"
#include "daemon/ticket/ticket.h"
#include "sql.h"

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
	    .merged = row.merged, .is_worked = row.is_worked, .is_known = true };
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
