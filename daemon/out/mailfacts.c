/* mailfacts: see mailfacts.h. */
#include "daemon/out/mailfacts.h"

#include "daemon/ticket/heading.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/subject.h"
#include "parsers/head/addrspec.h"

static bool
is_person(struct arena *a, struct str x, struct str y)
{
	return x.n > 0 && str_eq(address_person(a, x), address_person(a, y));
}

/* Somebody whom mails about the ticket go to, or who is nobody: docket itself. */
static bool
is_known(struct work *w, const struct ticket *t, struct str address)
{
	if (address.n == 0 || ours_has(w, address) ||
	    is_person(w->a, t->requester_address.addr, address) ||
	    is_person(w->a, t->reply_to, address))
		return true;
	for (size_t i = 0; i < t->participants.n; i++)
		if (is_person(w->a, t->participants.v[i].addr, address))
			return true;
	return false;
}

static struct str
unused_reply_to(struct work *w, const struct event *ev)
{
	const struct addresses *list = &ev->letter->reply_to;
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < list->n && b.n < LIMIT_ADDRESS; i++)
		if (!is_known(w, ev->ticket, list->v[i].addr))
			buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
			    STR_ARG(list->v[i].addr));
	return buf_str(&b);
}

void
mailfacts_add(struct work *w, struct view *top, const struct event *ev)
{
	struct view *v = view_add(w->a, top, STR("mail"), view_object(w->a));
	const struct ticket *t = ev->ticket;

	if (t == NULL)
		return;
	view_text(w->a, v, "answers", t->reply_to);
	view_text(w->a, v, "sender", t->sender);
	if (ev->letter == NULL || ev->agent != NULL)
		return;
	view_text(w->a, v, "reply_to", unused_reply_to(w, ev));
	if (!subject_is_same(w->a, ev->letter->subject, ticket_mail_subject(t)))
		view_text(w->a, v, "subject", ev->letter->subject);
}
