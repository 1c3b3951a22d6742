/* tell: see tell.h. */
#include "daemon/rules/tell.h"

#include "daemon/out/notify.h"
#include "daemon/rules/grouped.h"
#include "daemon/rules/posting.h"
#include "daemon/rules/withhold.h"
#include "daemon/sys/log.h"

/* That a webhook took nothing is told to no webhook: it would go on for ever. */
static int
post(struct work *w, const struct rule *r, const struct rule_action *ac, const struct strs *to,
    const struct event *ev)
{
	for (size_t i = 0; i < to->n; i++) {
		const struct hook_post one = { .hook = webhooks_find(&w->conf->webhooks,
		    to->v[i]), .ev = ev, .rule = r->name };

		if (ev->hook.n > 0)
			log_info("a webhook that failed is told to no webhook",
			    { "rule", LOG_S(r->name) }, { "webhook", LOG_S(to->v[i]) },
			    { "failed", LOG_S(ev->hook) });
		else if (posting_add(w, r, ac, &one) == -1)
			return -1;
	}
	return 0;
}

static int
tell(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct strs *to)
{
	return to->n == 0 ? 0 : verb_is(ac->verb, VERB_WEBHOOK) ? post(w, r, ac, to, ev) :
	    notify_by_rule(w, ev, ac->template, to, r);
}

/* At once, later with others, or not at all. */
static int
tell_or_wait(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct strs *to)
{
	struct str why;

	withhold_look(w, r, ev, &why);
	if (why.n == 0 && withhold_repeats(w, r, ac, ev, &why) == -1)
		return -1;
	if (why.n > 0)
		return withhold_record(w, r, ac, ev, to, why);
	return r->group_wait == 0 ? tell(w, r, ac, ev, to) : grouped_add(w, r, ac, ev);
}

int
tell_order(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev)
{
	struct strs go, wait;

	if (withhold_is_peoples(ev) || ev->ticket == NULL || (w->core->silences == NULL &&
	    !rule_is_patient(r)))
		return tell(w, r, ac, ev, &ac->values);
	go = withhold_part(w, ac, true);
	wait = withhold_part(w, ac, false);
	return tell(w, r, ac, ev, &go) == -1 ||
	    (wait.n > 0 && tell_or_wait(w, r, ac, ev, &wait) == -1) ? -1 : 0;
}
