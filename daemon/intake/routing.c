/* routing: see routing.h. */
#include "daemon/intake/routing.h"

#include "daemon/intake/person.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/step.h"

/* People decided, or it is proven that it answers us. */
static bool
is_wanted(const struct reading *r, bool follows)
{
	return follows || r->forwarder != NULL || r->in->decision.what.n > 0 ||
	    r->verdict == TOKEN_GOOD || (r->agent != NULL && person_proven(r));
}

static struct str
said_by(struct work *w, const struct rule *by)
{
	return by->note.n > 0 ? str_printf(w->a, "rule \"%.*s\": %.*s", STR_ARG(by->name),
	    STR_ARG(by->note)) : str_printf(w->a, "rule \"%.*s\"", STR_ARG(by->name));
}

int
routing_run(struct work *w, const struct reading *r, struct ticket *t, bool follows,
    struct routing *out)
{
	struct event ev;
	struct entry en;

	*out = (struct routing){ NULL, END_OPENS, NULL, STR_NONE };
	if (w->conf->rules.on[EVENT_ARRIVED].n == 0)
		return 0;
	reading_entry(w, r, ENTRY_HELD, t, &en);
	ev = reading_event(r, EVENT_ARRIVED, t, &en);
	ev.is_wanted = is_wanted(r, follows);
	if ((out->chain = rules_plan(w, &ev)) == NULL)
		return -1;
	out->end = rules_end(out->chain, &out->by);
	if (out->end == END_HELD)
		out->why = str_printf(w->a, "a rule says that it waits (%.*s)",
		    STR_ARG(said_by(w, out->by)));
	return 0;
}

int
routing_drop(struct work *w, struct reading *r, struct ticket *t, const struct routing *to)
{
	struct entry en;

	work_forget_ticket(w, t->id);
	work_id_back(w, ID_TICKET, t->id);
	r->ticket = 0;
	reading_entry(w, r, ENTRY_QUARANTINE, NULL, &en);
	entry_data(w, &en, "reason", str_printf(w->a, "dropped by %.*s",
	    STR_ARG(said_by(w, to->by))));
	entry_data(w, &en, "decision", STR("drop"));
	entry_data(w, &en, "rule", to->by->name);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	sql_raw_dropped(w->db, r->raw);
	rules_arrived(w, to->chain, NULL, en.id);
	log_info("mail dropped by a rule", { "mailbox", LOG_S(r->in->item.mailbox) },
	    { "raw", LOG_I(r->raw) }, { "rule", LOG_S(to->by->name) },
	    { "from", LOG_S(r->from.addr) }, { "message_id", LOG_S(r->letter->message_id) });
	return 0;
}

int
routing_spam(struct work *w, const struct reading *r, struct ticket *t, const struct entry *en,
    const struct routing *to)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_RULE, .why = to->by->name,
	    .at = r->arrived };
	struct event ev = reading_event(r, EVENT_CLOSED, t, en);

	if (str_ieq(r->letter->authres.dmarc, STR("fail")))
		ticket_doubt(w, t, r->preferred, STR("dmarc=fail"));
	ticket_start_clocks(w, t, en->at, en->id);
	if (ticket_spam(w, t, &by) == -1)
		return -1;
	log_info("mail closed as spam by a rule", { "ticket", LOG_I(t->id) },
	    { "rule", LOG_S(to->by->name) }, { "from", LOG_S(r->from.addr) });
	return rules_run(w, &ev);
}
