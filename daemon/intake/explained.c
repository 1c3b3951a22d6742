/* explained: see explained.h.  Values are safe and cut already; templates escape them. */
#include "daemon/intake/explained.h"

#include "daemon/policy/words.h"

enum {
	EVENTS_MAX = 100,
	RULES_MAX = 1000		/* of all events, but for the newest, which is told whole */
};

static void
add_line(struct arena *a, struct view *list, struct str words, struct str line)
{
	view_text(a, view_add(a, list, STR_NONE, view_object(a)), "line",
	    words_in(a, words, line));
}

static void
add_rule(struct arena *a, struct view *list, struct str words, const struct explain_rule *r)
{
	struct view *one = view_add(a, list, STR_NONE, view_object(a)), *lines;
	struct strs more = explain_lines(a, r);

	view_text(a, one, "rule", r->name);
	view_text(a, one, "place", r->place);
	lines = view_add(a, one, STR("tells"), view_list(a));
	add_line(a, lines, words, str_c(explain_says(r->outcome)));
	for (size_t i = 0; i < more.n; i++)
		add_line(a, lines, words, more.v[i]);
}

size_t
explained_add(struct arena *a, struct view *answer, const struct explain *x,
    const struct zone *zone, struct str words)
{
	struct str gap = explain_gap_text(a, x, zone_text(a, zone, x->gap_until));
	struct view *items = view_add(a, answer, STR("items"), view_list(a));
	size_t told = 0, asked = 0;

	view_text(a, answer, "gap", gap.n == 0 ? gap : words_in(a, words, gap));
	for (size_t i = x->n; i-- > 0 && told < EVENTS_MAX; told++) {
		const struct explain_event *ev = &x->v[i];
		struct view *one, *rules;

		if (told > 0 && asked + ev->n > RULES_MAX)
			break;
		asked += ev->n;
		one = view_add(a, items, STR_NONE, view_object(a));
		view_text(a, one, "at", zone_text(a, zone, ev->at));
		view_text(a, one, "event", ev->event);
		rules = view_add(a, one, STR("asked"), view_list(a));
		for (size_t k = 0; k < ev->n; k++)
			add_rule(a, rules, words, &ev->v[k]);
	}
	return x->n - told;
}
