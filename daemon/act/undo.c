/* undo: see undo.h. */
#include "daemon/act/undo.h"

#include <stddef.h>

#include "daemon/act/faults.h"
#include "daemon/act/may.h"
#include "daemon/act/refusal.h"
#include "daemon/act/relate.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/requester.h"
#include "daemon/ticket/step.h"
#include "parsers/letter/command.h"

/* Where a ticket has what it is now, of kinds that are one value; 0: of no other. */
static const size_t values[CHANGES] = {
	[CHANGE_STATUS] = offsetof(struct ticket, status),
	[CHANGE_TYPE] = offsetof(struct ticket, type),
	[CHANGE_ASSIGNEE] = offsetof(struct ticket, assignee),
	[CHANGE_TEAM] = offsetof(struct ticket, team),
	[CHANGE_SLA] = offsetof(struct ticket, sla),
	[CHANGE_SUBJECT] = offsetof(struct ticket, subject),
	[CHANGE_PROJECT] = offsetof(struct ticket, project),
};

/* NULL: it is no kind that is one value, or a field that has none. */
static struct str *
value_of(struct ticket *t, const struct change *c)
{
	if (c->what != CHANGE_FIELD)
		return values[c->what] == 0 ? NULL : (struct str *)(void *)((char *)t + values[c->what]);
	for (size_t i = 0; i < t->fields.n; i++)
		if (str_eq(t->fields.v[i].name, c->field.name))
			return &t->fields.v[i].value;
	return NULL;
}

/* It is what the change made of it; then it is what was before. */
static struct why *
check_value(struct prospect *p, const struct change *c)
{
	struct str *is = value_of(p->t, c);

	if (is == NULL && (c->what != CHANGE_FIELD || c->new.n == 0))
		return NULL;
	if (is == NULL || !str_eq(*is, c->new))
		return WHY(p->w->a, STR("* was changed since, to *: that cannot be taken back"),
		    change_word(c), is == NULL ? STR("none") : *is);
	*is = c->old;
	if (c->what == CHANGE_STATUS)
		p->t->category = category_word(ticket_standing(p->w, p->t)->category);
	return NULL;
}

/* What ordered it; NULL: no command that there is now. */
static const struct verb *
verb_of(const struct prospect *p, const struct change *c)
{
	const struct command_word *word = command_of_line(p->w->a,
	    &p->w->conf->verb_words.by_mail, c->by.why);

	return word == NULL ? NULL : verb_find(DOOR_MAIL, word->name);
}

/* The way to do it by hand, of what cannot be taken back; or nothing. */
static struct str
by_hand(const struct verb *v, const struct change *c)
{
	if (c->what == CHANGE_SPAM)
		return STR("#reopen");
	if (c->what == CHANGE_TIMER)
		return STR("#timer stop");
	if (c->what == CHANGE_TIME)
		return STR("#time -1h");
	if (c->what == CHANGE_SPLIT || (v != NULL && verb_is(v, VERB_SPLIT)))
		return STR("#merge");	/* the link to what it became, too */
	if (c->what == CHANGE_RUNS || c->what == CHANGE_RUNS_KEPT)
		return STR("#runs");
	if (c->what == CHANGE_REACH)
		return STR("#retry-address");
	return STR_NONE;
}

/* Who may not do it now may not take it back: that does as much. */
static struct why *
check_hand(const struct prospect *p, const struct change *c)
{
	const struct verb *v = verb_of(p, c);
	struct str hand = by_hand(v, c);
	struct why *why = v == NULL ? NULL : act_may(p, v);

	return why != NULL || hand.n == 0 ? why : WHY(p->w->a,
	    STR("* cannot be taken back; by hand: *"), change_word(c), hand);
}

static struct why *
check_one(struct prospect *p, const struct change *c)
{
	struct arena *a = p->w->a;
	struct why *why;

	if ((why = check_value(p, c)) != NULL)
		return why;
	if (c->what == CHANGE_RELATION)
		return relate_check_back(p, c);
	if (c->what == CHANGE_FAULT)
		return faults_check_back(p, c);
	if (c->what == CHANGE_TYPE && types_find(&p->w->conf->types, c->old) == NULL)
		return WHY(a, STR("there is no type *"), c->old);
	if (c->what == CHANGE_STATUS && type_status(ticket_type(p->w, p->t), c->old) == NULL)
		return WHY(a, STR("a ticket of type * has no status for *"), p->t->type, c->old);
	return NULL;
}

/* The last first; but a type before the status that it has. */
static struct plan
backwards(struct arena *a, const struct plan *deed)
{
	struct plan out = { 0 };

	for (size_t i = deed->n; i-- > 0;)
		if (deed->v[i].what == CHANGE_TYPE)
			plan_add(a, &out, &deed->v[i]);
	for (size_t i = deed->n; i-- > 0;)
		if (deed->v[i].what != CHANGE_TYPE)
			plan_add(a, &out, &deed->v[i]);
	return out;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct arena *a = p->w->a;
	struct last_deed deed;
	struct plan back;
	struct why *why;

	o->why = DEEDS_UNDO;
	if (p->actor->agent == NULL)
		return WHY(a, STR("undo takes back what somebody did: say who with --as AGENT"));
	deeds_last(a, &p->t->deeds, p->actor->agent->name, &deed);
	if (deed.plan.n == 0)
		return deed.is_sent ? WHY(a, STR("a mail that went out cannot be taken back: "
		    "write another that says so")) : WHY(a, STR("you did nothing to ticket #* "
		    "within * hours that could be taken back"), str_printf(a, "%lld",
		    (long long)p->t->id), str_printf(a, "%d", DEEDS_HOURS));
	back = backwards(a, &deed.plan);
	for (size_t i = 0; i < back.n; i++)
		if ((why = check_hand(p, &back.v[i])) != NULL)
			return why;
	for (size_t i = 0; i < back.n; i++)
		if ((why = check_one(p, &back.v[i])) != NULL)
			return why;
	return NULL;
}

static int
undo_field(struct action *ac, const struct change *c)
{
	struct field_value v = { .name = c->field.name, .value = c->old, .raw = c->old,
	    .source = ac->cause.source, .where = ac->cause.why, .verified = true };

	return ticket_set_field(ac->w, ac->t, &v, &ac->cause);
}

/* Whoever has it again is told as one who gets it. */
static int
undo_people(struct action *ac, const struct change *c)
{
	const struct cause *by = &ac->cause;

	if (c->what == CHANGE_ASSIGNEE && c->old.n > 0)
		ac->event = EVENT_ASSIGNED;
	if (c->what == CHANGE_ASSIGNEE)
		return ticket_assign(ac->w, ac->t, c->old, by);
	if (c->what == CHANGE_TEAM)
		return ticket_hand_over(ac->w, ac->t, c->old, true, by);
	if (c->what == CHANGE_REQUESTER)
		return c->old.n == 0 ? 0 : ticket_change_requester(ac->w, ac->t,
		    (struct address){ .addr = c->old }, by);
	return c->new.n > 0 ? ticket_remove_cc(ac->w, ac->t, c->new, by) :
	    ticket_add_cc(ac->w, ac->t, c->old, by);
}

static int
undo_heading(struct action *ac, const struct change *c)
{
	const struct cause *by = &ac->cause;

	if (c->what == CHANGE_SUBJECT)
		return ticket_rename(ac->w, ac->t, c->old, by);
	if (c->what == CHANGE_PROJECT)
		return ticket_move(ac->w, ac->t, c->old, by);
	return c->new.n > 0 ? ticket_remove_tag(ac->w, ac->t, c->new, by) :
	    ticket_add_tag(ac->w, ac->t, c->old, by);
}

static int
undo_wake(struct action *ac, const struct change *c)
{
	if (c->what == CHANGE_DUE)
		return ticket_wake(ac->w, ac->t, WAKE_DUE, c->old, &ac->cause);
	return ticket_wake(ac->w, ac->t, c->what == CHANGE_SNOOZE ? WAKE_SNOOZE : WAKE_HOLD,
	    STR_NONE, &ac->cause);
}

static int
undo_start(struct action *ac, const struct change *c)
{
	return ticket_start(ac->w, ac->t, c->old, &ac->cause);
}

static int
undo_status(struct action *ac, const struct change *c)
{
	return ticket_step_back(ac->w, ac->t, c->old, &ac->cause);
}

static int
undo_type(struct action *ac, const struct change *c)
{
	return ticket_set_type(ac->w, ac->t, types_find(&ac->w->conf->types, c->old), &ac->cause);
}

static int
undo_sla(struct action *ac, const struct change *c)
{
	return ticket_set_sla(ac->w, ac->t, c->old, &ac->cause);
}

static int	(*const undoes[CHANGES])(struct action *, const struct change *) = {
	[CHANGE_STATUS] = undo_status, [CHANGE_TYPE] = undo_type, [CHANGE_SLA] = undo_sla,
	[CHANGE_FAULT] = faults_back, [CHANGE_RELATION] = relate_back, [CHANGE_FIELD] = undo_field,
	[CHANGE_ASSIGNEE] = undo_people, [CHANGE_TEAM] = undo_people, [CHANGE_CC] = undo_people,
	[CHANGE_REQUESTER] = undo_people, [CHANGE_TAG] = undo_heading,
	[CHANGE_SUBJECT] = undo_heading, [CHANGE_PROJECT] = undo_heading,
	[CHANGE_START] = undo_start,
	[CHANGE_DUE] = undo_wake, [CHANGE_SNOOZE] = undo_wake, [CHANGE_HOLD] = undo_wake,
};

static int
undo_one(struct action *ac, const struct change *c)
{
	return undoes[c->what] == NULL ? 0 : undoes[c->what](ac, c);
}

static int
apply(struct action *ac)
{
	struct last_deed deed;
	struct plan back;
	int changed = 0, one;

	deeds_last(ac->w->a, &ac->t->deeds, ac->actor->agent->name, &deed);
	back = backwards(ac->w->a, &deed.plan);
	for (size_t i = 0; i < back.n; i++) {
		if ((one = undo_one(ac, &back.v[i])) == -1)
			return -1;
		changed |= one;
	}
	return changed;
}

/* With the tickets that relations of today are to, and what could close a circle. */
static int
look(struct work *w, struct ticket *t)
{
	struct numbers others = { 0 };

	if (t->deeds.is_known)
		return 0;
	if (deeds_look(w, t) == -1)
		return -1;
	for (size_t i = 0; i < t->deeds.n; i++)
		if (t->deeds.v[i].is_change && t->deeds.v[i].change.what == CHANGE_RELATION)
			numbers_add(w->a, &others, t->deeds.v[i].change.other);
	if (others.n == 0)
		return 0;
	return ticket_lock(w, others.v, others.n) == -1 ? -1 : edges_load(w);
}

const struct act act_undo = { .check = check, .apply = apply, .look = look };
