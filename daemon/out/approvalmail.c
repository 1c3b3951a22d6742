/* approvalmail: see approvalmail.h. */
#include "daemon/out/approvalmail.h"

#include "daemon/out/notice.h"

int
approvalmail_taken(struct work *w, const struct approval *ap, const struct agent *by)
{
	struct event ev = { .kind = EVENT_NOTED, .mailbox = w->conf->mailboxes.v[0].name,
	    .at = w->now };
	struct recipients *one = ARENA_NEW(w->a, struct recipients);
	struct view *top = view_object(w->a), *v;

	if (by == ap->agent)
		return 0;
	recipients_add_agent(one, ap->agent);
	if (one->n == 0)
		return 0;
	v = view_add(w->a, top, STR("approval"), view_object(w->a));
	view_text(w->a, v, "period", ap->period.name);
	view_text(w->a, v, "by", by == NULL ? STR_NONE : by->full_name);
	view_text(w->a, v, "reason", ap->reason);
	return notice_list(w, &ev, STR("time-unapproved"), &one->v[0], top);
}
