/* course: see course.h. */
#include "daemon/intake/course.h"

#include "daemon/intake/actionmail.h"
#include "daemon/intake/agentmail.h"
#include "daemon/intake/confirmmail.h"
#include "daemon/intake/controlmail.h"
#include "daemon/intake/controlparts.h"
#include "daemon/intake/customermail.h"
#include "daemon/intake/heldmail.h"
#include "daemon/intake/machinemail.h"
#include "daemon/intake/newmail.h"
#include "daemon/intake/person.h"
#include "daemon/intake/returned.h"
#include "daemon/intake/thread.h"
#include "daemon/intake/unproven.h"

/*
 * What people send through a list, or with an invitation, is theirs where it goes on with
 * a conversation of ours.
 */
static bool
is_by_person(const struct reading *r, const struct ticket *t)
{
	enum letter_kind kind = r->letter->kind;

	return kind == LETTER_HUMAN || ((kind == LETTER_LIST || kind == LETTER_CALENDAR) &&
	    t != NULL && !thread_is_weak(r->how) && r->letter->reply_text.n > 0);
}

/* People's programs say other things that ask for no answer, but hardly this. */
static bool
is_bulk(const struct letter *l)
{
	return str_istarts(l->no_answer, STR("Precedence")) ||
	    str_istarts(l->no_answer, STR("X-Precedence"));
}

/* Proven.  What stands beside a button is no answer to a customer, whatever became of that. */
static int
agent_do(struct work *w, struct reading *r)
{
	if (action_applies(r))
		return action_mail(w, r);
	if (control_applies(w, r))
		return control_mail(w, r);
	if (!r->to_button && new_applies(w, r))
		return new_mail(w, r);
	return !r->to_button ? agent_mail(w, r) : agent_refuse(w, r,
	    r->ticket == 0 ? NULL : work_ticket(w, r->ticket), "this button is good no more, and "
	    "nobody gets the text beside it: take one of the ticket's newest notice");
}

int
course_take(struct work *w, struct reading *r)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);

	if (confirm_is_said(r))
		return person_proven(r) ? agent_do(w, r) : reading_hold(w, r, t,
		    STR("it was confirmed by who is no agent any more"));
	if (held_is_decided(r) && (t != NULL || held_opens(r)))
		return held_mail(w, r, t);
	if (returned_is_astray(r) && is_by_person(r, t))
		return returned_hold(w, r, t);
	switch (r->letter->kind) {
	case LETTER_BOUNCE:
		return bounce_mail(w, r, t);
	case LETTER_AUTO:
	case LETTER_COMPLAINT:
	case LETTER_CHALLENGE:
		return machine_mail(w, r, t);
	case LETTER_LIST:
	case LETTER_CALENDAR:
		if (!is_by_person(r, t) || action_applies(r) || confirm_applies(r))
			return machine_mail(w, r, t);
		break;
	case LETTER_HUMAN:
	case LETTER_KINDS:
		break;
	}
	if ((confirm_applies(r) || action_applies(r)) && is_bulk(r->letter))
		return reading_hold(w, r, t, STR("it came to an address for one action, and "
		    "says that it is bulk mail"));
	if (r->agent != NULL && control_is_meant(w, r) && is_bulk(r->letter))
		return reading_hold(w, r, t, STR("it came to an address for orders, and says that "
		    "it is bulk mail"));
	if (confirm_applies(r) && r->proof.by_token)
		return confirm_mail(w, r);
	if (r->agent != NULL && person_proven(r))
		return agent_do(w, r);
	if (r->agent != NULL)
		return agent_unproven(w, r);
	return customer_mail(w, r);
}
