/* withouttime: see withouttime.h. */
#include "daemon/intake/withouttime.h"

#include "sql.h"

static bool
tells_time(const struct orders *orders)
{
	for (size_t i = 0; i < orders->n; i++)
		if (verb_has(orders->v[i].verb, VERB_BOOKS))
			return true;
	return false;
}

int
without_time(struct work *w, const struct ticket *t, const struct actor *actor,
    const struct orders *orders)
{
	struct sql_time_since_reply h;
	struct sql_time_since_reply_row row;

	if (w->conf->rules.on[EVENT_REPLY_WITHOUT_TIME].n == 0 || tells_time(orders))
		return 0;
	h = sql_time_since_reply(w->db, t->id, actor->agent->name, actor->entry);
	if (work_run(w) == -1)
		return -1;
	return sql_time_since_reply_row(w->db, h, 0, &row) && !row.told;
}
