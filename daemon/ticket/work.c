/*
 * work: see work.h.  Identifiers are taken from the sequences ahead of use, so
 * that rows which refer to each other travel in one pipeline.
 */
#include "daemon/ticket/work.h"

#include <assert.h>
#include <string.h>

#include "daemon/role/flights.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/away.h"
#include "daemon/ticket/budget.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct {
	const char	*sequence;
	size_t		 ahead;		/* 1: its numbers are seen by people, no gaps */
} id_table[WORK_IDS] = {
	[ID_RAW] = { "docket.raw_id_seq", WORK_AHEAD },
	[ID_TICKET] = { "docket.ticket_id_seq", 1 },
	[ID_ENTRY] = { "docket.entry_id_seq", WORK_AHEAD },
	[ID_DELIVERY] = { "docket.delivery_id_seq", WORK_AHEAD },
	[ID_CYCLE] = { "docket.cycle_id_seq", WORK_AHEAD },
};

/* What was taken before is used. */
static void
settle(struct ids *ids)
{
	memmove(ids->v, ids->v + ids->at, (ids->n - ids->at) * sizeof(ids->v[0]));
	ids->n -= ids->at;
	ids->at = 0;
}

void
work_begin(struct work *w, struct core_state *core, struct db *db, struct arena *a)
{
	memset(w, 0, sizeof(*w));
	w->core = core;
	w->conf = core->conf;
	w->db = db;
	w->a = a;
	w->now = clock_now();
	w->wants_seen = core->watch != NULL;
	settle(&core->ids[ID_TICKET]);
	sql_begin(db);
}

int
work_run(struct work *w)
{
	if (!partitions_cover(&w->core->partitions, w->now))
		return err_set(&w->err, ERR_RETRY, "no partition for what is stored now");
	return db_run(w->db, &w->err);
}

void
work_at_last(struct work *w, work_last queue)
{
	for (size_t i = 0; i < w->n_last; i++)
		if (w->last[i] == queue)
			return;
	assert(w->n_last < WORK_LAST);
	w->last[w->n_last++] = queue;
}

int
work_commit(struct work *w)
{
	for (size_t i = 0; i < w->n_last; i++)
		w->last[i](w);
	sql_commit(w->db);
	if (work_run(w) == -1)
		return -1;
	away_settle(w);
	budget_settle(w);
	if (w->outgoing != NULL)
		flights_start(w->core->flights, w->outgoing);
	return 0;
}

int
work_rollback(struct work *w)
{
	struct err ignored;

	/* Nothing of it is there: no gap.  An unknown outcome ends the session. */
	if (w->err.kind != ERR_RETRY)
		w->core->ids[ID_TICKET].at = 0;
	return db_rollback(w->db, &ignored);
}

int
work_reserve(struct work *w, enum work_id kind, size_t n)
{
	struct ids *ids = &w->core->ids[kind];
	size_t have = ids->n - ids->at, want;
	struct sql_id_reserve h;
	struct sql_id_reserve_row row;

	assert(n <= COUNT(ids->v));
	if (have >= n)
		return 0;
	want = n > id_table[kind].ahead ? n : id_table[kind].ahead;
	if (kind != ID_TICKET)		/* work_rollback() gives those back */
		settle(ids);
	assert(ids->n + want - have <= COUNT(ids->v));
	h = sql_id_reserve(w->db, str_c(id_table[kind].sequence), (int64_t)(want - have));
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; sql_id_reserve_row(w->db, h, i, &row); i++)
		ids->v[ids->n++] = row.id;
	return 0;
}

int64_t
work_id(struct work *w, enum work_id kind)
{
	struct ids *ids = &w->core->ids[kind];

	if (work_reserve(w, kind, 1) == -1)
		return 0;
	return ids->v[ids->at++];
}

void
work_id_back(struct work *w, enum work_id kind, int64_t id)
{
	struct ids *ids = &w->core->ids[kind];

	assert(ids->at > 0 && ids->v[ids->at - 1] == id);
	ids->at--;
}

void
work_ids_above(struct work *w, enum work_id kind, int64_t last)
{
	struct ids *ids = &w->core->ids[kind];

	while (ids->at < ids->n && ids->v[ids->at] <= last)
		ids->at++;
}

struct ticket *
work_ticket(const struct work *w, int64_t id)
{
	for (size_t i = 0; i < w->n_tickets; i++)
		if (w->tickets[i].id == id)
			return w->tickets[i].t;
	return NULL;
}

void
work_forget_ticket(struct work *w, int64_t id)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->n_tickets; i++)
		if (w->tickets[i].id != id)
			w->tickets[kept++] = w->tickets[i];
	w->n_tickets = kept;
}

void
work_add_ticket(struct work *w, int64_t id, struct ticket *t)
{
	w->tickets = array_grow(w->a, w->tickets, w->n_tickets, sizeof(*w->tickets));
	w->tickets[w->n_tickets++] = (struct work_ticket){ id, t };
}
