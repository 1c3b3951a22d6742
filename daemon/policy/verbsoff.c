/* verbsoff: see verbsoff.h. */
#include "daemon/policy/verbsoff.h"

#include "daemon/conf/wish.h"
#include "parsers/base/array.h"

enum { ALL_ROLES = 1 << AGENT_AGENT | 1 << AGENT_LEAD | 1 << AGENT_ADMIN };

struct verbs_off_text {			/* as it is written */
	struct strs	verbs, roles, mailboxes;
};

static const struct key verbs_off_keys[] = {
	KEY(struct verbs_off_text, verbs, "verbs", KEY_LOWERS, .required = true, .help =
	    "what is switched off: names, without #"),
	KEY(struct verbs_off_text, roles, "roles", KEY_LOWERS, .help =
	    "for whom: \"agent\", \"lead\", \"admin\"; else for all"),
	KEY(struct verbs_off_text, mailboxes, "mailboxes", KEY_STRS, .help =
	    "of which mailboxes' tickets; else of all"),
};

static const struct section sections[] = {
	{ "verbs_off", "docket.conf", KEYS(verbs_off_keys), "commands that are switched off" },
	{ NULL },
};

const struct conf_part verbs_off_part = { "verbs_off", "docket.conf", sections };

static void
read_verbs(struct loader *l, const struct node *n, const struct strs *names,
    struct verbs_off_group *out)
{
	struct strs known = verb_names(l->a, DOOR_MAIL | DOOR_CTL);

	for (size_t i = 0; i < names->n; i++) {
		const struct verb *v = verb_find(DOOR_MAIL | DOOR_CTL, names->v[i]);

		if (v != NULL)
			out->verbs[verb_id(v)] = true;
		else
			conf_one_of(l, n, "command", names->v[i], &known);
	}
}

static void
read_roles(struct loader *l, const struct node *n, const struct strs *names,
    struct verbs_off_group *out)
{
	struct strs known = conf_names(l->a, agent_roles);

	out->roles = names->n == 0 ? ALL_ROLES : 0;
	for (size_t i = 0; i < names->n; i++)
		conf_one_of(l, n, "role", names->v[i], &known);
	for (unsigned role = AGENT_AGENT; role <= AGENT_ADMIN; role++)
		if (strs_has(names, str_c(agent_roles[role])))
			out->roles |= 1U << role;
}

void
verbs_off_read(struct loader *l, const struct node *list, struct verbs_off *out)
{
	size_t n = conf_groups(l, list);

	out->v = ARENA_ARRAY(l->a, n, struct verbs_off_group);
	for (out->n = 0; out->n < n; out->n++) {
		struct node e = node_at(list, out->n), verbs = node_get(&e, "verbs"),
		    roles = node_get(&e, "roles"), mailboxes = node_get(&e, "mailboxes");
		struct verbs_off_group *c = &out->v[out->n];
		struct verbs_off_text r = { .verbs = { 0 } };

		conf_walk(l, &e, &sections[0], &r);
		read_verbs(l, &verbs, &r.verbs, c);
		read_roles(l, &roles, &r.roles, c);
		c->mailboxes = r.mailboxes;
		for (size_t i = 0; i < r.mailboxes.n; i++)
			conf_wish(l, &mailboxes, "mailbox", r.mailboxes.v[i]);
	}
}

unsigned
verbs_off_leave(const struct verbs_off *all, const struct verb *v, struct str mailbox)
{
	unsigned may = 0;

	for (unsigned role = AGENT_AGENT; role <= AGENT_ADMIN; role++)
		if (verb_may(v, (enum role_agent)role))
			may |= 1U << role;
	for (size_t i = 0; i < all->n; i++) {
		const struct verbs_off_group *c = &all->v[i];

		if (c->verbs[verb_id(v)] &&
		    (c->mailboxes.n == 0 || strs_has(&c->mailboxes, mailbox)))
			may &= ~c->roles;
	}
	return may;
}
