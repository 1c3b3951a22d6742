/* mailloop: see mailloop.h. */
#include "daemon/policy/mailloop.h"

#include "daemon/policy/own.h"
#include "daemon/policy/whom.h"

/* An engineer has an address besides; a customer who is a mailbox would hear themselves. */
static void
check_people(struct loader *l, const struct conf *c)
{
	for (size_t i = 0; i < c->projects.n; i++) {
		const struct project *p = &c->projects.v[i];

		for (size_t k = 0; k < p->contacts.n; k++)
			if (own_has(&c->letter.own_addresses, p->contacts.v[k]))
				conf_fault_at(l, p->file, p->line, "%.*s, a contact of project "
				    "%.*s, is the address of a mailbox, or one of its aliases: what "
				    "it is told would come back as a new mail",
				    STR_ARG(p->contacts.v[k]), STR_ARG(p->key));
	}
}

static void
check_action(struct loader *l, const struct conf *c, const struct rule *r,
    const struct rule_action *ac)
{
	for (size_t i = 0; i < ac->values.n; i++) {
		struct str whom = ac->values.v[i];

		if (ac->verb->takes == TAKES_PEOPLE && whom_read(whom).kind != WHOM_ADDRESS)
			continue;
		if (own_has(&c->letter.own_addresses, whom))
			conf_fault_at(l, r->file, ac->line, "rule \"%.*s\": %.*s is the address of a "
			    "mailbox, or one of its aliases: what is sent there comes back as a new "
			    "mail; name people, or team:NAME", STR_ARG(r->name), STR_ARG(whom));
	}
}

void
mailloop_check(struct loader *l, const struct conf *c)
{
	check_people(l, c);
	for (size_t i = 0; i < c->rules.n; i++)
		for (size_t k = 0; k < c->rules.v[i].n_actions; k++) {
			const struct rule_action *ac = &c->rules.v[i].actions[k];

			if (ac->verb != NULL && (ac->verb->takes == TAKES_PEOPLE ||
			    ac->verb->takes == TAKES_ADDRESSES))
				check_action(l, c, &c->rules.v[i], ac);
		}
	for (size_t i = 0; i < c->alerting.to.n; i++)
		if (own_has(&c->letter.own_addresses, c->alerting.to.v[i]))
			conf_fault_at(l, l->first, c->alerting.line, "alert: %.*s is the address of a "
			    "mailbox, or one of its aliases: who is told that mailboxes fail reads "
			    "elsewhere", STR_ARG(c->alerting.to.v[i]));
}
