/*
 * A condition as text: there are faults, each with its place, or it is numbered, holds or
 * does not of a ticket in memory, and makes a WHERE of as many values as it says.
 */
#include "daemon/filter/leaf.h"
#include "daemon/policy/conf.h"
#include "daemon/ticket/holds.h"
#include "daemon/view/where.h"
#include "tests/fuzz/fuzz.h"

/* libconfig 1.5 loses the text before a syntax error. */
const char	*__lsan_default_suppressions(void) __attribute__((visibility("default")));

const char *
__lsan_default_suppressions(void)
{
	return "leak:strbuf_append";
}

struct counted {
	size_t	next;
};

static void
number(const struct filter_test *t, void *of)
{
	struct counted *n = of;

	assert(t->leaf == n->next++);
	assert(t->said.n > 0);
}

static const struct conf *
policy(void)
{
	static struct conf c;
	static struct project project = { .key = STR("ACME") };
	static struct arena *a;

	if (a == NULL) {
		a = arena_new();
		field_builtins(a, &c.fields);
		type_plain(a, &c.types.plain);
		c.projects = (struct projects){ &project, 1 };
	}
	return &c;
}

static void
hold(struct arena *a, const struct conf *conf, const struct condition *c)
{
	struct core_state core = { .conf = conf, .worktimes = worktimes_new(a, &conf->calendars) };
	struct work w = { .core = &core, .conf = conf, .a = a, .now = 2 };
	struct ticket t = { .id = 7, .status = STR("open"), .category = STR("open"),
	    .project = STR("ACME"), .subject = STR("Straße 7") };
	struct counted n = { 0 };
	const struct db_where *where;

	strs_add(a, &t.tags, STR("vip"));
	clocks_init(&t.clocks, a);
	filter_each(c, number, &n);
	assert(n.next == filter_leaves(c));
	ticket_holds(&w, &t, c);
	where = where_of(a, conf, c, 2);
	for (size_t i = 0; i < where->n; i++)
		assert(str_find(where->text, str_printf(a, "$%zu", i + 1), 0) != SIZE_MAX);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct conf_faults faults = { 0 };
	struct condition c = { 0 };

	if (conf_condition(a, policy(), "--where", in, false, &c, &faults) == 0) {
		hold(a, policy(), &c);
		return;
	}
	assert(faults.lines.n > 0);
	for (size_t i = 0; i < faults.lines.n; i++)
		assert(str_starts(faults.lines.v[i], STR("--where:")));
}
