/* filefacts: see filefacts.h. */
#include "daemon/out/filefacts.h"

/* Why it does not go with the mail, and how an engineer gets it. */
static void
add_left(struct work *w, struct view *one, const struct event *ev, size_t i)
{
	bool is_lost = ev->letter->attachments[i].is_lost;

	view_text(w->a, one, "left", is_lost ? STR("lost") : STR("yes"));
	if (ev->first_file != 0 && !is_lost)
		view_text(w->a, one, "command", str_printf(w->a,
		    "docketctl attachment get %lld %lld", (long long)ev->ticket->id,
		    (long long)ev->first_file + (long long)i));
}

void
filefacts_add(struct work *w, struct view *entry, const struct event *ev,
    const struct parcel *parcel)
{
	struct view *files = view_add(w->a, entry, STR("attachments"), view_list(w->a));

	for (size_t i = 0; ev->letter != NULL && i < ev->letter->n_attachments; i++) {
		const struct attachment *at = &ev->letter->attachments[i];
		struct view *one;

		if (!parcel_is_file(at))
			continue;
		one = view_add(w->a, files, STR_NONE, view_object(w->a));
		view_text(w->a, one, "name", attach_label(w->a, at));
		view_text(w->a, one, "type", at->type);
		view_text(w->a, one, "size", str_printf(w->a, "%llu",
		    (unsigned long long)at->size));
		if (parcel != NULL && ev->ticket != NULL && !parcel_has(parcel, i))
			add_left(w, one, ev, i);
	}
}
