/* The table of verbs holds together, and rules' `do` takes its words from it. */
#include "daemon/policy/verb.h"

#include "daemon/policy/action.h"
#include "tests/tap.h"

static const struct {
	const char	*name;
	unsigned	 doors;			/* 0: no door knows it */
} rows[] = {
	{ "close", DOOR_MAIL | DOOR_CTL },
	{ "severity", DOOR_MAIL | DOOR_CTL },
	{ "assign", DOOR_MAIL | DOOR_RULE | DOOR_CTL },
	{ "set", DOOR_MAIL | DOOR_RULE | DOOR_CTL },
	{ "note", DOOR_MAIL | DOOR_RULE },
	{ "merge", DOOR_MAIL | DOOR_CTL },
	{ "cc", DOOR_MAIL | DOOR_RULE | DOOR_CTL },
	{ "reply", DOOR_RULE },
	{ "stop", DOOR_RULE },
	{ "Close", 0 },
	{ "", 0 },
};

static void
test_doors(void)
{
	static const enum verb_door doors[] = { DOOR_MAIL, DOOR_RULE, DOOR_CTL };

	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t k = 0; k < COUNT(doors); k++)
			tap_ok((verb_find(doors[k], str_c(rows[i].name)) != NULL) ==
			    ((rows[i].doors & doors[k]) != 0), "'%s' by door %u", rows[i].name,
			    (unsigned)doors[k]);
}

static void
test_rows(void)
{
	for (unsigned i = 0; i < VERBS; i++) {
		const struct verb *v = verb_row((enum verb_id)i);

		tap_ok(v->name != NULL && v->help != NULL && v->doors != 0, "row %u is whole", i);
		tap_ok((v->value == NULL) == (v->takes == TAKES_NOTHING),
		    "%s takes what it says", v->name);
		tap_ok((v->field != NULL) == (v->takes == TAKES_FIELD), "%s: field", v->name);
		tap_ok(verb_id(v) == i && verb_is(v, (enum verb_id)i), "%s: number", v->name);
	}
}

/* An action has a key for each verb that rules know, and two that say more. */
static void
test_actions(struct arena *a)
{
	struct strs names = verb_names(a, DOOR_RULE);
	const struct section *s = action_part.sections;

	for (size_t i = 0; i < s->n; i++) {
		struct str key = str_c(s->keys[i].name);

		tap_ok(strs_has(&names, key) || str_eq(key, STR("to")) ||
		    str_eq(key, STR("template")), "an action's %s is a verb", s->keys[i].name);
	}
	tap_ok(s->n == names.n + 2, "every verb of rules is an action's key");
}

static void
test_who(void)
{
	struct verb v = { .who = AGENT_LEAD };

	tap_ok(!verb_may(&v, AGENT_AGENT), "an agent may not what leads may");
	tap_ok(verb_may(&v, AGENT_LEAD) && verb_may(&v, AGENT_ADMIN), "leads and admins may");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_doors();
	test_rows();
	test_actions(a);
	test_who();
	arena_free(a);
	return tap_done();
}
