/* machinemail: see machinemail.h. */
#include "daemon/intake/machinemail.h"
#include "daemon/intake/thread.h"

#include "daemon/intake/returned.h"
#include "daemon/rules/rules.h"
#include "daemon/ticket/reach.h"

int
bounce_mail(struct work *w, struct reading *r, struct ticket *t)
{
	const struct bounce *bo = &r->letter->bounce;
	struct entry en;
	struct event ev;
	bool is_notice;

	if (t == NULL && r->back.delivery == 0)
		return reading_hold(w, r, NULL,
		    STR("a bounce of no mail that docket knows to have sent"));
	reading_entry(w, r, ENTRY_BOUNCE, t, &en);
	entry_data(w, &en, "recipient", bo->recipient);
	if (bo->sent_to.n > 0)
		entry_data(w, &en, "sent_to", bo->sent_to);
	if (r->back.delivery != 0 && !str_ieq(r->back.recipient, bo->recipient))
		entry_data(w, &en, "mail_to", r->back.recipient);
	entry_data(w, &en, "status", bo->status);
	entry_data(w, &en, "diagnostic", bo->diagnostic);
	if (entry_add(w, &en) == -1 || returned_failed(w, r, t, &en, &is_notice) == -1)
		return -1;
	/* Not lost yet: the ticket shows it.  And two dead engineers are not told of each other. */
	if (bo->is_delayed || is_notice || t == NULL)
		return 0;
	ev = reading_event(r, EVENT_BOUNCE, t, &en);
	ev.bounce = *bo;
	if (bo->recipient.n == 0)
		ev.bounce.recipient = r->back.recipient;
	return rules_run(w, &ev);
}

/* Vacation notices and the like: shown on the ticket, nothing moves. */
int
machine_mail(struct work *w, struct reading *r, struct ticket *t)
{
	static const char *const what[LETTER_KINDS] = {
		[LETTER_AUTO] = "automatic mail", [LETTER_LIST] = "mail of a list",
		[LETTER_COMPLAINT] = "a complaint about mail",
		[LETTER_CHALLENGE] = "a question whether a sender is human",
		[LETTER_CALENDAR] = "an invitation, or an answer to one,",
	};
	struct entry en;
	bool is_notice;

	if (t == NULL || thread_is_weak(r->how))
		return reading_hold(w, r, NULL, str_printf(w->a,
		    "%s that belongs to no ticket", what[r->letter->kind]));
	reading_entry(w, r, ENTRY_MAIL_IN, t, &en);
	if (r->back.delivery != 0)
		entry_data(w, &en, "mail_to", r->back.recipient);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	if (r->letter->kind == LETTER_COMPLAINT)
		return returned_failed(w, r, t, &en, &is_notice);
	if (r->back.delivery != 0)
		reach_robot(w, r->back.recipient);
	return 0;
}
