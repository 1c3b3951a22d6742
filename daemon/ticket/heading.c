/* heading: see heading.h. */
#include "daemon/ticket/heading.h"

#include "daemon/sla/category.h"

#include "daemon/sys/clock.h"
#include "daemon/ticket/contractend.h"

bool
ticket_is_spam(const struct ticket *t)
{
	return category_is_done(t->category) && strs_has(&t->tags, SPAM_TAG);
}

int
ticket_add_tag(struct work *w, struct ticket *t, struct str tag, const struct cause *by)
{
	if (strs_has(&t->tags, tag))
		return 0;
	strs_add(w->a, &t->tags, tag);
	t->dirty = true;
	plan_change(w->a, &t->plan, CHANGE_TAG, STR_NONE, tag, by);
	ticket_promise_other(w, t, by->at, STR("tag-change"));
	return 1;
}

int
ticket_remove_tag(struct work *w, struct ticket *t, struct str tag, const struct cause *by)
{
	struct strs left = { 0 };

	if (!strs_has(&t->tags, tag))
		return 0;
	for (size_t i = 0; i < t->tags.n; i++)
		if (!str_eq(t->tags.v[i], tag))
			strs_add(w->a, &left, t->tags.v[i]);
	t->tags = left;
	t->dirty = true;
	plan_change(w->a, &t->plan, CHANGE_TAG, tag, STR_NONE, by);
	ticket_promise_other(w, t, by->at, STR("tag-change"));
	return 1;
}

int
ticket_rename(struct work *w, struct ticket *t, struct str subject, const struct cause *by)
{
	struct str before = t->subject;

	if (str_eq(before, subject))
		return 0;
	t->conversation.subject = ticket_mail_subject(t);
	t->subject = subject;
	t->dirty = true;
	return plan_change(w->a, &t->plan, CHANGE_SUBJECT, before, subject, by);
}

struct str
ticket_mail_subject(const struct ticket *t)
{
	return t->conversation.subject.n > 0 ? t->conversation.subject : t->subject;
}

int
ticket_move(struct work *w, struct ticket *t, struct str key, const struct cause *by)
{
	const struct project *from = projects_find(&w->conf->projects, t->project);
	const struct project *to = projects_find(&w->conf->projects, key);
	struct str before = t->project, sla = project_sla(w, to, by->at);

	if (str_eq(before, key) || to == NULL)
		return 0;
	t->project = key;
	t->dirty = true;
	plan_change(w->a, &t->plan, CHANGE_PROJECT, before, key, by);
	if (str_eq(t->sla, project_sla(w, from, t->created_at)) && !str_eq(t->sla, sla))
		return ticket_set_sla(w, t, sla, by) == -1 ? -1 : 1;
	ticket_promise_anew(w, t, by->at, STR("project-change"));
	return 1;
}

/* Sets one of the ticket's; `before`: as it was, as texts have it.  0: it is so already. */
static int
set_instant(struct arena *a, int64_t *has, struct str at, struct str *before)
{
	int64_t us = 0;

	clock_parse(at, &us);
	if (us == *has)
		return 0;
	*before = *has == 0 ? STR_NONE : clock_rfc3339(a, *has);
	*has = us;
	return 1;
}

int
ticket_start(struct work *w, struct ticket *t, struct str at, const struct cause *by)
{
	struct str before;

	if (!set_instant(w->a, &t->start_at, at, &before))
		return 0;
	t->dirty = true;
	return plan_change(w->a, &t->plan, CHANGE_START, before, at, by);
}

int
ticket_wake(struct work *w, struct ticket *t, enum wake_kind kind, struct str at,
    const struct cause *by)
{
	struct str before = STR_NONE;

	if (kind == WAKE_DUE && !set_instant(w->a, &t->due_at, at, &before))
		return 0;
	t->dirty = true;
	return plan_change(w->a, &t->plan, wake_changes[kind], before, at, by);
}
