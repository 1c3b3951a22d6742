/* actions: see actions.h. */
#include "daemon/out/actions.h"

#include "daemon/out/mailto.h"
#include "daemon/ticket/ticket.h"
#include "parsers/base/array.h"

static struct view *
item(struct arena *a, struct view *list)
{
	return view_add(a, list, STR_NONE, view_object(a));
}

/* A link that opens a mail with this body to the reader's own address. */
static struct str
mailto(struct work *w, const struct event *ev, const struct reader *reader, struct str body)
{
	return mailto_link(w->a, reader->reply_to, str_printf(w->a, "Re: %.*s %.*s",
	    STR_ARG(ev->ticket->subject), STR_ARG(ticket_tag(w->a, w->conf, ev->ticket))),
	    body);
}

/* Whom a mail went to who get no answer of ours, each with a way to let them in. */
static void
add_copied(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader, struct view *actions)
{
	struct view *copied = view_add(w->a, top, STR("copied"), view_list(w->a));

	for (size_t i = 0; reader->agent != NULL && i < ev->copied.n; i++) {
		const struct address *ad = &ev->copied.v[i];
		struct view *one = item(w->a, copied), *action;

		view_text(w->a, one, "name", ad->name);
		view_text(w->a, one, "address", ad->addr);
		if (reader->reply_to.n == 0)
			continue;
		action = item(w->a, actions);
		view_text(w->a, action, "label", str_printf(w->a, "Add %.*s",
		    STR_ARG(ad->addr)));
		view_text(w->a, action, "mailto", mailto(w, ev, reader,
		    str_printf(w->a, "#cc %.*s\n", STR_ARG(ad->addr))));
	}
}

void
actions_add(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	static const struct { const char *label, *body; } table[] = {
		{ "Take", "#take\n" }, { "Resolve", "#resolve\n" },
		{ "Wait for customer", "#wait\n" }, { "Note", "#note\n\n" },
	};
	struct view *actions = view_add(w->a, top, STR("actions"), view_list(w->a));

	if (reader->agent == NULL || ev->ticket == NULL || reader->reply_to.n == 0)
		return;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct view *one = item(w->a, actions);

		view_text(w->a, one, "label", str_c(table[i].label));
		view_text(w->a, one, "mailto", mailto(w, ev, reader, str_c(table[i].body)));
	}
	add_copied(w, top, ev, reader, actions);
}
