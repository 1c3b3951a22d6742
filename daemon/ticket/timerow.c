/* timerow: see timerow.h. */
#include "daemon/ticket/timerow.h"

#include "daemon/ticket/projectbudget.h"
#include "daemon/ticket/ticket.h"
#include "sql.h"

void
time_row_store(struct work *w, int64_t ticket, const struct time_entry *te, int64_t entry)
{
	entry = te->entry != 0 ? te->entry : entry;
	sql_time_lock(w->db, te->agent->name, te->ticket->project);
	if (te->corrects != 0)
		sql_time_lock_corrected(w->db, te->corrects);
	if (te->id != 0)
		sql_time_stop(w->db, &(struct sql_time_stop_in){ .id = te->id, .entry = entry,
		    .started_at = te->started_at, .stopped_at = te->stopped_at,
		    .worked = te->worked, .service = te->service, .billable = te->billable,
		    .text = te->text, .now = w->now });
	else
		sql_time_insert(w->db, &(struct sql_time_insert_in){ .ticket = ticket,
		    .project = te->ticket->project, .agent = te->agent->name, .entry = entry,
		    .corrects = te->corrects, .started_at = te->started_at,
		    .exact = te->exact, .stopped_at = te->stopped_at, .worked = te->worked,
		    .service = te->service, .billable = te->billable, .text = te->text,
		    .now = w->now, .by = te->by.author });
	project_budget_booked(w, te->ticket->project, te->started_at, ticket);
}

void
time_row_move(struct work *w, int64_t ticket, struct str project)
{
	sql_time_move_lock(w->db, ticket, project);
	sql_time_move(w->db, ticket, project, w->now);
	project_budget_booked(w, project, w->now, ticket);
}

void
time_row_merge(struct work *w, int64_t ticket, int64_t into)
{
	const struct ticket *other = work_ticket(w, into);

	if (other != NULL)
		time_row_move(w, ticket, other->project);
	sql_time_merge(w->db, ticket, into);
}
