/* withdrawn: see withdrawn.h. */
#include "daemon/ticket/withdrawn.h"

#include "parsers/base/array.h"
#include "sql.h"

static struct withdrawal *
find(const struct withdrawn *all, const struct agent *agent)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].agent, agent->name))
			return &all->v[i];
	return NULL;
}

static struct withdrawal *
add(struct arena *a, struct withdrawn *all)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	return &all->v[all->n++];
}

void
withdrawn_read(struct arena *a, const struct strs *rows, struct withdrawn *out)
{
	*out = (struct withdrawn){ 0 };
	for (size_t i = 0; i < rows->n; i++) {
		struct str rest = rows->v[i], serial, at;
		struct withdrawal one = { 0 };

		if (!str_split(&rest, ' ', &serial) || !str_split(&rest, ' ', &at) ||
		    !str_i64(serial, &one.serial) || !str_i64(at, &one.at))
			continue;	/* the statement makes no others */
		one.agent = str_dup(a, rest);
		*add(a, out) = one;
	}
}

int64_t
withdrawn_serial(const struct withdrawn *all, const struct agent *agent)
{
	const struct withdrawal *one = find(all, agent);

	return one == NULL ? 0 : one->serial;
}

int64_t
withdrawn_add(struct work *w, struct withdrawn *all, int64_t ticket, const struct agent *agent)
{
	struct withdrawal *one = find(all, agent);
	int64_t before;

	if (one == NULL) {
		one = add(w->a, all);
		*one = (struct withdrawal){ .agent = agent->name };
	}
	before = one->at;
	one->serial++;
	one->at = w->now;
	sql_token_withdraw(w->db, ticket, one->agent, one->serial, w->now);
	return before;
}
