/* transcript: see transcript.h. */
#include "daemon/intake/transcript.h"

#include "daemon/out/notice.h"
#include "daemon/out/notify.h"
#include "parsers/base/array.h"

/* What a template may show of a part; what proves somebody is not among it. */
static const struct str facts[] = {
	STR("outcome"), STR("lines"), STR("answers"), STR("ticket"), STR("requester"),
	STR("clocks"), STR("blockers"), STR("blocked"), STR("parent"), STR("children"),
	STR("related"), STR("merged_into"), STR("merged_from"), STR("doubt"),
};

static bool
has_answer(const struct told *told)
{
	for (size_t i = 0; i < told->n; i++)
		if (told->v[i].fate == LINE_ANSWERED)
			return true;
	return false;
}

/* Something comes of it that its writer may not think of. */
static bool
has_remark(const struct told *told)
{
	for (size_t i = 0; i < told->n; i++)
		if (told->v[i].remark != NULL)
			return true;
	return false;
}

/* Whoever wants to hear nothing still hears what they asked, and of a text that nobody got. */
static bool
is_wanted(const struct reading *r, const struct told *told)
{
	if (has_answer(told) || r->agent->transcript == TRANSCRIPT_ALWAYS)
		return true;
	if (told->is_dry)
		return true;
	if (has_remark(told) && r->agent->transcript == TRANSCRIPT_ERRORS)
		return true;
	return told->is_refused && (r->agent->transcript == TRANSCRIPT_ERRORS ||
	    told->text == TEXT_LOST);
}

static void
gather(struct work *w, const struct reading *r, const struct event *ev)
{
	struct recipients to = { .n = 0 };
	struct view *all, *v = view_object(w->a);
	struct reader reader;

	recipients_add_agent(&to, r->agent);
	reader = notice_reader(w, ev, &to.v[0]);
	all = facts_event(w, ev, &reader);
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < COUNT(facts); k++)
			if (str_eq(all->v[i]->name, facts[k]))
				view_add(w->a, v, facts[k], all->v[i]);
	if (ev->told->text == TEXT_LOST)
		view_text(w->a, v, "lost", ev->text);
	r->gather->view = v;
	r->gather->wanted = is_wanted(r, ev->told) || ev->told->is_refused;
}

int
transcript_send(struct work *w, const struct reading *r, struct ticket *t,
    const struct entry *en, const struct told *told)
{
	struct event ev = reading_event(r, EVENT_NOTED, t, en);

	ev.told = told;
	ev.unproven = told->confirms;
	ev.text = told->is_refused ? r->letter->reply_text : STR_NONE;
	if (r->gather != NULL) {
		gather(w, r, &ev);
		return 0;
	}
	if (!is_wanted(r, told))
		return 0;
	return notify_agent(w, &ev, STR("transcript"), r->agent);
}
