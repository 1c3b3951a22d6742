/* personal: see personal.h. */
#include "daemon/ticket/personal.h"

#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "parsers/base/array.h"
#include "sql.h"

static void
learn(struct core_state *core, const struct withdrawal *one)
{
	struct withdrawn *all = core->renewed;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].agent, one->agent)) {
			all->v[i].serial = one->serial;
			return;
		}
	all->v = array_grow(core->forever, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = *one;
	all->v[all->n++].agent = str_dup(core->forever, one->agent);
}

int
personal_load(struct core_state *core, struct db *db, struct err *e)
{
	struct sql_agent_renewed h = sql_agent_renewed(db);
	struct sql_agent_renewed_row row;
	struct withdrawn read;
	struct arena *a;

	if (db_run(db, e) == -1)
		return -1;
	if (core->renewed == NULL)
		core->renewed = ARENA_NEW(core->forever, struct withdrawn);
	if (!sql_agent_renewed_row(db, h, 0, &row))
		return 0;
	a = arena_new();
	withdrawn_read(a, &row.renewed, &read);
	for (size_t i = 0; i < read.n; i++)
		learn(core, &read.v[i]);
	arena_free(a);
	return 0;
}

/* A work that is rolled back does it once more, from the same serial. */
void
personal_renew(struct work *w, const struct agent *agent, int64_t serial)
{
	struct withdrawal one = { .agent = agent->name, .serial = serial + 1 };

	sql_agent_renew(w->db, agent->name, serial, w->now);
	if (w->core->renewed == NULL)
		w->core->renewed = ARENA_NEW(w->core->forever, struct withdrawn);
	learn(w->core, &one);
}

int64_t
personal_serial(const struct core_state *core, const struct agent *agent)
{
	return core->renewed == NULL ? 0 : withdrawn_serial(core->renewed, agent);
}

struct token
personal_token(const struct agent *agent, enum token_purpose purpose, int64_t serial)
{
	return (struct token){ .purpose = purpose, .agent = agent, .serial = serial,
	    .expires = (int64_t)TOKEN_DAYS_MAX * 86400 * SECOND_US };
}

bool
personal_is(const struct token *t)
{
	return t->purpose == TOKEN_NEW || t->purpose == TOKEN_CONTROL;
}

struct str
personal_address(struct arena *a, const struct core_state *core, const struct mailbox *m,
    const struct token *t)
{
	enum addressing how = (enum addressing)m->addressing;
	struct str whole = token_address(a, core->keys, t, how, m->address);

	return str_eq(whole, m->address) ? STR_NONE : whole;
}

struct str
personal_mark(struct arena *a, const struct core_state *core, const struct token *t)
{
	return str_printf(a, "[+%.*s]", STR_ARG(token_detail(a, core->keys, t)));
}
