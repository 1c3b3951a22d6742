/* toldfacts: see toldfacts.h. */
#include "daemon/out/toldfacts.h"

#include "daemon/out/changed.h"
#include "daemon/policy/wording.h"

static const struct str YES = STR("yes");

struct telling {
	struct work		*w;
	const struct event	*ev;
	const struct reader	*reader;
	const struct zone	*zone;		/* the reader's */
};

static struct str
as_read(const struct telling *t, struct str what, struct str value)
{
	return changed_text(t->w, t->ev->ticket, what, value, t->zone, t->reader->language);
}

/* What is promised from now on is told by the clocks. */
static void
add_changes(const struct telling *t, struct view *line, const struct plan *did)
{
	struct arena *a = t->w->a;
	struct view *list = view_add(a, line, STR("changes"), view_list(a)), *one;

	for (size_t i = 0; i < did->n; i++) {
		const struct change *c = &did->v[i];
		struct str what = change_word(c);

		if (c->what == CHANGE_PROMISE)
			continue;
		one = view_add(a, list, STR_NONE, view_object(a));
		view_text(a, one, "what", wording(WORDING_CHANGE, what, t->reader->language));
		view_text(a, one, "before", as_read(t, what, c->old));
		view_text(a, one, "after", as_read(t, what, c->new));
	}
}

static void
add_line(const struct telling *t, struct view *list, const struct told_line *line)
{
	static const char *const fates[] = { [LINE_IDLE] = "idle", [LINE_REFUSED] = "refused",
		[LINE_DONE] = "did", [LINE_SAME] = "same", [LINE_ANSWERED] = "answered" };
	struct arena *a = t->w->a;
	struct str words = templates_words(&t->w->conf->templates, t->reader->language);
	struct view *one = view_add(a, list, STR_NONE, view_object(a));

	view_text(a, one, "line", line->line);
	view_text(a, one, fates[line->fate], YES);
	add_changes(t, one, &line->did);
	if (line->remark != NULL)
		view_text(a, one, "remark", why_text(a, words, line->remark));
	if (line->why == NULL)
		return;
	view_text(a, one, "why", why_text(a, words, line->why));
	view_text(a, one, "allowed", why_allowed(a, line->why));
	view_text(a, one, line->why->is_example ? "example" : "instead", line->why->instead);
}

static void
add_rule(const struct telling *t, struct view *list, const struct told_rule *rule)
{
	struct arena *a = t->w->a;
	struct view *one = view_add(a, list, STR_NONE, view_object(a)), *mails, *mail;

	view_text(a, one, "rule", rule->name);
	add_changes(t, one, &rule->did);
	mails = view_add(a, one, STR("mails"), view_list(a));
	for (size_t i = 0; i + 1 < rule->mails.n; i += 2) {
		mail = view_add(a, mails, STR_NONE, view_object(a));
		view_text(a, mail, "template", rule->mails.v[i]);
		view_text(a, mail, "to", rule->mails.v[i + 1]);
	}
}

static bool
has(const struct told *told, enum line_fate fate)
{
	for (size_t i = 0; i < told->n; i++)
		if (told->v[i].fate == fate)
			return true;
	return false;
}

static const char *
outcome(const struct told *told)
{
	if (told->is_refused)
		return "refused";
	if (told->is_dry)
		return "dry";
	return has(told, LINE_ANSWERED) && !has(told, LINE_DONE) ? "answers" : "done";
}

void
toldfacts_add(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader, const struct zone *zone)
{
	const struct telling t = { w, ev, reader, zone };
	const struct told *told = ev->told;
	struct view *list, *v;

	if (told == NULL)
		return;
	v = view_add(w->a, top, STR("outcome"), view_object(w->a));
	view_text(w->a, v, outcome(told), YES);
	view_text(w->a, v, "over", told->is_over ? YES : STR_NONE);
	if (told->text == TEXT_SENT || told->text == TEXT_NOTE)
		view_text(w->a, v, told->text == TEXT_SENT ? "sent" : "note", YES);
	list = view_add(w->a, top, STR("lines"), view_list(w->a));
	for (size_t i = 0; i < told->n; i++)
		add_line(&t, list, &told->v[i]);
	view_text(w->a, v, "rules", told->n_rules > 0 ? YES : STR_NONE);
	list = view_add(w->a, top, STR("rules"), view_list(w->a));
	for (size_t i = 0; i < told->n_rules; i++)
		add_rule(&t, list, &told->rules[i]);
	if (told->answers != NULL)
		view_add(w->a, top, STR("answers"), told->answers);
	if (told->report != NULL)
		view_add(w->a, top, STR("report"), told->report);
	if (told->control != NULL)
		view_add(w->a, top, STR("control"), told->control);
}
