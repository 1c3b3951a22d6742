/* reading: see reading.h. */
#include "daemon/intake/reading.h"

#include "daemon/intake/person.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/log.h"

bool
reading_is_held(const struct reading *r)
{
	return r->letter->quarantine.n > 0;
}

void
reading_entry(struct work *w, const struct reading *r, enum entry_kind kind,
    struct ticket *t, struct entry *en)
{
	const struct letter *l = r->letter;

	*en = (struct entry){
		.kind = kind, .ticket = t == NULL ? 0 : t->id, .at = r->arrived,
		.author = r->agent != NULL && person_proven(r) ? r->agent->name :
		    r->from.addr,
		.by_agent = r->agent != NULL && person_proven(r),
		.raw = r->raw, .letter_kind = str_c(letter_kind_name(l->kind)),
		.subject = l->subject, .body = l->text, .new_text = l->reply_text,
		.message_id = l->message_id,
	};
	if (r->forwarder != NULL)
		entry_data(w, en, "forwarded_by", r->forwarder->name);
	if (l->ambiguous.n > 0)
		entry_data(w, en, "ambiguous", l->ambiguous);
	if (l->kind_why.n > 0)
		entry_data(w, en, "kind_why", l->kind_why);
	if (r->in->item.truncated)
		entry_data(w, en, "truncated", STR("true"));
}

struct event
reading_event(const struct reading *r, enum event_kind kind, struct ticket *t,
    const struct entry *en)
{
	return (struct event){
		.kind = kind, .ticket = t, .mailbox = r->in->item.mailbox,
		.letter = r->letter, .raw = r->in->item.raw, .author = r->from,
		.agent = r->agent != NULL && person_proven(r) ? r->agent : NULL,
		.at = r->arrived, .entry = en->id, .entry_kind = en->kind,
		.text = en->new_text,
	};
}

/* Without a ticket that shows it, `docketctl quarantine` does. */
enum entry_kind
reading_held(const struct ticket *t)
{
	return t == NULL ? ENTRY_QUARANTINE : ENTRY_HELD;
}

/* Somebody waits for an answer to an invitation, but no ticket comes of it. */
static bool
by_people(enum letter_kind kind)
{
	return kind == LETTER_HUMAN || kind == LETTER_CALENDAR;
}

int
reading_hold(struct work *w, struct reading *r, struct ticket *t, struct str reason)
{
	struct entry en;
	struct event ev;

	reading_entry(w, r, reading_held(t), t, &en);
	entry_data(w, &en, "reason", reason);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	log_info("mail held", { "ticket", LOG_I(en.ticket) }, { "raw", LOG_I(r->raw) },
	    { "kind", LOG_C(entry_kind_word(en.kind)) }, { "from", LOG_S(r->from.addr) },
	    { "reason", LOG_S(reason) });
	ev = reading_event(r, t != NULL ? EVENT_NOTED : EVENT_QUARANTINED, t, &en);
	ev.reason = reason;
	ev.quarantine = r->raw;
	/* Machines that belong to no ticket are kept, but nobody is called. */
	if (t == NULL && !by_people(r->letter->kind) && !reading_is_held(r))
		return 0;
	return rules_run(w, &ev);
}
