/* chain: see chain.h. */
#include "daemon/rules/chain.h"

#include <assert.h>

#include "daemon/rules/changed.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"

struct chain *
chain_new(struct work *w, const struct event *v, size_t n)
{
	struct chain *c = ARENA_NEW(w->a, struct chain);

	assert(n > 0 && n <= EVENTS);
	c->w = w;
	c->fired = ARENA_ARRAY(w->a, w->conf->rules.n, bool);
	for (size_t i = 0; i < n; i++) {
		c->events[c->n_events] = v[i];
		if (v[i].kind != EVENT_CREATED && v[i].n_changes == 0)
			changed_since(w, &c->events[c->n_events], 0);
		c->n_events++;
	}
	return c;
}

void
chain_raise(struct chain *c, const struct event *cause, enum event_kind kind, size_t from)
{
	if (c->n_events == CHAIN_EVENTS) {
		log_warning("rules: the chain of events is cut",
		    { "ticket", LOG_I(cause->ticket->id) }, { "event", LOG_C(event_word(kind)) });
		return;
	}
	c->events[c->n_events] = *cause;
	changed_since(c->w, &c->events[c->n_events], from);
	c->events[c->n_events++].kind = kind;
}

void
chain_order(struct chain *c, const struct ordered *o)
{
	c->orders = array_grow(c->w->a, c->orders, c->n_orders, sizeof(*c->orders));
	c->orders[c->n_orders++] = *o;
}
