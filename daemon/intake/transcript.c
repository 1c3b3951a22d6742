/* transcript: see transcript.h. */
#include "daemon/intake/transcript.h"

#include "daemon/out/notify.h"

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

int
transcript_send(struct work *w, const struct reading *r, struct ticket *t,
    const struct entry *en, const struct told *told)
{
	struct event ev = reading_event(r, EVENT_NOTED, t, en);

	if (!is_wanted(r, told))
		return 0;
	ev.told = told;
	ev.text = told->is_refused ? r->letter->reply_text : STR_NONE;
	return notify_agent(w, &ev, STR("transcript"), r->agent);
}
