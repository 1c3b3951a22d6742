/* posting: see posting.h. */
#include "daemon/rules/posting.h"

#include "daemon/rules/withhold.h"
#include "daemon/ticket/budget.h"

/* Posts of an hour are numbered as mails to one address are. */
static bool
is_spent(struct work *w, const struct rule *r, const struct webhook *hook)
{
	int64_t most = w->conf->rule_mails_per_hour;

	if (!budget_is_spent(w, BUDGET_MAILS, hook->queue, most)) {
		budget_spend(w, BUDGET_MAILS, hook->queue);
		return false;
	}
	budget_trip(w, CONDITION_RULES_MAIL, str_printf(w->a, "rules posted %lld times to webhook "
	    "%.*s within an hour: the rest is not sent, the last of \"%.*s\" (%.*s:%d)",
	    (long long)most, STR_ARG(hook->name), STR_ARG(r->name), STR_ARG(r->file), r->line),
	    STR("rule_mails_per_hour in docket.conf is the limit"));
	return true;
}

int
posting_add(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct hook_post *post)
{
	struct strs to = { 0 };

	if (post->hook == NULL)
		return 0;
	strs_add(w->a, &to, post->hook->name);
	return is_spent(w, r, post->hook) ? withhold_record(w, r, ac, post->ev, &to,
	    STR("rules posted to it all that they may in this hour")) : hook_add(w, post);
}
