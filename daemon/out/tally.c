/* tally: see tally.h. */
#include "daemon/out/tally.h"

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { SWEEP = 2000 };			/* rows that are dropped at a time */

struct count {
	enum tally_what		 what;
	struct str		 key;
	bool			 is_known;
	int64_t			 n;		/* what this work adds, too */
	struct sql_tally_count	 asked;
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
	return NULL;
}

static void
ask(struct work *w, enum tally_what what, struct str key)
{
	struct tally *t = w->tally;

	t->v = array_grow(w->a, t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = (struct count){ .what = what, .key = key,
	    .asked = sql_tally_count(w->db, str_c(tallies[what].word), key,
	    w->now - tallies[what].window * SECOND_US) };
}

void
tally_ask(struct work *w, enum tally_what what, struct str key)
{
	if (find(w, what, key) == NULL)
		ask(w, what, key);
}

void
tally_learn(struct work *w)
{
	struct tally *t = w->tally;
	struct sql_tally_count_row row;

	for (size_t i = 0; t != NULL && i < t->n; i++) {
		struct count *c = &t->v[i];

		if (c->is_known || !sql_tally_count_row(w->db, c->asked, 0, &row))
			continue;
		c->n += row.n;
		c->is_known = true;
	}
}

int
tally_count(struct work *w, enum tally_what what, struct str key, int64_t *n)
{
	struct count *c = find(w, what, key);

	if (c == NULL || !c->is_known) {
		if (c == NULL)
			ask(w, what, key);
		if (work_run(w) == -1)
			return -1;
		tally_learn(w);
		c = find(w, what, key);
	}
	*n = c->n;
	return 0;
}

void
tally_add(struct work *w, enum tally_what what, struct str key, int64_t n)
{
	struct count *c = find(w, what, key);
	int64_t slot = tallies[what].slot * SECOND_US;

	if (c != NULL)
		c->n += n;
	sql_tally_add(w->db, &(struct sql_tally_add_in){ .what = str_c(tallies[what].word),
	    .key = key, .at = slot == 0 ? w->now : w->now - w->now % slot,
	    .core = w->core->owner, .n = n,
	    .until = w->now + (tallies[what].window + tallies[what].slot) * SECOND_US });
}

int
tally_sweep(struct db *db, int64_t now, struct err *e)
{
	sql_tally_drop(db, now, SWEEP);
	return db_run(db, e);
}
