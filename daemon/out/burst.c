/* burst: see burst.h. */
#include "daemon/out/burst.h"

#include "sql.h"

bool
burst_applies(const struct event *ev)
{
	return ev->kind == EVENT_HELD || ev->kind == EVENT_QUARANTINED;
}

static void
earlier(int64_t *at, int64_t other)
{
	if (other != 0 && (*at == 0 || other < *at))
		*at = other;
}

int
burst_sift(struct work *w, const struct event *ev, struct recipient *v, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		struct sql_held_told_row told;
		struct sql_held_told h = sql_held_told(w->db,
		    &(struct sql_held_told_in){ str_lower(w->a, v[i].address.addr),
		    str_c(event_word(ev->kind)), ev->entry, w->now, BURST_PAUSE });

		if (work_run(w) == -1)
			return -1;
		sql_held_told_row(w->db, h, 0, &told);
		if (told.is_now)
			v[kept++] = v[i];
		else
			earlier(&w->next_alarm, told.digest_at);
	}
	*n = kept;
	return 0;
}
