/* How much of what rules did #explain's mail tells. */
#include "daemon/intake/explained.h"

#include "tests/tap.h"

static const struct row {
	const char	*name;
	size_t		 events, rules;		/* rules of each event */
	size_t		 told;			/* events */
} rows[] = {
	{ "nothing", 0, 0, 0 },
	{ "one", 1, 3, 1 },
	{ "many events", 101, 1, 100 },
	{ "as many rules as there may be", 100, 10, 100 },
	{ "one more", 100, 11, 90 },
	{ "five hundred rules on each", 100, 500, 2 },
	{ "the newest is told, whatever it is", 2, 1001, 1 },
};

static struct explain
explain_of(struct arena *a, const struct row *row)
{
	struct explain x = { .v = ARENA_ARRAY(a, row->events, struct explain_event),
	    .n = row->events };

	for (size_t i = 0; i < x.n; i++) {
		x.v[i] = (struct explain_event){ .at = (int64_t)i, .event = STR("changed"),
		    .v = ARENA_ARRAY(a, row->rules, struct explain_rule), .n = row->rules };
		for (size_t k = 0; k < row->rules; k++)
			x.v[i].v[k] = (struct explain_rule){ .name = STR("a rule"),
			    .outcome = RULE_NOT };
	}
	return x;
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		const struct explain x = explain_of(a, row);
		struct view *answer = view_object(a);
		size_t left = explained_add(a, answer, &x, zone_utc(), STR_NONE), items = 0;

		for (size_t k = 0; k < answer->n; k++)
			if (str_eq(answer->v[k]->name, STR("items")))
				items = answer->v[k]->n;
		tap_int((int)items, (int)row->told, "%s: told", row->name);
		tap_int((int)left, (int)(row->events - row->told), "%s: left", row->name);
	}
	arena_free(a);
	return tap_done();
}
