/* notify: see notify.h. */
#include "daemon/out/notify.h"

#include "daemon/out/automatic.h"
#include "daemon/out/breaker.h"
#include "daemon/out/burst.h"
#include "daemon/out/digest.h"
#include "daemon/out/heap.h"
#include "daemon/policy/own.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/budget.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/reach.h"
#include "parsers/machine/nobody.h"

/* A robot that answered so long ago may be gone. */
#define ROBOT_STAYS	((int64_t)86400 * SECOND_US)

const char *
notify_obstacle(const struct conf *conf, const struct event *ev, struct str address)
{
	if (ev->letter != NULL && ev->letter->kind != LETTER_HUMAN)
		return "automatic mail is never answered automatically";
	/* What an engineer's program writes into its mail is not the customer's wish. */
	if (ev->letter != NULL && ev->letter->no_answer.n > 0 && ev->agent == NULL)
		return "the mail asks for no automatic answer";
	if (ev->letter != NULL && ev->agent == NULL &&
	    str_ieq(ev->letter->authres.dmarc, STR("fail")))
		return "our mail server found that its author is another (dmarc=fail)";
	if (ev->letter != NULL && ev->doubt.n > 0)
		return "the mail waits for a decision";
	if (ev->kind == EVENT_CREATED && ev->twin != 0)
		return "the same mail was acknowledged on the ticket beside it";
	if (own_has(&conf->letter.own_addresses, address))
		return "that is an address of docket's own";
	if (nobody_reads(address))
		return "nobody reads that address";
	return NULL;
}

static int
record_suppressed(struct work *w, const struct event *ev, struct str template,
    struct str address, const char *why)
{
	struct entry en = { .kind = ENTRY_RULE, .author = STR("docket"),
	    .ticket = ev->ticket == NULL ? 0 : ev->ticket->id };

	entry_data(w, &en, "what", STR("mail not sent"));
	entry_data(w, &en, "template", template);
	entry_data(w, &en, "to", address);
	entry_data(w, &en, "why", str_c(why));
	if (w->rule.n > 0)
		entry_data(w, &en, "rule", w->rule);
	return entry_add(w, &en);
}

/* *why: NULL, or why this customer does not get it. */
static int
why_not(struct work *w, const struct event *ev, struct str address, const char **why)
{
	const struct reach *known;

	*why = NULL;
	if (ours_has(w, address))
		*why = "that is an address of docket's own";
	else if (ev->ticket != NULL && ticket_is_spam(ev->ticket) &&
	    ev->kind != EVENT_AGENT_REPLIED)
		*why = "the ticket is spam";
	else if (ev->is_staffs)
		*why = "people here opened the ticket: the customer wrote no mail";
	if (*why != NULL || ev->agent != NULL ||
	    (*why = notify_obstacle(w->conf, ev, address)) != NULL)
		return 0;
	if (reach_find(w, address, &known) == -1)
		return -1;
	if (!reach_is_off(w, known))
		return automatic_limit(w, ev, address, why);
	*why = str_eq(known->marked, STR("complaint")) ? "its owner called our mail spam" :
	    "mail to that address came back";
	return 0;
}

/* Customers that may have this mail stay in the list. */
static int
sift_customers(struct work *w, const struct event *ev, struct str template,
    struct recipient *v, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		const char *why = NULL;

		if (why_not(w, ev, v[i].address.addr, &why) == -1)
			return -1;
		if (why == NULL)
			v[kept++] = v[i];
		else if (record_suppressed(w, ev, template, v[i].address.addr, why) == -1)
			return -1;
	}
	*n = kept;
	return 0;
}

/* Whose notice says so: they read what the others do not. */
static bool
has_timer(const struct work *w, const struct recipient *r)
{
	return r->agent != NULL && timers_find(w->timers, r->agent->name) != NULL;
}

/* Those who read the same get copies of one draft.  `v` loses its order. */
static int
write_alike(struct work *w, const struct event *ev, struct str template, struct recipient *v,
    size_t n)
{
	if (n > 0 && timers_load(w) == -1)
		return -1;
	while (n > 0) {
		struct notice alike = { ev, template, v, 1, false };

		for (size_t i = 1; i < n; i++)
			if (notice_is_alike(&v[0], &v[i]) && !has_timer(w, &v[0]) &&
			    !has_timer(w, &v[i])) {
				struct recipient r = v[i];

				v[i] = v[alike.n];
				v[alike.n++] = r;
			}
		if (notice_write(w, &alike) == -1)
			return -1;
		v += alike.n;
		n -= alike.n;
	}
	return 0;
}

/* Who could not be reached is not told of it there: each such mail would come back too. */
static bool
is_bounced(const struct event *ev, const struct recipient *r)
{
	return ev->kind == EVENT_BOUNCE && (str_ieq(r->address.addr, ev->bounce.recipient) ||
	    str_ieq(r->address.addr, ev->bounce.sent_to));
}

/* Mail to there comes back, or, of what came to a return path, keeps a robot busy. */
static int
is_unfit(struct work *w, const struct event *ev, const struct recipient *r, bool *unfit)
{
	const struct reach *known;

	*unfit = is_bounced(ev, r) || str_ieq(r->address.addr, ev->astray);
	if (*unfit || r->is_customer)
		return 0;
	if (reach_find(w, r->address.addr, &known) == -1)
		return -1;
	*unfit = reach_is_off(w, known) || (ev->astray.n > 0 && known != NULL &&
	    known->robot_at > w->now - ROBOT_STAYS);
	return 0;
}

static int
drop_unfit(struct work *w, const struct event *ev, struct recipients *all)
{
	size_t kept = 0;
	bool unfit;

	for (size_t i = 0; i < all->n; i++) {
		if (is_unfit(w, ev, &all->v[i], &unfit) == -1)
			return -1;
		if (!unfit)
			all->v[kept++] = all->v[i];
	}
	all->n = kept;
	return 0;
}

/* Where nobody is left, those are told who look after the engineers. */
static int
sift_unfit(struct work *w, const struct event *ev, struct recipients *all)
{
	size_t before = all->n;

	if (drop_unfit(w, ev, all) == -1)
		return -1;
	if (before == 0 || all->n > 0)
		return 0;
	recipients_add(w, ev, STR("leads"), all);
	recipients_add(w, ev, STR("admins"), all);
	return drop_unfit(w, ev, all);
}

/* The rest of them, as one mail; none where the breaker withholds it. */
static int
write_customers(struct work *w, const struct event *ev, struct notice *customers,
    struct recipient *v)
{
	bool admits = true;

	if (sift_customers(w, ev, customers->template, v, &customers->n) == -1)
		return -1;
	if (customers->n > 0 && ev->agent == NULL) {
		if (breaker_admits(w, (int64_t)customers->n, &admits) == -1)
			return -1;
		customers->withheld = !admits;
	}
	return customers->n == 0 ? 0 : notice_write(w, customers);
}

/* A rule's mails to one address are numbered: beyond an hour's none goes there. */
static int
sift_spent(struct work *w, const struct event *ev, struct str template,
    const struct rule *rule, struct recipients *all)
{
	int64_t most = w->conf->rule_mails_per_hour;
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct str who = str_lower(w->a, all->v[i].address.addr);

		if (!budget_is_spent(w, BUDGET_MAILS, who, most)) {
			budget_spend(w, BUDGET_MAILS, who);
			all->v[kept++] = all->v[i];
			continue;
		}
		budget_trip(w, CONDITION_RULES_MAIL, str_printf(w->a, "rules sent %lld mails to "
		    "%.*s within an hour: the rest is not sent, the last of \"%.*s\" (%.*s:%d)",
		    (long long)most, STR_ARG(who), STR_ARG(rule->name), STR_ARG(rule->file),
		    rule->line), STR("rule_mails_per_hour in docket.conf is the limit"));
		if (record_suppressed(w, ev, template, who,
		    "rules sent that address its mails of this hour") == -1)
			return -1;
	}
	all->n = kept;
	return 0;
}

/* It would come in again, and be an event. */
static void
tell_self(struct work *w, struct str who, struct str template, const struct rule *rule)
{
	log_warning("a rule's mail to docket's own address is not sent",
	    { "to", LOG_S(who) }, { "template", LOG_S(template) });
	if (rule != NULL)
		budget_trip(w, CONDITION_RULES_SELF, str_printf(w->a, "rule \"%.*s\" (%.*s:%d) "
		    "notifies %.*s, an address of docket's own: that is not sent",
		    STR_ARG(rule->name), STR_ARG(rule->file), rule->line, STR_ARG(who)),
		    STR("let it notify somebody else"));
}

int
notify_by_rule(struct work *w, const struct event *ev, struct str template,
    const struct strs *to, const struct rule *rule)
{
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct notice customers = { ev, template, NULL, 0, false };
	struct recipient *v, *others;
	size_t n = 0;

	if (ours_load(w) == -1)
		return -1;
	for (size_t i = 0; i < to->n; i++)
		recipients_add(w, ev, to->v[i], all);
	if (sift_unfit(w, ev, all) == -1 ||
	    (rule != NULL && sift_spent(w, ev, template, rule, all) == -1))
		return -1;
	customers.to = v = ARENA_ARRAY(w->a, all->n, struct recipient);
	others = ARENA_ARRAY(w->a, all->n, struct recipient);
	for (size_t i = 0; i < all->n; i++) {
		struct notice one = { ev, template, &all->v[i], 1, false };

		if (one.to->is_customer)
			v[customers.n++] = *one.to;
		else if (one.to->agent != NULL && one.to->agent == ev->agent &&
		    !one.to->is_asked)
			continue;
		else if (one.to->agent == NULL && ours_has(w, one.to->address.addr))
			tell_self(w, one.to->address.addr, template, rule);
		else if (ev->in_heap && !burst_applies(ev)) {
			if (heap_add(w, HEAP_MAIL, ev, one.to->address.addr) == -1)
				return -1;
		} else if (digest_is_open(w))
			digest_add(w, &one);
		else
			others[n++] = *one.to;
	}
	if (burst_applies(ev) && burst_sift(w, ev, others, &n) == -1)
		return -1;
	return write_alike(w, ev, template, others, n) == -1 ? -1 :
	    write_customers(w, ev, &customers, v);
}

int
notify_send(struct work *w, const struct event *ev, struct str template,
    const struct strs *to)
{
	return notify_by_rule(w, ev, template, to, NULL);
}

int
notify_agent(struct work *w, const struct event *ev, struct str template,
    const struct agent *ag)
{
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct notice one = { ev, template, all->v, 1, false };

	recipients_add_agent(all, ag);
	return all->n == 0 ? 0 : notice_write(w, &one);
}

int
notify_customer(struct work *w, const struct event *ev, struct str template,
    const struct recipient *to)
{
	struct recipient *v = ARENA_NEW(w->a, struct recipient);
	struct notice one = { ev, template, v, 1, false };

	*v = *to;
	return ours_load(w) == -1 ? -1 : write_customers(w, ev, &one, v);
}
