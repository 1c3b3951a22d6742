/* changed: see changed.h. */
#include "daemon/rules/changed.h"

#include <string.h>

static const unsigned char changes[SUBJECTS] = {
	[SUBJECT_PROJECT] = CHANGE_PROJECT, [SUBJECT_SEVERITY] = CHANGE_FIELD,
	[SUBJECT_VERSION] = CHANGE_FIELD, [SUBJECT_STATUS] = CHANGE_STATUS,
	[SUBJECT_CATEGORY] = CHANGE_STATUS, [SUBJECT_TYPE] = CHANGE_TYPE,
	[SUBJECT_SUBJECT] = CHANGE_SUBJECT, [SUBJECT_ASSIGNEE] = CHANGE_ASSIGNEE,
	[SUBJECT_TEAM] = CHANGE_TEAM, [SUBJECT_TAGS] = CHANGE_TAG,
	[SUBJECT_REQUESTER] = CHANGE_REQUESTER, [SUBJECT_POLICY] = CHANGE_SLA,
	[SUBJECT_FIELD] = CHANGE_FIELD,
};

static bool
is_of(const struct change *c, const struct filter_test *t)
{
	return c->what == changes[t->subject] && (c->what != CHANGE_FIELD ||
	    str_eq(c->field.name, t->field));
}

/* What a status means: of the ticket's type as it is now, else as a plain one. */
static struct str
category_of(const struct work *w, const struct ticket *t, struct str status)
{
	const struct type *type = types_of(&w->conf->types, t->type);
	const struct status *s = type_status(type, status);

	return s != NULL ? category_word(s->category) : status;
}

static struct str
value(struct work *w, const struct event *ev, const struct filter_test *t, struct str s)
{
	if (t->subject == SUBJECT_CATEGORY)
		return category_of(w, ev->ticket, s);
	return t->subject == SUBJECT_REQUESTER ? str_lower(w->a, s) : s;
}

static void
look_tags(struct work *w, const struct event *ev, struct strs *was, struct strs *to)
{
	for (size_t i = 0; i < ev->n_changes; i++) {
		const struct change *c = &ev->changes[i];

		if (c->what == CHANGE_TAG && c->old.n > 0)
			strs_add(w->a, was, c->old);
		if (c->what == CHANGE_TAG && c->new.n > 0)
			strs_add(w->a, to, c->new);
	}
}

bool
changed_look(struct work *w, const struct event *ev, const struct filter_test *t,
    struct strs *was, struct strs *to)
{
	const struct change *first = NULL, *last = NULL;

	if (ev->ticket == NULL || !subject_row(t->subject)->changes)
		return false;
	if (t->subject == SUBJECT_TAGS) {
		look_tags(w, ev, was, to);
		return was->n + to->n > 0;
	}
	for (size_t i = 0; i < ev->n_changes; i++) {
		if (!is_of(&ev->changes[i], t))
			continue;
		first = first == NULL ? &ev->changes[i] : first;
		last = &ev->changes[i];
	}
	if (first == NULL)
		return false;
	strs_add(w->a, was, value(w, ev, t, first->old));
	strs_add(w->a, to, value(w, ev, t, last->new));
	return !str_eq(was->v[0], to->v[0]);
}

void
changed_since(struct work *w, struct event *ev, size_t from)
{
	const struct plan *plan = ev->ticket != NULL ? &ev->ticket->plan : NULL;
	struct change *copy;

	ev->changes = NULL;
	ev->n_changes = plan != NULL && from < plan->n ? plan->n - from : 0;
	if (ev->n_changes == 0)
		return;
	copy = ARENA_ARRAY(w->a, ev->n_changes, struct change);
	memcpy(copy, plan->v + from, ev->n_changes * sizeof(*copy));
	ev->changes = copy;
}
