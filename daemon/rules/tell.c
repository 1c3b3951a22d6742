/* tell: see tell.h. */
#include "daemon/rules/tell.h"

#include "daemon/out/hook.h"
#include "daemon/out/notify.h"
#include "daemon/policy/whom.h"
#include "daemon/rules/look.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/budget.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/silences.h"

/* --- what is not told --- */

/* In the history, so that nothing is silent about it. */
static int
withhold(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct strs *to, struct str why)
{
	struct entry en = { .kind = ENTRY_RULE, .author = STR("docket"),
	    .ticket = ev->ticket == NULL ? 0 : ev->ticket->id };

	if (to->n == 0)
		return 0;
	entry_data(w, &en, "what", STR("not told"));
	entry_data(w, &en, "rule", r->name);
	entry_data(w, &en, verb_is(ac->verb, VERB_WEBHOOK) ? "webhook" : "to",
	    strs_join(w->a, to, ", "));
	entry_data(w, &en, "why", why);
	log_info("a rule's word is withheld", { "rule", LOG_S(r->name) },
	    { "ticket", LOG_I(en.ticket) }, { "why", LOG_S(why) });
	return entry_add(w, &en);
}

/* The first that is in force and whose condition the ticket fits; NULL: none. */
static const struct silence *
silence_of(struct work *w, const struct rule *r, const struct event *ev)
{
	const struct silences *all = w->core->silences;
	bool over = false;
	struct captured none = { 0 };
	const struct look look = { w, r, ev, &over, &none };
	const struct filter_source src = look_source(&look);

	for (size_t i = 0; all != NULL && ev->ticket != NULL && i < all->n; i++)
		if (all->v[i].until > w->now && filter_holds(&all->v[i].where, &src, NULL) == 1)
			return &all->v[i];
	return NULL;
}

/* Words of people here, which no silence withholds. */
static bool
is_peoples(const struct event *ev)
{
	return ev->kind == EVENT_AGENT_REPLIED || ev->kind == EVENT_NOTED;
}

/* Customers get their mails whatever is quiet here. */
static bool
is_customers(struct str to)
{
	struct whom whom = whom_read(to);

	return whom.kind == WHOM_REQUESTER || whom.kind == WHOM_PARTICIPANTS;
}

struct parted {				/* of those that an action tells */
	struct strs	go, wait;
};

static struct parted
part(struct work *w, const struct rule_action *ac)
{
	struct parted out = { 0 };

	for (size_t i = 0; i < ac->values.n; i++)
		strs_add(w->a, !verb_is(ac->verb, VERB_WEBHOOK) && is_customers(ac->values.v[i]) ?
		    &out.go : &out.wait, ac->values.v[i]);
	return out;
}

/* --- what is --- */

/* Posts of an hour are numbered as mails to one address are. */
static bool
may_post(struct work *w, const struct rule *r, const struct webhook *hook)
{
	int64_t most = w->conf->rule_mails_per_hour;

	if (!budget_is_spent(w, BUDGET_MAILS, hook->queue, most)) {
		budget_spend(w, BUDGET_MAILS, hook->queue);
		return true;
	}
	budget_trip(w, CONDITION_RULES_MAIL, str_printf(w->a, "rules posted %lld times to webhook "
	    "%.*s within an hour: the rest is not sent, the last of \"%.*s\" (%.*s:%d)",
	    (long long)most, STR_ARG(hook->name), STR_ARG(r->name), STR_ARG(r->file), r->line),
	    STR("rule_mails_per_hour in docket.conf is the limit"));
	return false;
}

/* That a webhook took nothing is told to no webhook: it would go on for ever. */
static int
post(struct work *w, const struct rule *r, const struct strs *to, const struct event *ev)
{
	for (size_t i = 0; i < to->n; i++) {
		const struct hook_post one = { .hook = webhooks_find(&w->conf->webhooks,
		    to->v[i]), .ev = ev, .rule = r->name };

		if (ev->hook.n > 0)
			log_info("a webhook that failed is told to no webhook",
			    { "rule", LOG_S(r->name) }, { "webhook", LOG_S(to->v[i]) },
			    { "failed", LOG_S(ev->hook) });
		else if (one.hook != NULL && may_post(w, r, one.hook) && hook_add(w, &one) == -1)
			return -1;
	}
	return 0;
}

static int
tell(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct strs *to)
{
	return to->n == 0 ? 0 : verb_is(ac->verb, VERB_WEBHOOK) ? post(w, r, to, ev) :
	    notify_by_rule(w, ev, ac->template, to, r);
}

int
tell_order(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev)
{
	const struct silence *s = is_peoples(ev) ? NULL : silence_of(w, r, ev);
	struct parted to;

	if (s == NULL)
		return tell(w, r, ac, ev, &ac->values);
	to = part(w, ac);
	if (withhold(w, r, ac, ev, &to.wait, str_printf(w->a, "silenced by %lld: %.*s",
	    (long long)s->id, STR_ARG(s->why))) == -1)
		return -1;
	return tell(w, r, ac, ev, &to.go);
}
