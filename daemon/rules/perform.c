/* perform: see perform.h. */
#include "daemon/rules/perform.h"

#include "daemon/act/act.h"
#include "daemon/out/facts.h"
#include "daemon/policy/assignee.h"
#include "daemon/rules/tell.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/budget.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/rotation.h"
#include "parsers/base/array.h"
#include "parsers/text/template.h"

enum { NOTE_BYTES = 64 * 1024 };

/* ---- changes of the ticket ---- */

static void
refuse(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, struct str value, struct str why)
{
	traces_refuse(c->w->a, &c->traces, &(struct rule_refusal){ ac, value, why });
	log_warning("a rule's action was not done", { "rule", LOG_S(r->name) },
	    { "file", LOG_S(r->file) }, { "line", LOG_I(ac->line) },
	    { "ticket", LOG_I(ev->ticket->id) }, { "action", LOG_C(ac->verb->name) },
	    { "value", LOG_S(value) }, { "why", LOG_S(why) });
}

/* By turns: what the pick must know.  NULL in *team: not by turns. */
static int
look(struct work *w, const struct rule_action *ac, struct str value, const struct team **team)
{
	struct assignee to = assignee_read(value);

	*team = NULL;
	if (!verb_is(ac->verb, VERB_ASSIGN) || (to.kind != ASSIGNEE_ROUND_ROBIN &&
	    to.kind != ASSIGNEE_LEAST_BUSY))
		return 0;
	*team = teams_find(&w->conf->teams, to.name);
	return *team == NULL ? 0 : rotation_load(w, *team);
}

/* Of a tag the sign is the file's: what a pattern found never takes one off. */
static struct str
value_of(struct chain *c, const struct rule_action *ac, size_t i, const struct captured *found)
{
	return ac->is_open ? captured_fill(c->w->a, found, ac->values.v[i]) : ac->values.v[i];
}

/* True: the ticket was changed by rules as often as an hour allows. */
static bool
is_spent(struct chain *c, const struct rule *r, const struct rule_action *ac, struct str ticket)
{
	struct arena *a = c->w->a;
	int64_t most = c->w->conf->rule_changes_per_hour;

	if (!budget_is_spent(c->w, BUDGET_CHANGES, ticket, most))
		return false;
	budget_trip(c->w, CONDITION_RULES_LOOP, str_printf(a, "rules changed ticket #%.*s %lld "
	    "times within an hour: the rest is not done, the last of \"%.*s\" (%.*s:%d)",
	    STR_ARG(ticket), (long long)most, STR_ARG(r->name), STR_ARG(r->file), ac->line),
	    str_printf(a, "docketctl explain %.*s says which; rule_changes_per_hour in "
	    "docket.conf is the limit", STR_ARG(ticket)));
	return true;
}

/* One value.  A tag is told to no other rule. */
static int
change(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, struct str value)
{
	struct actor docket = { .door = DOOR_RULE, .name = STR("docket"), .at = ev->at };
	struct order o = { ac->verb, value, r->name };
	const struct team *team;
	struct prospect p;
	struct why *why;
	enum event_kind event;
	size_t before = ev->ticket->plan.n;
	struct str ticket = str_printf(c->w->a, "%lld", (long long)ev->ticket->id);
	int changed;

	if (look(c->w, ac, value, &team) == -1)
		return -1;
	act_prospect(&p, c->w, ev->ticket, &docket);
	if ((why = act_check(&p, &o)) != NULL) {
		refuse(c, r, ac, ev, value, why_text(c->w->a, STR_NONE, why));
		return 0;
	}
	if (is_spent(c, r, ac, ticket))
		return PERFORM_BUDGET;
	if ((changed = act_apply(c->w, ev->ticket, &docket, &o, &event)) == -1)
		return -1;
	if (changed == 1)
		budget_spend(c->w, BUDGET_CHANGES, ticket);
	if (team != NULL && ev->ticket->assignee.n == 0)
		refuse(c, r, ac, ev, value, STR("all of the team are away: it is the team's"));
	if (changed == 1 && !verb_is(ac->verb, VERB_TAG))
		chain_raise(c, ev, event, before);
	return changed;
}

static int
change_all(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct captured *found)
{
	int any = 0;

	for (size_t i = 0; ev->ticket != NULL && i < ac->values.n; i++) {
		int changed = change(c, r, ac, ev, value_of(c, ac, i, found));

		if (changed == -1 || changed == PERFORM_BUDGET)
			return changed;
		any |= changed;
	}
	return any;
}

/* ---- what is written at the chain's end ---- */

static int
tell(struct chain *c, const struct ordered *o)
{
	return tell_order(c->w, o->rule, o->action, o->event);
}

/* As templates see the event, and what the rule's patterns caught. */
static struct view *
note_facts(struct chain *c, const struct ordered *o)
{
	struct arena *a = c->w->a;
	const struct mailbox *m = mailboxes_find(&c->w->conf->mailboxes, o->event->mailbox);
	struct reader reader = { .mailbox = m,
	    .language = m != NULL && m->language.n > 0 ? m->language : STR("en") };
	struct view *view = facts_event(c->w, o->event, &reader);
	struct view *captures = view_add(a, view, STR("capture"), view_object(a));

	for (size_t i = 0; i < o->action->captures.n; i++) {
		struct str name = str_dup(a, o->action->captures.v[i]);

		view_text(a, captures, name.p, captured_find(a, &o->captured, name));
	}
	return view;
}

/* For people here; it is no event. */
static int
write_note(struct chain *c, const struct ordered *o)
{
	struct entry en = { .kind = ENTRY_NOTE, .author = STR("docket") };
	struct partials none = { 0 };
	struct str text;

	if (o->event->ticket == NULL)
		return 0;
	if (template_run(c->w->a, o->action->text, &none, note_facts(c, o),
	    TEMPLATE_PLAIN, &text,
	    &c->w->err) == -1)
		return -1;
	en.ticket = o->event->ticket->id;
	en.body = en.new_text = str_utf8_cut(str_trim(text), NOTE_BYTES);
	entry_data(c->w, &en, "rule", o->rule->name);
	return entry_add(c->w, &en);
}

static const struct way {
	enum verb_id	verb;
	int		(*write)(struct chain *, const struct ordered *);
} ways[] = {
	{ VERB_NOTIFY, tell },
	{ VERB_WEBHOOK, tell },
	{ VERB_REPLY, tell },
	{ VERB_REMARK, write_note },
};

static const struct way *
way_of(const struct verb *v)
{
	for (size_t i = 0; i < COUNT(ways); i++)
		if (verb_is(v, ways[i].verb))
			return &ways[i];
	return NULL;
}

/* ---- what becomes of a mail that has arrived ---- */

static enum mail_end
end_of(const struct rule_action *ac, const struct event *ev)
{
	static const struct { enum verb_id verb; enum mail_end end; } ends[] = {
		{ VERB_DROP, END_DROP }, { VERB_SPAM, END_SPAM }, { VERB_KEEP, END_HELD },
	};

	for (size_t i = 0; i < COUNT(ends) && ev->kind == EVENT_ARRIVED; i++)
		if (verb_is(ac->verb, ends[i].verb))
			return ends[i].end;
	return END_OPENS;
}

static int
end_mail(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, enum mail_end end)
{
	if (ev->is_wanted) {
		refuse(c, r, ac, ev, STR_NONE, STR("people here want a ticket of this mail, or it "
		    "answers one of ours"));
		return 0;
	}
	c->end = end;
	c->ended_by = r;
	return 1;
}

int
perform(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct captured *found)
{
	enum mail_end end = end_of(ac, ev);

	if (end != END_OPENS)
		return end_mail(c, r, ac, ev, end);
	if (way_of(ac->verb) == NULL)
		return change_all(c, r, ac, ev, found);
	chain_order(c, &(struct ordered){ r, ac, ev, *found });
	return 1;
}

int
perform_orders(struct chain *c)
{
	for (size_t i = 0; i < c->n_orders; i++) {
		c->w->rule = c->orders[i].rule->name;
		if (way_of(c->orders[i].action->verb)->write(c, &c->orders[i]) == -1)
			return -1;
	}
	c->w->rule = STR_NONE;
	return 0;
}
