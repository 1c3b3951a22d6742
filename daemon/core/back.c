/* back: see back.h. */
#include "daemon/core/back.h"

#include "daemon/out/awaymail.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"
#include "sql.h"

struct one {
	const struct agent	*ag;
	struct away		 away;
};

static int
tell(struct work *w, const struct one *one)
{
	away_set(w, one->ag, 0, STR_NONE);
	log_info("back", { "agent", LOG_S(one->ag->name) });
	return awaymail_back(w, one->ag, one->away);
}

int
back_tell(struct work *w)
{
	struct sql_agent_away_over h = sql_agent_away_over(w->db, w->now);
	struct sql_agent_away_over_row row;
	struct one *v;
	size_t n = 0;

	if (work_run(w) == -1)
		return -1;
	v = ARENA_ARRAY(w->a, sql_agent_away_over_count(w->db, h), struct one);
	for (size_t i = 0; sql_agent_away_over_row(w->db, h, i, &row); i++) {
		const struct agent *ag = agents_find(&w->conf->agents, row.name);

		if (ag == NULL)		/* works here no more */
			sql_agent_away_set(w->db, row.name, 0, STR_NONE, w->now);
		else
			v[n++] = (struct one){ ag, { row.since, row.until } };
	}
	for (size_t i = 0; i < n; i++)
		if (tell(w, &v[i]) == -1)
			return -1;
	return 0;
}
