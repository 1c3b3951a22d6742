/* digest: see digest.h. */
#include "daemon/out/digest.h"

#include "daemon/ticket/entry.h"

struct held {
	struct notice	 notice;
	struct str	 rule;		/* that ordered it; or empty */
	struct held	*next;
	bool		 is_told;
};

enum { NAMED = 100 };			/* that one mail tells of; the rest it counts */

struct digest {
	struct str	  template;	/* of the list */
	struct str	  rule;		/* that it is because of; or empty */
	struct held	 *first;
	struct held	**last;
};

void
digest_open(struct work *w)
{
	digest_open_as(w, STR("sla-digest"), STR_NONE);
}

void
digest_open_as(struct work *w, struct str template, struct str rule)
{
	w->digest = ARENA_NEW(w->a, struct digest);
	w->digest->template = template;
	w->digest->rule = rule;
	w->digest->last = &w->digest->first;
}

bool
digest_is_open(const struct work *w)
{
	return w->digest != NULL;
}

void
digest_add(struct work *w, const struct notice *notice)
{
	struct held *h = ARENA_NEW(w->a, struct held);

	h->notice = *notice;
	h->rule = w->rule;
	*w->digest->last = h;
	w->digest->last = &h->next;
}

/* Those to the same person that may be read at the same time. */
static bool
goes_with(struct work *w, const struct held *a, const struct held *b)
{
	const struct recipient *to = a->notice.to;

	return !b->is_told && str_ieq(to->address.addr, b->notice.to->address.addr) &&
	    notice_due(w, a->notice.ev, to->agent) == notice_due(w, b->notice.ev, to->agent);
}

static size_t
count_with(struct work *w, const struct held *h)
{
	size_t n = 0;

	for (const struct held *other = h; other != NULL; other = other->next)
		n += goes_with(w, h, other);
	return n;
}

/* A list is no ticket's mail: whom a rule told by it stands in the history of each. */
static int
record(struct work *w, const struct digest *of, const struct held *h)
{
	const struct recipient *to = h->notice.to;
	const struct event *ev = h->notice.ev;
	struct entry en = { .kind = ENTRY_RULE, .author = STR("docket") };

	if (h->rule.n == 0 || ev->ticket == NULL)
		return 0;
	en.ticket = ev->ticket->id;
	entry_data(w, &en, "what", STR("told in a list"));
	entry_data(w, &en, "rule", h->rule);
	entry_data(w, &en, "template", of->template);
	entry_data(w, &en, "to", to->agent != NULL ? to->agent->name : to->address.addr);
	return entry_add(w, &en);
}

/* Of several tickets it belongs to none: each has its own way to answer. */
static int
write_list(struct work *w, const struct digest *of, struct held *first, size_t n)
{
	const struct event *ev = first->notice.ev;
	struct event joint = { .kind = ev->kind, .mailbox = ev->mailbox, .at = ev->at };
	struct notice all = { &joint, of->template, first->notice.to, 1, false };
	const struct mailbox *m = notice_mailbox(w, &joint);
	struct outbox_mail om = { .mailbox = m->name,
	    .to = notice_readers(w, ev, first->notice.to, 1) };
	struct view *view = view_object(w->a), *items;
	size_t over = 0, named = 0;

	items = view_add(w->a, view, STR("items"), view_list(w->a));
	for (struct held *h = first; h != NULL; h = h->next) {
		struct reader reader;

		if (!goes_with(w, first, h))
			continue;
		reader = notice_reader(w, h->notice.ev, h->notice.to);
		if (named++ < NAMED)
			view_add(w->a, items, STR_NONE, facts_event(w, h->notice.ev, &reader));
		over += h->notice.ev->sla.due <= w->now;
		h->is_told = h != first;
		if (record(w, of, h) == -1)
			return -1;
	}
	first->is_told = true;
	view_text(w->a, view, "count", str_printf(w->a, "%zu", n));
	view_text(w->a, view, "rule", of->rule);
	if (n > NAMED)
		view_text(w->a, view, "more", str_printf(w->a, "%zu", n - NAMED));
	view_text(w->a, view, "overdue", over == 0 ? STR_NONE :
	    str_printf(w->a, "%zu", over));
	om.draft.mail.from = (struct address){ m->display_name, m->address };
	om.draft.mail.message_id = draft_message_id(w->a, 0, w->conf->message_id_domain);
	return notice_render(w, &all, view, &om) == -1 ? -1 : notice_put(w, &all, &om);
}

/* One that goes alone is in the history as its rule's. */
static int
write_alone(struct work *w, const struct held *h)
{
	struct str before = w->rule;
	int rc;

	w->rule = h->rule;
	rc = notice_write(w, &h->notice);
	w->rule = before;
	return rc;
}

int
digest_send(struct work *w)
{
	const struct digest *of = w->digest;
	bool can_list = templates_find(&w->conf->templates, of->template, STR("en")) != NULL;
	struct held *first = of->first;

	w->digest = NULL;
	for (struct held *h = first; h != NULL; h = h->next) {
		size_t n = can_list && !h->is_told ? count_with(w, h) : 0;

		if (h->is_told)
			continue;
		if ((n > 1 ? write_list(w, of, h, n) : write_alone(w, h)) == -1)
			return -1;
	}
	return 0;
}
