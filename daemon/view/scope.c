/* scope: see scope.h. */
#include "daemon/view/scope.h"

#include "daemon/view/fragment.h"
#include "daemon/view/where.h"
#include "parsers/base/array.h"

/* Stands for them where nobody reads: no name has it, so no ticket is theirs. */
static void
add_teams(struct arena *a, const struct conf *conf, const struct agent *reader, struct strs *out)
{
	for (size_t i = 0; reader != NULL && i < conf->teams.n; i++)
		if (team_has(&conf->teams.v[i], reader))
			strs_add(a, out, conf->teams.v[i].name);
	if (reader == NULL || out->n == 0)
		strs_add(a, out, FILTER_MY_TEAMS);
}

static struct strs
values_for(struct arena *a, const struct conf *conf, const struct filter_test *t,
    const struct agent *reader)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < t->values.n; i++)
		if (t->subject == SUBJECT_ASSIGNEE && str_eq(t->values.v[i], FILTER_ME))
			strs_add(a, &out, reader == NULL ? FILTER_ME : reader->name);
		else if (t->subject == SUBJECT_TEAM && str_eq(t->values.v[i], FILTER_MY_TEAMS))
			add_teams(a, conf, reader, &out);
		else
			strs_add(a, &out, t->values.v[i]);
	return out;
}

struct condition
scope_condition(struct arena *a, const struct conf *conf, const struct condition *c,
    const struct agent *reader)
{
	struct condition out = *c;

	if (c->kind == WHEN_TEST) {
		out.test.values = values_for(a, conf, &c->test, reader);
		return out;
	}
	out.v = ARENA_ARRAY(a, c->n, struct condition);
	for (size_t i = 0; i < c->n; i++)
		out.v[i] = scope_condition(a, conf, &c->v[i], reader);
	return out;
}

/* Its own condition, what else is asked, and whose project it is. */
const struct db_where *
scope_of(struct arena *a, const struct conf *conf, const struct view_ask *ask)
{
	struct condition *both = ARENA_ARRAY(a, 2, struct condition);
	struct condition all = { .kind = WHEN_ALL, .v = both, .n = 1 };
	struct making m = { .a = a, .conf = conf, .now = ask->now };
	struct db_where *out = ARENA_NEW(a, struct db_where);

	both[0] = scope_condition(a, conf, &ask->def->where, ask->reader);
	if (ask->more != NULL)
		both[all.n++] = scope_condition(a, conf, ask->more, ask->reader);
	*out = *where_of(a, conf, &all, ask->now);
	m.w = out;
	buf_init(&m.text, a);
	buf_add(&m.text, out->text);
	if (ask->project.n > 0) {
		buf_adds(&m.text, " and ");
		fragment_put(&m, &(struct bound){ .value = { .type = SQL_TEXT,
		    .text = ask->project } }, "of_project");
	}
	out->text = buf_str(&m.text);
	return out;
}
