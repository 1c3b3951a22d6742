/* toldfacts: see toldfacts.h. */
#include "daemon/out/toldfacts.h"

#include "daemon/out/changed.h"
#include "daemon/policy/wording.h"

static const struct str YES = STR("yes");

/* What is promised from now on is told by the clocks. */
static void
add_changes(struct work *w, struct view *line, const struct event *ev, const struct plan *did,
    const struct reader *reader)
{
	struct view *list = view_add(w->a, line, STR("changes"), view_list(w->a)), *one;
	const struct zone *zone = facts_zone(w, ev, reader);

	for (size_t i = 0; i < did->n; i++) {
		const struct change *c = &did->v[i];
		struct str what = change_word(c);

		if (c->what == CHANGE_PROMISE)
			continue;
		one = view_add(w->a, list, STR_NONE, view_object(w->a));
		view_text(w->a, one, "what", wording(WORDING_CHANGE, what, reader->language));
		view_text(w->a, one, "before", changed_text(w, ev->ticket, what, c->old, zone,
		    reader->language));
		view_text(w->a, one, "after", changed_text(w, ev->ticket, what, c->new, zone,
		    reader->language));
	}
}

static void
add_line(struct work *w, struct view *list, const struct event *ev, const struct told_line *line,
    const struct reader *reader)
{
	static const char *const fates[] = { [LINE_IDLE] = "idle", [LINE_REFUSED] = "refused",
		[LINE_DONE] = "did", [LINE_SAME] = "same", [LINE_ANSWERED] = "answered" };
	struct view *one = view_add(w->a, list, STR_NONE, view_object(w->a));

	view_text(w->a, one, "line", line->line);
	view_text(w->a, one, fates[line->fate], YES);
	add_changes(w, one, ev, &line->did, reader);
	if (line->remark != NULL)
		view_text(w->a, one, "remark", why_text(w->a, templates_words(&w->conf->templates,
		    reader->language), line->remark));
	if (line->why == NULL)
		return;
	view_text(w->a, one, "why", why_text(w->a, templates_words(&w->conf->templates,
	    reader->language), line->why));
	view_text(w->a, one, "allowed", why_allowed(w->a, line->why));
	view_text(w->a, one, line->why->is_example ? "example" : "instead", line->why->instead);
}

static void
add_rule(struct work *w, struct view *list, const struct event *ev, const struct told_rule *rule,
    const struct reader *reader)
{
	struct view *one = view_add(w->a, list, STR_NONE, view_object(w->a)), *mails, *mail;

	view_text(w->a, one, "rule", rule->name);
	add_changes(w, one, ev, &rule->did, reader);
	mails = view_add(w->a, one, STR("mails"), view_list(w->a));
	for (size_t i = 0; i + 1 < rule->mails.n; i += 2) {
		mail = view_add(w->a, mails, STR_NONE, view_object(w->a));
		view_text(w->a, mail, "template", rule->mails.v[i]);
		view_text(w->a, mail, "to", rule->mails.v[i + 1]);
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
    const struct reader *reader)
{
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
		add_line(w, list, ev, &told->v[i], reader);
	view_text(w->a, v, "rules", told->n_rules > 0 ? YES : STR_NONE);
	list = view_add(w->a, top, STR("rules"), view_list(w->a));
	for (size_t i = 0; i < told->n_rules; i++)
		add_rule(w, list, ev, &told->rules[i], reader);
	if (told->answers != NULL)
		view_add(w->a, top, STR("answers"), told->answers);
	if (told->report != NULL)
		view_add(w->a, top, STR("report"), told->report);
	if (told->control != NULL)
		view_add(w->a, top, STR("control"), told->control);
}
