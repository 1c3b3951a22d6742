/* remind: see remind.h. */
#include "daemon/core/remind.h"

#include "daemon/out/notify.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/step.h"
#include "daemon/ticket/wake.h"

static int
trace(struct work *w, struct ticket *t, const struct event_wake *wake, int64_t *entry)
{
	struct entry en = { .kind = ENTRY_CLOCK, .ticket = t->id, .author = STR("docket") };

	entry_data(w, &en, "reminder", wake->kind);
	entry_data(w, &en, "planned", clock_rfc3339(w->a, wake->at));
	entry_data(w, &en, "at", clock_rfc3339(w->a, w->now));
	if (entry_add(w, &en) == -1)
		return -1;
	*entry = en.id;
	log_info("reminder", { "ticket", LOG_I(t->id) }, { "kind", LOG_S(wake->kind) });
	return 0;
}

/* Open again, if its type lets it; told in any case. */
static int
end_hold(struct work *w, struct ticket *t, struct event *ev)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_DEFAULT,
	    .why = STR("hold-until"), .at = w->now };
	const struct status *to = type_verb(ticket_type(w, t), "open", CATEGORY_OPEN,
	    ticket_standing(w, t));
	int changed = to == NULL ? 0 : ticket_follow(w, t, to->name, &by);

	if (changed != 1)
		return changed;
	ev->kind = EVENT_CHANGED;
	return rules_run(w, ev);
}

static int
tell(struct work *w, const struct event *ev, struct str whose)
{
	const struct agent *ag = agents_find(&w->conf->agents, whose);
	struct strs to = { 0 };

	if (ag != NULL)
		return notify_agent(w, ev, STR("reminder"), ag);
	strs_add(w->a, &to, STR("assignee"));
	return notify_send(w, ev, STR("reminder"), &to);
}

int
remind(struct work *w, struct ticket *t, const struct event_wake *wake, struct str whose)
{
	struct event ev = { .kind = EVENT_NOTED, .ticket = t, .mailbox = t->mailbox,
	    .at = w->now, .entry_kind = ENTRY_CLOCK, .wake = *wake };
	bool is_hold = str_eq(wake->kind, str_c(wake_words[WAKE_HOLD]));
	bool is_due = str_eq(wake->kind, str_c(wake_words[WAKE_DUE]));

	/* What is done by then was meant to be. */
	if ((is_hold && !category_is(t->category, CATEGORY_ON_HOLD)) ||
	    (is_due && category_is_done(t->category)))
		return 0;
	if (trace(w, t, wake, &ev.entry) == -1 || (is_hold && end_hold(w, t, &ev) == -1))
		return -1;
	ev.kind = EVENT_NOTED;
	return tell(w, &ev, whose) == -1 || ticket_save(w, t) == -1 ? -1 : 1;
}
