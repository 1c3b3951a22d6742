/* timerfacts: see timerfacts.h. */
#include "daemon/out/timerfacts.h"

#include "daemon/out/answer.h"
#include "daemon/policy/wording.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/ticket/timer.h"

static const struct str YES = STR("yes");

static struct str
span(struct arena *a, int64_t seconds)
{
	return duration_text(a, seconds, DURATION_WORKED);
}

static const struct timer *
own(const struct work *w, const struct reader *reader)
{
	return reader->agent == NULL || w->timers == NULL ? NULL :
	    timers_find(w->timers, reader->agent->name);
}

static void
add_stop(struct work *w, struct view *v, const struct event *ev, const struct reader *reader,
    const struct timer *tm)
{
	bool is_here = ev->ticket != NULL && ev->ticket->id == tm->ticket;

	if (ev->ticket == NULL || reader->reply_to.n == 0)
		return;
	view_text(w->a, v, "label", wording(WORDING_BUTTON, STR("timer-stop"), reader->language));
	view_text(w->a, v, "mailto", answer_link(w, ev, reader, STR_NONE, is_here ?
	    STR("#timer stop\n") : str_printf(w->a, "#timer stop #%lld\n", (long long)tm->ticket)));
}

static void
add_own(struct work *w, struct view *top, const struct event *ev, const struct reader *reader,
    const struct zone *zone)
{
	const struct timer *tm = own(w, reader);
	struct view *v;

	if (tm == NULL)
		return;
	v = view_add(w->a, top, STR("timer"), view_object(w->a));
	view_text(w->a, v, "id", str_printf(w->a, "%lld", (long long)tm->ticket));
	view_text(w->a, v, "subject", tm->subject);
	view_text(w->a, v, "paused", tm->resumed_at == 0 ? YES : STR_NONE);
	view_text(w->a, v, "since", zone_text(w->a, zone, tm->started_at));
	view_text(w->a, v, "worked", span(w->a, timer_worked(tm, w->now)));
	view_text(w->a, v, "text", tm->text);
	add_stop(w, v, ev, reader, tm);
}

void
timerfacts_add(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader, const struct zone *zone)
{
	const struct event_timer *left = &ev->timer;
	struct view *v;

	if (left->of == NULL) {
		add_own(w, top, ev, reader, zone);
		return;
	}
	v = view_add(w->a, top, STR("forgotten"), view_object(w->a));
	view_text(w->a, v, "since", zone_text(w->a, zone, left->of->started_at));
	view_text(w->a, v, "worked", span(w->a, timer_worked(left->of, left->is_cut ?
	    left->stop_at : w->now)));
	view_text(w->a, v, "until", left->stop_at == 0 ? STR_NONE :
	    zone_text(w->a, zone, left->stop_at));
	view_text(w->a, v, "cut", left->is_cut ? YES : STR_NONE);
	view_text(w->a, v, "done", category_is_done(ev->ticket->category) ? YES : STR_NONE);
	view_text(w->a, v, "gone", left->is_gone ? left->of->agent : STR_NONE);
}

static void
add_action(struct work *w, struct view *actions, const struct event *ev,
    const struct reader *reader, struct str label, struct str line)
{
	struct view *one = view_add(w->a, actions, STR_NONE, view_object(w->a));

	view_text(w->a, one, "label", label);
	view_text(w->a, one, "mailto", answer_link(w, ev, reader, STR_NONE,
	    str_printf(w->a, "#timer %.*s\n", STR_ARG(line))));
}

void
timerfacts_start(struct work *w, struct view *actions, const struct event *ev,
    const struct reader *reader)
{
	const struct timer *tm = own(w, reader);
	bool is_here = tm != NULL && tm->ticket == ev->ticket->id;

	if (ev->held != 0 || (is_here && tm->resumed_at != 0))
		return;
	add_action(w, actions, ev, reader, wording(WORDING_BUTTON, is_here ?
	    STR("timer-resume") : STR("timer-start"), reader->language), STR("start"));
}

/* "17:30", or with the day where that is another. */
static struct str
shortly(struct arena *a, const struct zone *zone, int64_t us, int64_t now, struct str *whole)
{
	enum { DAY = sizeof("2026-11-30 ") - 1, ALL = sizeof("2026-11-30 17:30") - 1 };

	*whole = str_utf8_cut(zone_text(a, zone, us), ALL);
	return str_starts(zone_text(a, zone, now), str_sub(*whole, 0, DAY)) ?
	    str_sub(*whole, DAY, ALL) : *whole;
}

void
timerfacts_choices(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader, const struct zone *zone)
{
	struct view *actions = view_add(w->a, top, STR("actions"), view_list(w->a));
	struct str language = reader->language, whole, time;

	if (ev->timer.is_cut || ev->timer.is_gone || reader->reply_to.n == 0)
		return;
	add_action(w, actions, ev, reader, wording(WORDING_BUTTON, STR("timer-keep"), language),
	    STR("keep"));
	add_action(w, actions, ev, reader, wording(WORDING_BUTTON, STR("timer-stop-now"), language),
	    STR("stop"));
	if (ev->timer.stop_at != 0) {
		time = shortly(w->a, zone, ev->timer.stop_at, w->now, &whole);
		add_action(w, actions, ev, reader, str_printf(w->a, "%.*s %.*s",
		    STR_ARG(wording(WORDING_BUTTON, STR("timer-stop-at"), language)),
		    STR_ARG(time)), str_printf(w->a, "stop at %.*s", STR_ARG(whole)));
	}
	add_action(w, actions, ev, reader, wording(WORDING_BUTTON, STR("timer-drop"), language),
	    STR("drop"));
}
