/* silences: see silences.h. */
#include "daemon/ticket/silences.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"
#include "sql.h"

static bool
is_same(const struct strs *x, const struct strs *y)
{
	for (size_t i = 0; i < x->n && i < y->n; i++)
		if (!str_eq(x->v[i], y->v[i]))
			return false;
	return x->n == y->n;
}

static void
add(struct silences *all, const struct conf *conf, const struct sql_silence_active_row *row)
{
	struct silence s = { .id = row->id, .until = row->until, .why = str_dup(all->a, row->why) };
	struct conf_faults faults = { { NULL, 0 }, { NULL, 0 } };

	if (silence_read(all->a, conf, str_dup(all->a, row->condition), &s.where, &faults) == -1) {
		log_warning("a silence is of no use: the configuration does not know what it names",
		    { "silence", LOG_I(s.id) }, { "fault", LOG_S(faults.lines.v[0]) });
		return;
	}
	all->v = array_grow(all->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = s;
}

int
silences_load(struct core_state *core, struct db *db, struct err *e)
{
	struct silences *all = core->silences;
	struct sql_silence_active h = sql_silence_active(db, clock_now());
	struct sql_silence_active_row row;
	struct arena *a;
	struct strs print = { 0 };

	if (db_run(db, e) == -1)
		return -1;
	a = arena_new();
	for (size_t i = 0; sql_silence_active_row(db, h, i, &row); i++)
		strs_add(a, &print, str_printf(a, "%lld", (long long)row.id));
	if (all != NULL && is_same(&print, &all->print)) {
		arena_free(a);
		return 0;
	}
	if (all == NULL)
		core->silences = all = ARENA_NEW(core->forever, struct silences);
	if (all->a != NULL)
		arena_free(all->a);
	*all = (struct silences){ .a = a, .print = print };
	for (size_t i = 0; sql_silence_active_row(db, h, i, &row); i++)
		add(all, core->conf, &row);
	return 0;
}
