/* leak: see leak.h. */
#include "daemon/intake/leak.h"

#include "daemon/intake/person.h"
#include "daemon/out/notify.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/personal.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"

#define HOUR	((int64_t)3600 * SECOND_US)

/* Somebody else than the team gets what is sent there. */
static bool
is_outside(const struct work *w, struct str address)
{
	return address.n > 0 && !ours_has(w, address) &&
	    agents_by_address(&w->conf->agents, str_lower(w->a, address)) == NULL;
}

/* The first outsider who can see what the mail shows; empty: there is none. */
static struct str
outsider(const struct work *w, const struct letter *l)
{
	const struct addresses *lists[] = { &l->to, &l->cc };

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (is_outside(w, lists[i]->v[k].addr))
				return lists[i]->v[k].addr;
	return STR_NONE;
}

static void
add(struct work *w, struct reading *r, const struct token *t)
{
	for (size_t i = 0; i < r->n_leaks; i++)
		if (r->leaks[i].ticket == t->ticket && r->leaks[i].agent == t->agent &&
		    r->leaks[i].serial == t->serial)
			return;
	if (r->n_leaks == LEAK_MAX || t->agent == NULL || token_confirms(t))
		return;
	if (r->leaks == NULL)
		r->leaks = ARENA_ARRAY(w->a, LEAK_MAX, struct token);
	r->leaks[r->n_leaks++] = *t;
}

/* What its owner keeps to themselves is no leak. */
static void
find_in(struct work *w, struct reading *r, struct str text, bool owner_shows_it)
{
	struct token t = { 0 };
	size_t at = 0;

	while (token_find(w->core->keys, w->conf, text, w->now, &at, &t))
		if (owner_shows_it || !person_wrote(r, t.agent))
			add(w, r, &t);
}

void
leak_find(struct work *w, struct reading *r)
{
	const struct letter *l = r->letter;
	const struct addresses *lists[] = { &l->to, &l->cc, &l->delivered_to, &l->from,
	    &l->sender, &l->reply_to };
	bool shown = outsider(w, l).n > 0;

	r->n_leaks = 0;
	if (l->kind == LETTER_BOUNCE || l->kind == LETTER_COMPLAINT)
		return;		/* they give back what docket sent to the owner */
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			find_in(w, r, lists[i]->v[k].addr,
			    shown && lists[i] != &l->delivered_to);
	for (size_t i = 0; i < l->in_reply_to.n; i++)
		find_in(w, r, l->in_reply_to.v[i], shown);
	for (size_t i = 0; i < l->references.n; i++)
		find_in(w, r, l->references.v[i], shown);
	find_in(w, r, l->subject, shown);
	find_in(w, r, l->text, shown);
	for (size_t i = 0; i < l->details.n; i++)
		find_in(w, r, l->details.v[i], shown);
}

static struct str
reason(struct work *w, const struct reading *r, const struct token *t)
{
	if (!person_wrote(r, t->agent))
		return str_printf(w->a, "it was in a mail from %.*s%s",
		    STR_ARG(r->from.addr.n > 0 ? r->from.addr : STR("nobody")),
		    r->agent == t->agent ? ", which our mail server or the mail itself "
		    "does not show to be yours" : "");
	return str_printf(w->a, "your own mail went to %.*s too, with it",
	    STR_ARG(outsider(w, r->letter)));
}

/* Others' mails tell it so seldom that no robot which answers it makes a loop. */
static bool
is_told(const struct work *w, const struct reading *r, const struct agent *owner,
    int64_t before)
{
	bool by_people = r->letter->kind == LETTER_HUMAN;

	return (by_people && person_wrote(r, owner)) ||
	    w->now - before >= (by_people ? HOUR : 24 * HOUR);
}

static int
withdraw(struct work *w, struct reading *r, const struct token *token, struct ticket *t)
{
	struct entry en = { .kind = ENTRY_RULE, .ticket = t->id, .author = STR("docket") };
	int64_t before = withdrawn_add(w, &t->withdrawn, t->id, token->agent);
	struct event ev;

	entry_data(w, &en, "what", STR("reply address withdrawn"));
	entry_data(w, &en, "agent", token->agent->name);
	entry_data(w, &en, "why", reason(w, r, token));
	if (entry_add(w, &en) == -1)
		return -1;
	log_warning("reply address withdrawn", { "ticket", LOG_I(t->id) },
	    { "agent", LOG_S(token->agent->name) }, { "from", LOG_S(r->from.addr) },
	    { "raw", LOG_I(r->raw) });
	if (!is_told(w, r, token->agent, before))
		return 0;	/* the next mail to its owner has the new one */
	ev = reading_event(r, EVENT_NOTED, t, &en);
	ev.reason = reason(w, r, token);
	ev.text = STR_NONE;
	return notify_agent(w, &ev, STR("withdrawn"), token->agent);
}

/* Of a personal address: it belongs to no ticket, and there is a new one. */
static int
renew(struct work *w, struct reading *r, const struct token *token)
{
	struct sql_agent_serial h = sql_agent_serial(w->db, token->agent->name);
	struct entry none = { .kind = ENTRY_RULE };
	struct sql_agent_serial_row row;
	struct event ev;

	if (work_run(w) == -1)
		return -1;
	if (!sql_agent_serial_row(w->db, h, 0, &row) || row.serial != token->serial)
		return 0;
	personal_renew(w, token->agent, token->serial);
	log_warning("personal address withdrawn", { "agent", LOG_S(token->agent->name) },
	    { "from", LOG_S(r->from.addr) }, { "raw", LOG_I(r->raw) });
	ev = reading_event(r, EVENT_NOTED, NULL, &none);
	ev.reason = reason(w, r, token);
	ev.text = STR_NONE;
	ev.letter = NULL;
	return notify_agent(w, &ev, STR("withdrawn"), token->agent);
}

int
leak_close(struct work *w, struct reading *r)
{
	for (size_t i = 0; i < r->n_leaks; i++) {
		const struct token *token = &r->leaks[i];
		struct ticket *t = token->ticket == 0 ? NULL : work_ticket(w, token->ticket);

		if (personal_is(token) && renew(w, r, token) == -1)
			return -1;
		if (t == NULL || token->serial != withdrawn_serial(&t->withdrawn, token->agent))
			continue;	/* the ticket or the token is gone */
		if (withdraw(w, r, token, t) == -1)
			return -1;
	}
	return 0;
}
