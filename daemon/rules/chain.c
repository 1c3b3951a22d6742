/* chain: see chain.h. */
#include "daemon/rules/chain.h"

#include <assert.h>

#include "daemon/rules/changed.h"
#include "daemon/ticket/budget.h"
#include "parsers/base/array.h"

static struct event *
add(struct chain *c, const struct event *ev, int depth)
{
	struct link *l = ARENA_NEW(c->w->a, struct link);

	*l = (struct link){ *ev, depth };
	c->links = array_grow(c->w->a, c->links, c->n_events, sizeof(*c->links));
	c->links[c->n_events++] = l;
	return &l->event;
}

struct chain *
chain_new(struct work *w, const struct event *v, size_t n)
{
	struct chain *c = ARENA_NEW(w->a, struct chain);

	assert(n > 0 && n <= EVENTS);
	c->w = w;
	c->fired = ARENA_ARRAY(w->a, w->conf->rules.n, bool);
	for (size_t i = 0; i < n; i++) {
		struct event *ev = add(c, &v[i], 0);

		if (ev->kind != EVENT_CREATED && ev->n_changes == 0)
			changed_since(w, ev, 0);
	}
	return c;
}

const struct event *
chain_event(const struct chain *c, size_t i)
{
	return &c->links[i]->event;
}

static int
depth_of(const struct chain *c, const struct event *ev)
{
	size_t i = 0;

	while (&c->links[i]->event != ev)
		i++;
	return c->links[i]->depth;
}

void
chain_raise(struct chain *c, const struct event *cause, enum event_kind kind, size_t from)
{
	struct arena *a = c->w->a;
	int depth = depth_of(c, cause) + 1;
	struct event *ev;

	if (cause->kind == EVENT_ARRIVED)
		return;			/* so its ticket begins: nothing changed */
	if (depth > c->w->conf->rule_depth || c->n_events == CHAIN_EVENTS) {
		budget_trip(c->w, CONDITION_RULES_LOOP, str_printf(a, "rules changed ticket #%lld "
		    "%d deep, each because of the one before", (long long)cause->ticket->id,
		    depth), str_printf(a, "docketctl explain %lld says which; rule_depth in "
		    "docket.conf is the limit", (long long)cause->ticket->id));
		return;
	}
	ev = add(c, cause, depth);
	changed_since(c->w, ev, from);
	ev->kind = kind;
}

void
chain_order(struct chain *c, const struct ordered *o)
{
	c->orders = array_grow(c->w->a, c->orders, c->n_orders, sizeof(*c->orders));
	c->orders[c->n_orders++] = *o;
}
