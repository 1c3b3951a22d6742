/* stranger: see stranger.h. */
#include "daemon/out/stranger.h"

#include "parsers/base/array.h"

/* A value that cannot be anything: the desk's own words, a number, a date. */
static struct str
tame(const struct conf *conf, const struct field_value *f)
{
	const struct field_def *def = field_find(&conf->fields, f->name);
	bool any = def == NULL || def->type == FIELD_TEXT || def->type == FIELD_EMAIL ||
	    (def->type == FIELD_VERSION && def->catalogue.n == 0);

	return f->verified && !any ? f->value : STR_NONE;
}

struct event
stranger_event(struct work *w, const struct event *ev)
{
	struct event out = *ev;
	struct ticket *t;

	out.author.name = out.text = out.link_subject = STR_NONE;
	out.letter = NULL;
	if (ev->ticket == NULL)
		return out;
	out.ticket = t = ARENA_NEW(w->a, struct ticket);
	*t = *ev->ticket;
	t->subject = t->requester_address.name = STR_NONE;
	t->fields.v = ARENA_ARRAY(w->a, t->fields.n, struct field_value);
	for (size_t i = 0; i < t->fields.n; i++) {
		t->fields.v[i] = ev->ticket->fields.v[i];
		t->fields.v[i].value = tame(w->conf, &t->fields.v[i]);
		t->fields.v[i].raw = STR_NONE;
	}
	return out;
}
