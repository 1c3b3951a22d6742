/* act: see act.h. */
#include "daemon/act/act.h"

#include "daemon/act/approve.h"
#include "daemon/act/asks.h"
#include "daemon/act/assign.h"
#include "daemon/act/away.h"
#include "daemon/act/cc.h"
#include "daemon/act/control.h"
#include "daemon/act/erase.h"
#include "daemon/act/faults.h"
#include "daemon/act/fields.h"
#include "daemon/act/heading.h"
#include "daemon/act/held.h"
#include "daemon/act/list.h"
#include "daemon/act/may.h"
#include "daemon/act/merge.h"
#include "daemon/act/new.h"
#include "daemon/act/refusal.h"
#include "daemon/act/relate.h"
#include "daemon/act/report.h"
#include "daemon/act/retry.h"
#include "daemon/act/runs.h"
#include "daemon/act/sla.h"
#include "daemon/act/spam.h"
#include "daemon/act/split.h"
#include "daemon/act/status.h"
#include "daemon/act/tags.h"
#include "daemon/act/text.h"
#include "daemon/act/time.h"
#include "daemon/act/timer.h"
#include "daemon/act/timesheet.h"
#include "daemon/act/type.h"
#include "daemon/act/undo.h"
#include "daemon/act/until.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/step.h"
#include "parsers/base/array.h"

/* NULL: mails and rules do it themselves. */
static const struct act *const acts[VERBS] = {
	[VERB_SET] = &act_set,
	[VERB_STATUS] = &act_status,
	[VERB_OPEN] = &act_status,
	[VERB_WAIT] = &act_status,
	[VERB_HOLD] = &act_hold,
	[VERB_RESOLVE] = &act_status,
	[VERB_CLOSE] = &act_status,
	[VERB_REOPEN] = &act_status,
	[VERB_TAKE] = &act_take,
	[VERB_ASSIGN] = &act_assign,
	[VERB_TEAM] = &act_team,
	[VERB_UNASSIGN] = &act_unassign,
	[VERB_SEVERITY] = &act_field,
	[VERB_VERSION] = &act_field,
	[VERB_RUNS] = &act_runs,
	[VERB_FOUND_IN] = &act_found_in,
	[VERB_NOT_IN] = &act_not_in,
	[VERB_FIXED_IN] = &act_fixed_in,
	[VERB_TYPE] = &act_type,
	[VERB_SLA] = &act_sla,
	[VERB_TAG] = &act_tag,
	[VERB_SUBJECT] = &act_subject,
	[VERB_PROJECT] = &act_project,
	[VERB_START] = &act_start,
	[VERB_DUE] = &act_due,
	[VERB_SNOOZE] = &act_snooze,
	[VERB_UNDO] = &act_undo,
	[VERB_CC] = &act_cc,
	[VERB_UNCC] = &act_uncc,
	[VERB_REQUESTER] = &act_requester,
	[VERB_RETRY_ADDRESS] = &act_retry_address,
	[VERB_BLOCKS] = &act_blocks,
	[VERB_BLOCKED_BY] = &act_blocked_by,
	[VERB_UNBLOCK] = &act_unblock,
	[VERB_PARENT] = &act_parent,
	[VERB_LINK] = &act_link,
	[VERB_UNLINK] = &act_unlink,
	[VERB_MERGE] = &act_merge,
	[VERB_ACCEPT] = &act_accept,
	[VERB_ACCEPT_ALWAYS] = &act_accept_always,
	[VERB_SPLIT] = &act_split,
	[VERB_SPAM] = &act_spam,
	[VERB_TIME] = &act_time,
	[VERB_FORCE] = &act_force,
	[VERB_TIMER] = &act_timer,
	[VERB_APPROVE_TIME] = &act_approve_time,
	[VERB_UNAPPROVE_TIME] = &act_unapprove_time,
	[VERB_AWAY] = &act_away,
	[VERB_ERASE] = &act_erase,
	[VERB_NEW] = &act_new,
	[VERB_SHOW] = NULL,
	[VERB_HISTORY] = NULL,
	[VERB_EXPLAIN] = &act_explain,
	[VERB_LIST] = &act_list,
	[VERB_REPORT] = &act_report,
	[VERB_TIMESHEET] = &act_timesheet,
	[VERB_HELP] = &act_help,
	[VERB_NOTE] = NULL,
	[VERB_TEXT] = &act_text,
	[VERB_PUBLIC] = NULL,
	[VERB_DRY_RUN] = NULL,
	[VERB_TICKET] = &act_ticket,
	[VERB_TICKETS] = &act_tickets_own,
	[VERB_REMARK] = NULL,
	[VERB_REPLY] = NULL,
	[VERB_NOTIFY] = NULL,
	[VERB_WEBHOOK] = NULL,
	[VERB_DROP] = NULL,
	[VERB_KEEP] = NULL,
	[VERB_STOP] = NULL,
};

void
act_prospect(struct prospect *p, struct work *w, const struct ticket *t,
    const struct actor *actor)
{
	struct ticket *copy = ARENA_NEW(w->a, struct ticket);

	*copy = *t;
	copy->fields = (struct field_values){ 0 };
	for (size_t i = 0; i < t->fields.n; i++) {
		copy->fields.v = array_grow(w->a, copy->fields.v, i, sizeof(*copy->fields.v));
		copy->fields.v[copy->fields.n++] = t->fields.v[i];
	}
	copy->relations = relations_copy(w->a, &t->relations);
	copy->faults = faults_copy(w->a, &t->faults);
	copy->tags = strs_copy(w->a, &t->tags);
	copy->participants = participants_copy(w->a, &t->participants);
	*p = (struct prospect){ .w = w, .t = copy, .actor = actor,
	    .edges = edges_copy(w->a, w->edges), .timers = timers_copy(w->a, w->timers) };
}

void
act_answers(struct prospect *p)
{
	p->answers = true;
	p->t->clocks.answered_at = p->w->now;
	p->t->clocks.asked_at = 0;
}

void
act_tickets(struct arena *a, const struct verb *v, struct str value, struct numbers *out)
{
	const struct act *act = acts[verb_id(v)];

	if (act != NULL && act->tickets != NULL)
		act->tickets(a, value, out);
}

int
act_ask(struct work *w, struct ticket *t, const struct actor *actor, const struct verb *v,
    struct str value)
{
	const struct act *act = acts[verb_id(v)];

	return act == NULL || act->ask == NULL ? 0 : act->ask(w, t, actor, value);
}

int
act_look(struct work *w, struct ticket *t, const struct actor *actor, const struct verb *v,
    struct str value)
{
	const struct act *act = acts[verb_id(v)];

	if (act != NULL && act->wants != NULL)
		act->wants(w, value);
	if (act != NULL && act->look != NULL && act->look(w, t) == -1)
		return -1;
	return act_ask(w, t, actor, v, value);
}

/* With the values that would do, where they can be counted, and the first as an example. */
static struct why *
lacks_value(struct prospect *p, const struct verb *v)
{
	struct why *why = WHY(p->w->a, STR("* needs a value: *"), refusal_line(p, v, STR_NONE),
	    refusal_line(p, v, str_c(v->value)));

	why->allowed = act_values(p, v);
	if (why->allowed.n > 0) {
		why->instead = refusal_line(p, v, why->allowed.v[0]);
		why->is_example = true;
	}
	return why;
}

/* What asks, or says what the text is, does nothing to a ticket that goes into another. */
static bool
wants_it_here(const struct verb *v)
{
	return ((v->doors & DOOR_CTL) != 0 || v->takes == TAKES_HELD) && !verb_is(v, VERB_ERASE);
}

static struct why *
check(struct prospect *p, struct order *o)
{
	const struct verb *v = o->verb;
	const struct act *act = acts[verb_id(v)];
	struct str line = refusal_line(p, v, STR_NONE);
	struct arena *a = p->w->a;
	struct why *why;

	if ((why = act_may(p, v)) != NULL || (wants_it_here(v) && (why = relate_gone(p)) != NULL))
		return why;
	if (v->value != NULL && !verb_is_optional(v) && o->value.n == 0)
		return lacks_value(p, v);
	if (v->value == NULL && o->value.n > 0) {
		why = p->actor->door == DOOR_MAIL ?
		    WHY(a, STR("* takes no value; other text goes below it"), line) :
		    WHY(a, STR("* takes no value"), line);
		why->instead = line;
		return why;
	}
	return act == NULL || act->check == NULL ? NULL : act->check(p, o);
}

static struct prospect
trial(const struct prospect *p)
{
	struct prospect out;

	act_prospect(&out, p->w, p->t, p->actor);
	out.edges = edges_copy(p->w->a, &p->edges);
	out.books = p->books;
	out.forced = p->forced;
	out.timers = timers_copy(p->w->a, &p->timers);
	return out;
}

struct strs
act_values(const struct prospect *p, const struct verb *v)
{
	struct prospect apart = trial(p);
	struct order o = { v, STR("?"), STR_NONE };	/* nothing is called so */
	const struct act *act = acts[verb_id(v)];
	struct why *why;

	if (v->takes == TAKES_STATUS)
		return step_nexts(p->w, p->t);
	why = act == NULL || act->check == NULL ? NULL : act->check(&apart, &o);
	return why == NULL ? (struct strs){ 0 } : why->allowed;
}

/* A line to copy as an order, with # or without; false: it is none. */
static bool
read_line(const struct prospect *p, struct str line, struct order *out)
{
	struct str said = str_starts(line, STR("#")) ? str_sub(line, 1, line.n) : line;
	size_t at = str_chr(said, ' ', 0);

	*out = (struct order){ verb_find(p->actor->door, str_sub(said, 0, at)),
	    at == SIZE_MAX ? STR_NONE : str_trim(str_sub(said, at, said.n)), STR_NONE };
	return out->verb != NULL;
}

void
act_offer(const struct prospect *p, struct why *why)
{
	enum { TRIES = 3 };		/* a line that is refused may bring a better one */

	for (int i = 0; why->instead.n > 0 && i < TRIES; i++) {
		struct prospect apart = trial(p);
		struct why *other;
		struct order o;

		if (!read_line(p, why->instead, &o))
			break;
		why->instead = refusal_line(p, o.verb, o.value);
		if ((other = check(&apart, &o)) == NULL)
			return;
		why->instead = other->instead;
		why->is_example |= other->is_example;
		if (why->allowed.n == 0)
			why->allowed = other->allowed;
	}
	why->instead = STR_NONE;
}

struct why *
act_check(struct prospect *p, struct order *o)
{
	struct why *why = check(p, o);

	if (why != NULL)
		act_offer(p, why);
	return why;
}

struct why *
act_try(const struct prospect *p, struct order *o)
{
	struct prospect apart = trial(p);

	return act_check(&apart, o);
}

bool
act_is_here(const struct verb *v)
{
	return acts[verb_id(v)] != NULL && (v->doors & (DOOR_CTL | DOOR_RULE)) != 0;
}

int
act_apply(struct work *w, struct ticket *t, const struct actor *actor,
    const struct order *order, enum event_kind *event)
{
	const struct act *act = acts[verb_id(order->verb)];
	struct action ac = { .w = w, .t = t, .actor = actor, .order = order,
	    .event = EVENT_CHANGED,
	    .cause = { .author = actor->name, .by_agent = actor->agent != NULL,
		.as = way_as(actor->agent, actor->door == DOOR_MAIL),
		.source = actor->door == DOOR_RULE ? FIELD_RULE : FIELD_COMMAND,
		.why = order->why, .at = actor->at } };
	int changed;

	if (act == NULL || act->apply == NULL)
		return 0;
	if ((changed = act->apply(&ac)) == 1)
		*event = ac.event;
	return changed;
}
