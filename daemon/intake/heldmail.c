/* heldmail: see heldmail.h. */
#include "daemon/intake/heldmail.h"

#include "daemon/intake/customermail.h"
#include "daemon/rules/rules.h"

bool
held_is_decided(const struct reading *r)
{
	return r->in->decision.what.n > 0;
}

bool
held_opens(const struct reading *r)
{
	return str_eq(r->in->decision.what, STR("ticket"));
}

void
held_learn(struct reading *r)
{
	if (!held_is_decided(r))
		return;
	r->ticket = r->in->decision.ticket;
	r->how = THREAD_REFERENCE;
}

int64_t
held_at(const struct intake *in, int64_t arrived, int64_t now)
{
	return str_eq(in->decision.what, STR("accept")) ? now : arrived;
}

static int
add_note(struct work *w, struct reading *r, struct ticket *t)
{
	struct entry en;
	struct event ev;

	reading_entry(w, r, ENTRY_NOTE, t, &en);
	en.by_agent = false;
	en.author = r->from.addr;
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	t->dirty = true;
	ev = reading_event(r, EVENT_NOTED, t, &en);
	ev.agent = NULL;
	return rules_run(w, &ev);
}

int
held_mail(struct work *w, struct reading *r, struct ticket *t)
{
	if (held_opens(r))
		return customer_opens(w, r);
	return r->agent != NULL ? add_note(w, r, t) : customer_adds(w, r, t);
}
