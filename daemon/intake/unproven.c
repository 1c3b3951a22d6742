/* unproven: see unproven.h. */
#include "daemon/intake/unproven.h"

#include "daemon/intake/confirmmail.h"
#include "daemon/intake/controlparts.h"
#include "daemon/intake/customermail.h"
#include "daemon/out/heap.h"
#include "daemon/out/notify.h"
#include "daemon/out/tally.h"
#include "daemon/sys/log.h"
#include "parsers/letter/command.h"

enum { UNPROVEN_PER_HOUR = 5 };		/* so often an agent is asked one by one */

static struct str
why_unproven(const struct reading *r)
{
	if (str_ieq(r->letter->authres.dmarc, STR("fail")))
		return STR("our mail server found that it does not come from your domain "
		    "(dmarc=fail)");
	if (r->letter->ambiguous.n > 0)
		return STR("the mail can be read in two ways");
	switch (r->verdict) {
	case TOKEN_EXPIRED:
		return STR("the reply address has expired");
	case TOKEN_FORGED:
		return STR("the reply address is not one that docket made");
	case TOKEN_GOOD:
		return STR("the reply address was made for somebody else");
	case TOKEN_WITHDRAWN:
		return STR("the reply address proves nothing any more, for it was in somebody "
		    "else's mail");
	case TOKEN_NONE:
		break;
	}
	return STR("it did not come to the reply address of a notice");
}

/* Anybody can write in an agent's name, as often as they like. */
static int
tell_unproven(struct work *w, const struct reading *r, const struct event *ev)
{
	int64_t n;

	if (tally_count(w, TALLY_UNPROVEN, r->agent->name, &n) == -1)
		return -1;
	if (n >= UNPROVEN_PER_HOUR)
		return heap_add(w, HEAP_UNPROVEN, ev, r->agent->addresses.v[0]);
	tally_add(w, TALLY_UNPROVEN, r->agent->name, 1);
	return notify_agent(w, ev, STR("unproven"), r->agent);
}

/* Its author can say that it is theirs; what can be read in two ways is nobody's. */
static bool
may_confirm(const struct reading *r)
{
	return r->letter->ambiguous.n == 0 && r->letter->kind == LETTER_HUMAN &&
	    !confirm_applies(r) && !confirm_is_said(r);
}

int
unproven_hold(struct work *w, struct reading *r, struct str reason)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);
	struct entry en;
	struct event ev;
	bool told;

	reading_entry(w, r, reading_held(t), t, &en);
	entry_data(w, &en, "reason", reason);
	if (entry_add(w, &en) == -1)
		return -1;
	log_warning("agent not proven, mail held", { "ticket", LOG_I(en.ticket) },
	    { "from", LOG_S(r->from.addr) }, { "raw", LOG_I(r->raw) });
	ev = reading_event(r, t == NULL ? EVENT_NOTED : EVENT_HELD, t, &en);
	ev.reason = reason;
	ev.unproven = may_confirm(r) ? ev.raw_id : 0;
	if (t != NULL && reading_held_event(w, &ev, &told) == -1)
		return -1;
	return tell_unproven(w, r, &ev);
}

int
agent_unproven(struct work *w, struct reading *r)
{
	struct command_block block;

	command_parse(w->a, &w->conf->verb_words.by_mail, r->letter->reply_text, &block);
	return r->ticket == 0 && block.n == 0 && r->verdict != TOKEN_GOOD &&
	    !control_is_meant(w, r) ?
	    customer_mail(w, r) : unproven_hold(w, r, why_unproven(r));
}
