/* holds: see holds.h. */
#include "daemon/ticket/holds.h"

#include <stddef.h>

struct seen {
	const struct work	*w;
	const struct ticket	*t;
};

/* A clock whose time is over is breached before its alarm says so. */
static void
look_breached(const struct seen *s, struct strs *out)
{
	for (size_t i = 0; i < s->t->clocks.n; i++) {
		const struct cycle *cy = s->t->clocks.v[i];

		if (cy->c.state == SLA_BREACHED || (cy->c.state == SLA_RUNNING &&
		    cy->c.due_at != 0 && cy->c.due_at < s->w->now))
			strs_add(s->w->a, out, str_c(sla_clock_name(cy->clock)));
	}
}

static void
look(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	static const size_t at[SUBJECTS] = {
		[SUBJECT_PROJECT] = offsetof(struct ticket, project),
		[SUBJECT_STATUS] = offsetof(struct ticket, status),
		[SUBJECT_CATEGORY] = offsetof(struct ticket, category),
		[SUBJECT_TYPE] = offsetof(struct ticket, type),
		[SUBJECT_MAILBOX] = offsetof(struct ticket, mailbox),
		[SUBJECT_ASSIGNEE] = offsetof(struct ticket, assignee),
		[SUBJECT_TEAM] = offsetof(struct ticket, team),
	};

	if (test->field.n > 0)
		strs_add(s->w->a, out, ticket_field(s->t, str_dup(s->w->a, test->field).p));
	else if (test->subject == SUBJECT_SUPPORT)
		strs_add(s->w->a, out, project_level(projects_find(&s->w->conf->projects,
		    s->t->project)));
	else if (test->subject == SUBJECT_BREACHED)
		look_breached(s, out);
	else if (test->subject == SUBJECT_TAGS)
		for (size_t i = 0; i < s->t->tags.n; i++)
			strs_add(s->w->a, out, s->t->tags.v[i]);
	else if (at[test->subject] != 0)
		strs_add(s->w->a, out,
		    *(const struct str *)((const char *)s->t + at[test->subject]));
}

void
ticket_look(const struct work *w, const struct ticket *t, const struct filter_test *test,
    struct strs *out)
{
	look(&(struct seen){ w, t }, test, out);
}

/* No pattern is among the tests of a ticket alone. */
static int
matches_nothing(const void *of, const struct filter_test *test, struct str s)
{
	(void)of;
	(void)test;
	(void)s;
	return 0;
}

static void
get(const void *of, const struct filter_test *test, struct strs *out)
{
	look(of, test, out);
}

bool
ticket_holds(const struct work *w, const struct ticket *t, const struct condition *c)
{
	const struct seen seen = { w, t };
	subject_fn getters[SUBJECTS];
	const struct filter_source src = { &seen, getters, matches_nothing, NULL };

	for (size_t i = 0; i < SUBJECTS; i++)
		getters[i] = get;
	return filter_holds(c, &src, NULL) == 1;
}
