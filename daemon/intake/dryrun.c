/* dryrun: see dryrun.h. */
#include "daemon/intake/dryrun.h"

#include "daemon/intake/answers.h"
#include "daemon/intake/transcript.h"
#include "daemon/rules/rules.h"
#include "parsers/base/array.h"
#include "sql.h"

static struct told_rule *
rule_of(struct work *w, struct told *told, struct str name)
{
	for (size_t i = 0; i < told->n_rules; i++)
		if (str_eq(told->rules[i].name, name))
			return &told->rules[i];
	told->rules = array_grow(w->a, told->rules, told->n_rules, sizeof(*told->rules));
	told->rules[told->n_rules] = (struct told_rule){ .name = name };
	return &told->rules[told->n_rules++];
}

/* What rules make of it: of the ticket as the lines leave it. */
static int
try_rules(struct work *w, const struct event *v, size_t n, struct told *told)
{
	const struct plan *plan = &v->ticket->plan;
	size_t before = plan->n;
	struct rule_mail *mails;
	struct chain *chain = rules_plan_all(w, v, n);

	if (chain == NULL)
		return -1;
	for (size_t i = before; i < plan->n; i++)
		if (plan->v[i].by.source == FIELD_RULE)
			plan_add(w->a, &rule_of(w, told, plan->v[i].by.why)->did, &plan->v[i]);
	n = rules_mails(chain, w->a, &mails);
	for (size_t i = 0; i < n; i++) {
		struct told_rule *rule = rule_of(w, told, mails[i].rule);

		strs_add(w->a, &rule->mails, mails[i].template);
		strs_add(w->a, &rule->mails, strs_join(w->a, mails[i].to, ", "));
	}
	return 0;
}

static int
try_events(struct work *w, const struct reading *r, struct ticket *t,
    const struct happened *happened, struct str words, struct told *told)
{
	struct event *v = ARENA_ARRAY(w->a, happened->n + 1, struct event);
	struct entry en = { .at = r->arrived, .kind = ENTRY_COMMAND, .new_text = words,
	    .is_public = told->text == TEXT_SENT };
	size_t n = happened_events(r, t, &en, told->text != TEXT_NONE, happened, v);

	return n == 0 ? 0 : try_rules(w, v, n, told);
}

/* The work's tickets once more, as the database has them: what is done to these is lost. */
static int
read_again(struct work *w, struct work_ticket *kept, size_t n)
{
	int64_t *ids = ARENA_ARRAY(w->a, n, int64_t);

	for (size_t i = 0; i < n; i++)
		ids[i] = kept[i].id;
	w->tickets = NULL;
	w->n_tickets = 0;
	return ticket_lock(w, ids, n);
}

/*
 * An alarm that is made here is none, and nobody is away by it.  What the checks looked for
 * is not looked for again.
 */
static int
try_orders(struct work *w, const struct reading *r, const struct ticket *checked,
    struct orders *orders, struct str words, struct told *told)
{
	struct actor actor = reading_actor(r);
	struct happened happened = { 0 };
	int64_t alarm = w->next_alarm;
	struct aways *aways = w->aways;
	struct rotas *rotas = w->rotas;
	struct timers *timers = w->timers, own = timers_copy(w->a, timers);
	struct spending *spending = w->spending;
	struct ticket *t = work_ticket(w, checked->id);
	int rc;

	w->rotas = NULL;
	w->timers = timers == NULL ? NULL : &own;
	w->spending = NULL;
	t->deeds = checked->deeds;
	sql_dry_begin(w->db);
	rc = orders_apply(w, t, &actor, orders, &happened);
	if (rc == 0)
		rc = try_events(w, r, t, &happened, words, told);
	sql_dry_end(w->db);
	w->next_alarm = alarm;
	w->aways = aways;
	w->rotas = rotas;
	w->timers = timers;
	w->spending = spending;
	return rc;
}

int
dry_run(struct work *w, struct reading *r, struct ticket *t, struct orders *orders,
    enum told_text text, struct str words)
{
	struct told told = { .v = orders->lines, .n = orders->n_lines, .is_dry = true,
	    .text = text };
	struct work_ticket *kept = w->tickets;
	size_t n = w->n_tickets;
	struct entry en;
	int rc = read_again(w, kept, n);

	if (rc == 0)
		rc = try_orders(w, r, t, orders, words, &told);
	w->tickets = kept;
	w->n_tickets = n;
	reading_entry(w, r, ENTRY_COMMAND, t, &en);
	entry_data(w, &en, "dry_run", STR("yes"));
	if (rc == -1 || entry_add(w, &en) == -1 || answers_add(w, r, t, orders, &told) == -1)
		return -1;
	return transcript_send(w, r, t, &en, &told);
}
