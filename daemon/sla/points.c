/* points: see points.h. */
#include "daemon/sla/points.h"

struct strs
points_told(const struct cycle *cy)
{
	return cy->told_epoch == cy->c.epoch ? cy->told : (struct strs){ 0 };
}

void
points_tell(struct arena *a, struct cycle *cy, struct str point)
{
	cy->told = points_told(cy);
	cy->told_epoch = cy->c.epoch;
	strs_add(a, &cy->told, point);
	cy->overrun = false;
	cy->dirty = true;
}

/* What the engine says lies ahead, or the breach that a change found. */
static size_t
ahead(struct arena *a, const struct cycle *cy, struct sla_due **out)
{
	if (!cy->overrun || cy->c.state != SLA_BREACHED)
		return sla_points(a, &cy->c, cy->promise, out);
	*out = ARENA_NEW(a, struct sla_due);
	**out = (struct sla_due){ STR("breach"), -1, cy->c.breached_at };
	return 1;		/* told at once, by the clock loop */
}

void
points_arm(struct arena *a, const struct cycle *cy, struct points *out)
{
	struct strs told = points_told(cy);
	size_t n_warn = cy->promise->n_warn;
	struct sla_due *due;
	size_t n = ahead(a, cy, &due);

	*out = (struct points){ .at = ARENA_ARRAY(a, n_warn + 1, int64_t) };
	for (size_t i = 0; i < n; i++) {
		if (strs_has(&told, due[i].point))
			continue;
		out->at[due[i].i == -1 ? n_warn : (size_t)due[i].i] = due[i].at;
		out->n = n_warn + 1;
		if (out->next == 0 || due[i].at < out->next)
			out->next = due[i].at;
	}
}
