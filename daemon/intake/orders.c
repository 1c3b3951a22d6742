/* orders: see orders.h. */
#include "daemon/intake/orders.h"

#include <assert.h>
#include <string.h>

#include "daemon/sla/category.h"
#include "parsers/base/nearest.h"

static struct actor
actor_of(const struct agent *agent, int64_t at)
{
	return (struct actor){ .door = DOOR_MAIL, .agent = agent, .name = agent->name,
	    .at = at };
}

static struct refusal
unknown(struct work *w, const struct command_line *line)
{
	struct strs names = verb_names(w->a, DOOR_MAIL);
	struct str near = nearest_name(line->name, &names);
	struct why *why = WHY(w->a, STR("there is no command #*"), line->name);

	if (near.n > 0)
		why->instead = str_printf(w->a, "#%.*s%s%.*s", STR_ARG(near),
		    line->arg.n > 0 ? " " : "", STR_ARG(line->arg));
	return (struct refusal){ line->line, why };
}

static void
check_line(struct prospect *p, const struct command_line *line, struct orders *out)
{
	struct order o = { verb_find(DOOR_MAIL, line->name), line->arg, line->line };
	struct why *why;

	if (o.verb == NULL)
		out->refused[out->n_refused++] = unknown(p->w, line);
	else if ((why = act_check(p, &o)) != NULL)
		out->refused[out->n_refused++] = (struct refusal){ line->line, why };
	else
		out->v[out->n++] = o;
	out->is_note |= o.verb != NULL && verb_is(o.verb, VERB_NOTE);
}

void
orders_tickets(struct arena *a, struct str text, struct numbers *out)
{
	struct command_block block;

	command_parse(a, text, &block);
	for (size_t i = 0; i < block.n; i++) {
		const struct verb *v = verb_find(DOOR_MAIL, block.v[i].name);

		if (v != NULL)
			act_tickets(a, v, block.v[i].arg, out);
	}
}

void
orders_check(struct work *w, const struct ticket *t, const struct agent *agent,
    const struct command_block *block, struct orders *out)
{
	struct actor actor = actor_of(agent, 0);
	struct prospect p;

	memset(out, 0, sizeof(*out));
	out->v = ARENA_ARRAY(w->a, block->n, struct order);
	out->refused = ARENA_ARRAY(w->a, block->n + 1, struct refusal);
	act_prospect(&p, w, t, &actor);
	for (size_t i = 0; i < block->n; i++)
		check_line(&p, &block->v[i], out);
	out->resolves = category_is_done(p.status) && !category_is_done(t->status);
	if (block->too_many)
		out->refused[out->n_refused++] = (struct refusal){ .why =
		    WHY(w->a, STR("a mail may hold at most * commands"),
		    str_printf(w->a, "%d", LIMIT_COMMANDS)) };
}

int
orders_apply(struct work *w, struct ticket *t, const struct agent *agent, int64_t at,
    const struct orders *orders, struct happened *happened)
{
	struct actor actor = actor_of(agent, at);

	for (size_t i = 0; i < orders->n; i++) {
		enum event_kind event;
		int changed = act_apply(w, t, &actor, &orders->v[i], &event);

		if (changed == -1)
			return -1;
		if (changed == 0)
			continue;
		assert(happened->n < LIMIT_COMMANDS);
		happened->v[happened->n++] = event;
	}
	return 0;
}
