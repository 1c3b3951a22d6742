/* requester: see requester.h. */
#include "daemon/ticket/requester.h"

#include "daemon/ticket/participant.h"
#include "parsers/head/addrspec.h"

/* The contact of the address; 0 with w->err. */
static int64_t
contact_of(struct work *w, struct ticket *t, struct address *ad)
{
	const struct project *p = projects_by_address(&w->conf->projects,
	    ad->addr);
	struct sql_contact_ensure h = sql_contact_ensure(w->db, ad->addr, ad->name,
	    p == NULL ? t->project : p->key, STR_NONE);
	struct sql_contact_ensure_row row;

	if (work_run(w) == -1)
		return 0;
	if (!sql_contact_ensure_row(w->db, h, 0, &row)) {
		err_set(&w->err, ERR_MESSAGE, "the contact is being made elsewhere");
		return 0;
	}
	if (ad->name.n == 0)
		ad->name = str_dup(w->a, row.name);
	ad->addr = str_dup(w->a, row.address);
	t->requester_known = row.known;
	return row.id;
}

int
ticket_change_requester(struct work *w, struct ticket *t, struct address ad,
    const struct cause *by)
{
	struct str before = t->requester_address.addr;
	int64_t contact;

	if (str_ieq(before, ad.addr))
		return 0;
	if ((contact = contact_of(w, t, &ad)) == 0)
		return -1;
	if (contact == t->requester)
		return 0;
	if (before.n > 0) {
		participant_leave(w->a, t, before);
		sql_participant_delete(w->db, t->id, str_lower(w->a, before));
	}
	t->reply_to = t->sender = t->requester_marked = STR_NONE;
	sql_ticket_for(w->db, t->id, contact);
	ticket_set_requester(w, t, contact, ad);
	return plan_change(w->a, &t->plan, CHANGE_REQUESTER, before, ad.addr, by);
}
