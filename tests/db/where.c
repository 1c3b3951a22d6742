/*
 * The two back ends of conditions agree: where CONNINFO [PAIRS [SEED]].  Tickets and
 * conditions are made at random; each condition is asked of the database and of every ticket
 * as it is read from there.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/ticket/holds.h"
#include "daemon/view/where.h"
#include "sql.h"
#include "tests/db/chance.h"
#include "tests/tap.h"

enum { TICKETS = 100 };

/* ---- the two ---- */

static bool
is_among(const struct sql_list_open *h, struct db *db, int64_t id)
{
	struct sql_list_open_row row;

	for (size_t i = 0; sql_list_open_row(db, *h, i, &row); i++)
		if (row.id == id)
			return true;
	return false;
}

static size_t
compare(struct desk *d, struct work *w, const int64_t *ids, struct str text, size_t *held)
{
	struct conf_faults faults = { 0 };
	struct condition *c = ARENA_NEW(d->a, struct condition);
	struct sql_list_open h;
	size_t apart = 0;

	if (conf_condition(d->a, d->conf, "--where", text, false, c, &faults) == -1) {
		tap_ok(false, "%.*s: %.*s", STR_ARG(text), STR_ARG(faults.lines.v[0]));
		return 1;
	}
	h = sql_list_all(
	    d->db, &(struct sql_list_all_in){
		       .wanted = where_of(d->a, d->conf, c, w->now), .most = 10 * TICKETS });
	desk_must(w, work_run(w), text.p);
	for (size_t i = 0; i < TICKETS; i++) {
		struct ticket *t = work_ticket(w, ids[i]);
		bool stored_ = is_among(&h, d->db, ids[i]), here = ticket_holds(w, t, c);

		*held += here;
		apart += stored_ != here;
		if (stored_ != here && apart == 1)
			tap_ok(false, "ticket %lld: %s in memory, %s stored: %.*s",
			    (long long)ids[i], here ? "holds" : "does not",
			    stored_ ? "holds" : "does not", STR_ARG(text));
	}
	return apart;
}

int
main(int argc, char **argv)
{
	size_t pairs = argc > 2 ? strtoul(argv[2], NULL, 10) : 20000, apart = 0, held = 0, made = 0;
	int64_t ids[TICKETS];
	struct desk d;
	struct work w;

	if (argc < 2)
		return 1;
	if (argc > 3)
		chance_seed(strtoul(argv[3], NULL, 10));
	desk_open(&d, argv[1]);
	chance_furnish(&d);
	for (size_t i = 0; i < TICKETS; i++)
		ids[i] = chance_ticket(&d);
	desk_begin(&d, &w);
	desk_must(&w, ticket_lock(&w, ids, TICKETS), "lock");
	for (; made < pairs; made += TICKETS) {
		struct buf b;

		buf_init(&b, d.a);
		chance_condition(&b, 1);
		apart += compare(&d, &w, ids, buf_str(&b), &held);
	}
	tap_int((long long)apart, 0, "of %zu pairs so many are apart", made);
	tap_ok(held > made / 10 && held < made - made / 10, "%zu hold", held);
	desk_must(&w, work_rollback(&w), "end");
	desk_close(&d);
	return tap_done();
}
