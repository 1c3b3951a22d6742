/* opening: see opening.h. */
#include "daemon/intake/opening.h"

#include "daemon/intake/customermail.h"
#include "daemon/ticket/requester.h"

struct str
opening_project(const struct conf *conf, const struct opening *o)
{
	const struct mailbox *m = mailboxes_find(&conf->mailboxes, o->mailbox);

	return o->project.n > 0 ? o->project : m != NULL ? m->project :
	    conf->mailboxes.v[0].project;
}

struct ticket *
opening_ticket(struct work *w, const struct opening *o)
{
	struct str project = opening_project(w->conf, o);
	struct contact c = { 0 };
	struct ticket *t;

	if (o->requester.addr.n > 0) {
		if (contact_of(w, o->requester, project, &c) == -1)
			return NULL;
		project = o->project.n > 0 ? o->project : c.project;
	}
	if ((t = ticket_new(w, o->subject, project, o->mailbox)) == NULL)
		return NULL;
	t->created_at = o->at;
	if (c.id != 0)
		ticket_set_requester(w, t, c.id, c.address);
	t->requester_known = c.is_known;
	t->writer_known = true;
	return customer_fields(w, &o->fields, t) == -1 ? NULL : t;
}

const struct why *
opening_remark(struct arena *a, const struct ticket *t)
{
	struct str n = str_printf(a, "%lld", (long long)t->id);

	return t->requester_address.addr.n == 0 ?
	    WHY(a, STR("it is ticket #*, for nobody yet: #requester says for whom"), n) :
	    WHY(a, STR("it is ticket #*, for *"), n, t->requester_address.addr);
}
