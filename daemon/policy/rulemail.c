/* rulemail: see rulemail.h. */
#include "daemon/policy/rulemail.h"

/* In which anybody is written to. */
static struct strs
languages(struct arena *a, const struct conf *c)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < c->mailboxes.n; i++)
		if (!strs_has(&out, c->mailboxes.v[i].language))
			strs_add(a, &out, c->mailboxes.v[i].language);
	for (size_t i = 0; i < c->projects.n; i++)
		if (!strs_has(&out, c->projects.v[i].language))
			strs_add(a, &out, c->projects.v[i].language);
	for (size_t i = 0; i < c->agents.n; i++)
		if (!strs_has(&out, c->agents.v[i].language))
			strs_add(a, &out, c->agents.v[i].language);
	return out;
}

static void
check_action(struct loader *l, const struct conf *c, const struct rule *r,
    const struct rule_action *ac, struct strs *told)
{
	struct strs all = languages(l->a, c);

	for (size_t i = 0; i < all.n; i++) {
		const struct template_text *t = templates_find(&c->templates, ac->template, all.v[i]);
		struct str file = str_printf(l->a, "templates/%.*s/%.*s.txt", STR_ARG(all.v[i]),
		    STR_ARG(ac->template));

		if (all.v[i].n == 0 || t == NULL || str_eq(t->language, all.v[i]) ||
		    strs_has(told, file))
			continue;
		strs_add(l->a, told, file);
		conf_hint_at(l, r->file, ac->line, "rule \"%.*s\" sends %.*s, and there is no %.*s: "
		    "who reads that language gets it in English", STR_ARG(r->name),
		    STR_ARG(ac->template), STR_ARG(file));
	}
}

void
rulemail_check(struct loader *l, const struct conf *c)
{
	struct strs told = { 0 };

	for (size_t i = 0; i < c->rules.n; i++)
		for (size_t k = 0; k < c->rules.v[i].n_actions; k++)
			if (c->rules.v[i].actions[k].template.n > 0)
				check_action(l, c, &c->rules.v[i], &c->rules.v[i].actions[k], &told);
}
