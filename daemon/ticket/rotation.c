/* rotation: see rotation.h. */
#include "daemon/ticket/rotation.h"

#include "daemon/ticket/away.h"
#include "parsers/base/array.h"
#include "sql.h"

struct turn {				/* of a member */
	const struct agent	*agent;
	int64_t			 last;		/* of the team's turns; 0: none yet */
	int64_t			 open;		/* tickets that they have and are not done */
};

struct rota {
	const struct team	*team;
	struct turn		*v;		/* as the team lists them */
	size_t			 n;
	int64_t			 last;
};

struct rotas {
	struct rota	*v;
	size_t		 n;
};

static struct rota *
find(const struct work *w, const struct team *team)
{
	for (size_t i = 0; w->rotas != NULL && i < w->rotas->n; i++)
		if (w->rotas->v[i].team == team)
			return &w->rotas->v[i];
	return NULL;
}

static struct rota *
add(struct work *w, const struct team *team)
{
	struct rota *r;

	if (w->rotas == NULL)
		w->rotas = ARENA_NEW(w->a, struct rotas);
	w->rotas->v = array_grow(w->a, w->rotas->v, w->rotas->n, sizeof(*w->rotas->v));
	r = &w->rotas->v[w->rotas->n++];
	*r = (struct rota){ .team = team, .v = ARENA_ARRAY(w->a, team->members.n, struct turn) };
	for (size_t i = 0; i < team->members.n; i++) {
		const struct agent *ag = agents_find(&w->conf->agents, team->members.v[i]);

		if (ag != NULL)
			r->v[r->n++].agent = ag;
	}
	return r;
}

int
rotation_load(struct work *w, const struct team *team)
{
	struct sql_rotation_turns h;
	struct sql_rotation_turns_row row;
	struct strs names = { 0 };
	struct rota *r;

	if (find(w, team) != NULL)
		return 0;
	r = add(w, team);
	if (w->db == NULL)
		return 0;
	for (size_t i = 0; i < r->n; i++)
		strs_add(w->a, &names, r->v[i].agent->name);
	sql_rotation_lock(w->db);
	h = sql_rotation_turns(w->db, team->name, names);
	if (work_run(w) == -1) {
		w->rotas->n--;
		return -1;
	}
	for (size_t i = 0; i < r->n && sql_rotation_turns_row(w->db, h, i, &row); i++) {
		r->v[i].last = row.turn;
		r->v[i].open = row.open;
		if (row.turn > r->last)
			r->last = row.turn;
	}
	return 0;
}

/* Whether this one comes before the other: by what they have, then by turns. */
static bool
is_before(const struct turn *one, const struct turn *other, enum assignee_kind by)
{
	if (by == ASSIGNEE_LEAST_BUSY && one->open != other->open)
		return one->open < other->open;
	return one->last < other->last;
}

struct str
rotation_pick(struct work *w, const struct ticket *t, const struct team *team,
    enum assignee_kind by)
{
	struct rota *r = find(w, team);
	struct turn *next = NULL;

	for (size_t i = 0; r != NULL && i < r->n; i++) {
		struct turn *one = &r->v[i];

		if (away_of(w, one->agent).until != 0)
			continue;
		if (str_eq(one->agent->name, t->assignee))
			return t->assignee;
		if (next == NULL || is_before(one, next, by))
			next = one;
	}
	if (next == NULL)
		return STR_NONE;
	next->last = ++r->last;
	next->open++;
	if (w->db != NULL)
		sql_rotation_given(w->db, team->name, next->agent->name, next->last);
	return next->agent->name;
}
