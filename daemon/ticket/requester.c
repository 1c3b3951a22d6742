/* requester: see requester.h. */
#include "daemon/ticket/requester.h"

#include "daemon/ticket/participant.h"

int
contact_of(struct work *w, struct address ad, struct str project, struct contact *out)
{
	const struct project *p = projects_by_address(&w->conf->projects, ad.addr);
	struct sql_contact_ensure h = sql_contact_ensure(w->db, ad.addr, ad.name,
	    p == NULL ? project : p->key, STR_NONE);
	struct sql_contact_ensure_row row;

	if (work_run(w) == -1)
		return -1;
	if (!sql_contact_ensure_row(w->db, h, 0, &row))
		return err_set(&w->err, ERR_MESSAGE, "the contact is being made elsewhere");
	*out = (struct contact){ .id = row.id, .is_known = row.known,
	    .project = str_dup(w->a, row.project),
	    .address = { .addr = str_dup(w->a, row.address),
		.name = ad.name.n > 0 ? ad.name : str_dup(w->a, row.name) } };
	return 0;
}

int
ticket_change_requester(struct work *w, struct ticket *t, struct address ad,
    const struct cause *by)
{
	struct str before = t->requester_address.addr;
	struct contact c;

	if (str_ieq(before, ad.addr))
		return 0;
	if (contact_of(w, ad, t->project, &c) == -1)
		return -1;
	if (c.id == t->requester)
		return 0;
	t->requester_known = c.is_known;
	if (before.n > 0) {
		participant_leave(w->a, t, before);
		sql_participant_delete(w->db, t->id, str_lower(w->a, before));
	}
	t->reply_to = t->sender = t->requester_marked = STR_NONE;
	sql_ticket_for(w->db, t->id, c.id);
	ticket_set_requester(w, t, c.id, c.address);
	plan_change(w->a, &t->plan, CHANGE_REQUESTER, before, c.address.addr, by);
	ticket_promise_other(w, t, by->at, STR("requester-change"));
	return 1;
}
