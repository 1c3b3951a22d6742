/* tally: see tally.h. */
#include "daemon/out/tally.h"

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { SWEEP = 2000 };			/* rows that are dropped at a time */

struct count {
	enum tally_what	 what;
	struct str	 key;
	enum { NEW, WANTED, ASKED, KNOWN } state;
	size_t		 row;		/* of `asked` */
	struct sql_tally_counts asked;
	int64_t		 n;		/* others' */
	int64_t		 added;		/* by this work */
};

struct tally {
	struct count	*v;
	size_t		 n;
};

/*
 * What a limit stops is not counted, so that it keeps few rows and each has its instant;
 * of what nothing stops, a row holds what came within `slot`.
 */
static const struct {
	const char	*word;
	int64_t		 window;		/* seconds */
	int64_t		 slot;			/* seconds; 0: each instant */
} tallies[TALLIES] = {
	[TALLY_PERSON] = { "person", 3600, 0 },
	[TALLY_DOMAIN] = { "domain", 3600, 60 },
	[TALLY_NETWORK] = { "network", 3600, 60 },
	[TALLY_TEXT] = { "text", 3600, 0 },
	[TALLY_UNPROVEN] = { "unproven", 3600, 0 },
	[TALLY_SENDER] = { "sender", 300, 10 },
	[TALLY_BYTES] = { "bytes", 86400, 3600 },
	[TALLY_DIGEST] = { "digest", 3600, 0 },
	[TALLY_SIGN_IN] = { "sign-in", 3600, 0 },
	[TALLY_SIGN_IN_ADDRESS] = { "sign-in-address", 3600, 0 },
	[TALLY_SIGN_IN_NETWORK] = { "sign-in-network", 3600, 60 },
	[TALLY_FORM] = { "form", 3600, 60 },
};

static struct count *
find(struct work *w, enum tally_what what, struct str key)
{
	struct tally *t = w->tally;

	if (t == NULL)
		t = w->tally = ARENA_NEW(w->a, struct tally);
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].what == what && str_eq(t->v[i].key, key))
			return &t->v[i];
	t->v = array_grow(w->a, t->v, t->n, sizeof(*t->v));
	t->v[t->n] = (struct count){ .what = what, .key = key };
	return &t->v[t->n++];
}

void
tally_want(struct work *w, enum tally_what what, struct str key)
{
	struct count *c = find(w, what, key);

	if (c->state == NEW)
		c->state = WANTED;
}

void
tally_ask(struct work *w)
{
	size_t most = w->tally == NULL ? 0 : w->tally->n, n = 0;
	struct strs what = { 0 }, keys = { 0 };
	int64_t *since = ARENA_ARRAY(w->a, most, int64_t);
	struct sql_tally_counts asked;

	for (size_t i = 0; i < most; i++) {
		struct count *c = &w->tally->v[i];

		if (c->state != WANTED)
			continue;
		strs_add(w->a, &what, str_c(tallies[c->what].word));
		strs_add(w->a, &keys, c->key);
		since[n] = w->now - tallies[c->what].window * SECOND_US;
		c->row = n++;
	}
	if (n == 0)
		return;
	asked = sql_tally_counts(w->db, what, keys, (struct db_int8s){ since, n });
	for (size_t i = 0; i < most; i++)
		if (w->tally->v[i].state == WANTED) {
			w->tally->v[i].state = ASKED;
			w->tally->v[i].asked = asked;
		}
}

void
tally_learn(struct work *w)
{
	struct tally *t = w->tally;
	struct sql_tally_counts_row row;

	for (size_t i = 0; t != NULL && i < t->n; i++) {
		struct count *c = &t->v[i];

		if (c->state != ASKED ||
		    !sql_tally_counts_row(w->db, c->asked, c->row, &row))
			continue;
		c->n = row.n;
		c->state = KNOWN;
	}
}

int
tally_count(struct work *w, enum tally_what what, struct str key, int64_t *n)
{
	struct count *c = find(w, what, key);

	if (c->state != KNOWN) {
		tally_want(w, what, key);
		tally_ask(w);
		if (work_run(w) == -1)
			return -1;
		tally_learn(w);
	}
	*n = c->n + c->added;
	return 0;
}

/* All that the work has counted, as one statement. */
static void
add_all(struct work *w)
{
	const struct tally *t = w->tally;
	int64_t *v = ARENA_ARRAY(w->a, 3 * t->n, int64_t), *at = v, *n = v + t->n,
	    *until = n + t->n;
	struct strs what = { 0 }, keys = { 0 };
	size_t k = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct count *c = &t->v[i];
		int64_t slot = tallies[c->what].slot * SECOND_US;

		if (c->added == 0)
			continue;
		strs_add(w->a, &what, str_c(tallies[c->what].word));
		strs_add(w->a, &keys, c->key);
		at[k] = slot == 0 ? w->now : w->now - w->now % slot;
		n[k] = c->added;
		until[k++] = w->now + tallies[c->what].window * SECOND_US + slot;
	}
	sql_tally_add(w->db, &(struct sql_tally_add_in){ .what = what, .key = keys,
	    .at = { at, k }, .n = { n, k }, .until = { until, k }, .core = w->core->owner });
}

void
tally_add(struct work *w, enum tally_what what, struct str key, int64_t n)
{
	find(w, what, key)->added += n;
	work_at_last(w, add_all);
}

int
tally_look(struct db *db, enum tally_what what, struct str key, int64_t now, int64_t *n,
    struct err *e)
{
	struct str word = str_c(tallies[what].word);
	int64_t since = now - tallies[what].window * SECOND_US;
	struct sql_tally_counts h = sql_tally_counts(db, (struct strs){ &word, 1 },
	    (struct strs){ &key, 1 }, (struct db_int8s){ &since, 1 });
	struct sql_tally_counts_row row;

	if (db_run(db, e) == -1)
		return -1;
	sql_tally_counts_row(db, h, 0, &row);
	*n = row.n;
	return 0;
}

void
tally_put(struct db *db, enum tally_what what, struct str key, int64_t now, int64_t n)
{
	int64_t slot = tallies[what].slot * SECOND_US, at = slot == 0 ? now : now - now % slot;
	int64_t until = now + tallies[what].window * SECOND_US + slot;
	struct str word = str_c(tallies[what].word);

	sql_tally_add(db, &(struct sql_tally_add_in){ .what = { &word, 1 }, .key = { &key, 1 },
	    .at = { &at, 1 }, .n = { &n, 1 }, .until = { &until, 1 }, .core = 0 });
}

int
tally_sweep(struct db *db, int64_t now, struct err *e)
{
	sql_tally_drop(db, now, SWEEP);
	return db_run(db, e);
}
