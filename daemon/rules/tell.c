/* tell: see tell.h. */
#include "daemon/rules/tell.h"

#include "daemon/out/hook.h"
#include "daemon/out/notify.h"
#include "daemon/sys/log.h"

/* That a webhook took nothing is told to no webhook: it would go on for ever. */
static int
post(struct work *w, const struct rule *r, const struct rule_action *ac, const struct event *ev)
{
	for (size_t i = 0; i < ac->values.n; i++) {
		const struct hook_post one = { .hook = webhooks_find(&w->conf->webhooks,
		    ac->values.v[i]), .ev = ev, .rule = r->name };

		if (ev->hook.n > 0)
			log_info("a webhook that failed is told to no webhook",
			    { "rule", LOG_S(r->name) }, { "webhook", LOG_S(ac->values.v[i]) },
			    { "failed", LOG_S(ev->hook) });
		else if (one.hook != NULL && hook_add(w, &one) == -1)
			return -1;
	}
	return 0;
}

int
tell_order(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev)
{
	return verb_is(ac->verb, VERB_WEBHOOK) ? post(w, r, ac, ev) :
	    notify_send(w, ev, ac->template, &ac->values);
}
