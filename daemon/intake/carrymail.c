/* carrymail: see carrymail.h. */
#include "daemon/intake/carrymail.h"

#include "daemon/ticket/ours.h"
#include "daemon/ticket/participant.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

/* An answer to the customer that has another mail in it is sent to them too. */
static bool
is_sent_to_participant(const struct letter *l, const struct ticket *t)
{
	const struct addresses *lists[] = { &l->to, &l->cc };

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (ticket_has_participant(t, lists[i]->v[k].addr))
				return true;
	return false;
}

bool
carry_applies(const struct work *w, const struct reading *r, const struct ticket *t)
{
	struct str from = domain_key(w->a, r->letter->forward.from.addr);

	if (!r->letter->is_forward || !address_is_safe(from) ||
	    ours_has(w, from) ||
	    agents_by_address(&w->conf->agents, from) != NULL)
		return false;
	/* At a notice's reply address a mail is an answer, whatever stands in it. */
	return t == NULL || (r->how != THREAD_TOKEN && !is_sent_to_participant(r->letter, t));
}

void
carry_split(struct work *w, struct reading *r, struct reading *customer)
{
	struct letter *theirs = ARENA_NEW(w->a, struct letter);
	struct letter *cover = ARENA_NEW(w->a, struct letter);
	const struct forward *f = &r->letter->forward;

	*theirs = *cover = *r->letter;
	theirs->subject = letter_forward_subject(w->a, r->letter);
	theirs->reply_text = letter_forward_text(r->letter);
	cover->text = cover->reply_text = f->cover;
	cover->message_id = STR_NONE;
	cover->n_attachments = 0;
	*customer = *r;
	customer->letter = theirs;
	customer->from = (struct address){ f->from.name, domain_key(w->a, f->from.addr) };
	customer->forwarder = r->agent;
	customer->agent = NULL;
	customer->contact = 0;
	customer->reply_to = (struct address){ STR_NONE, STR_NONE };
	customer->replies_too.n = 0;
	customer->by_form = false;
	/* What it belongs to is told, and gone on with only where they may write. */
	if (customer->ticket != 0)
		customer->how = THREAD_TAG;
	r->letter = cover;
}
