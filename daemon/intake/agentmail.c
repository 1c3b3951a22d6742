/* agentmail: see agentmail.h. */
#include "daemon/intake/agentmail.h"

#include "daemon/intake/alias.h"
#include "daemon/intake/answers.h"
#include "daemon/intake/cannedtext.h"
#include "daemon/intake/carrymail.h"
#include "daemon/intake/customermail.h"
#include "daemon/intake/dryrun.h"
#include "daemon/intake/erasemail.h"
#include "daemon/intake/obstacle.h"
#include "daemon/intake/opening.h"
#include "daemon/intake/orders.h"
#include "daemon/intake/person.h"
#include "daemon/intake/transcript.h"
#include "daemon/intake/withouttime.h"
#include "daemon/out/notify.h"
#include "daemon/out/parcel.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/category.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/clockrows.h"
#include "daemon/ticket/reach.h"
#include "daemon/ticket/step.h"
#include "parsers/text/fold.h"
#include "sql.h"

/* A file says something by itself; a picture beside commands alone is nobody's words. */
static bool
has_files(const struct letter *l, bool commands)
{
	for (size_t i = 0; i < l->n_attachments; i++)
		if (l->attachments[i].use == ATTACH_FILE ||
		    (l->attachments[i].use == ATTACH_SHOWN && !commands))
			return true;
	return false;
}

/* Sends the mail back: nothing of it was done. */
static int
refuse_as(struct work *w, struct reading *r, struct ticket *t, struct told told)
{
	struct told_line *lines = told.v;
	struct command_block block;
	struct entry en;
	int64_t refused = 0;

	told.is_control = r->is_control;
	command_parse(w->a, &w->conf->verb_words.by_mail, r->letter->reply_text, &block);
	if (block.rest.n > 0 || has_files(r->letter, block.n > 0))
		told.text = TEXT_LOST;
	/* One that was held has been on the ticket as such before; of a part nothing waits. */
	reading_entry(w, r, r->in->decision.held != 0 || r->gather != NULL ? ENTRY_COMMAND :
	    reading_held(t), t, &en);
	entry_data(w, &en, "reason", STR("refused: see the mail to its author"));
	for (size_t i = 0; i < told.n; i++) {
		struct str why;

		if (lines[i].fate != LINE_REFUSED)
			continue;
		why = why_text(w->a, STR_NONE, lines[i].why);
		entry_data(w, &en, str_printf(w->a, "refused_%lld", (long long)++refused).p,
		    str_printf(w->a, "%.*s: %.*s", STR_ARG(lines[i].line), STR_ARG(why)));
		log_info("command refused", { "ticket", LOG_I(t == NULL ? 0 : t->id) },
		    { "agent", LOG_S(r->agent->name) }, { "line", LOG_S(lines[i].line) },
		    { "reason", LOG_S(why) });
	}
	return entry_add(w, &en) == -1 ? -1 : transcript_send(w, r, t, &en, &told);
}

int
agent_refuse_lines(struct work *w, struct reading *r, struct ticket *t, struct told_line *lines,
    size_t n)
{
	return refuse_as(w, r, t, (struct told){ .v = lines, .n = n, .is_refused = true });
}

int
agent_refuse(struct work *w, struct reading *r, struct ticket *t, const char *why)
{
	struct told_line one = { .line = r->letter->subject, .fate = LINE_REFUSED,
	    .why = WHY(w->a, str_c(why)) };

	return agent_refuse_lines(w, r, t, &one, 1);
}

int
agent_refuse_confirm(struct work *w, struct reading *r, int64_t waits, const char *why)
{
	struct told_line one = { .line = r->letter->subject, .fate = LINE_REFUSED,
	    .why = WHY(w->a, str_c(why)) };

	return refuse_as(w, r, NULL, (struct told){ .v = &one, .n = 1, .is_refused = true,
	    .confirms = waits, .is_over = waits == 0 });
}

int
agent_fail(struct work *w, struct reading *r)
{
	struct told_line one = { .line = r->letter->subject, .fate = LINE_REFUSED,
	    .why = WHY(w->a, STR("a fault kept docket from doing it: nothing of it was done, and "
	    "your admins were told, who have the mail")) };
	struct told told = { .v = &one, .n = 1, .is_refused = true, .is_over = true,
	    .text = TEXT_LOST };

	return reading_hold(w, r, NULL, r->letter->quarantine) == -1 ? -1 :
	    transcript_send(w, r, NULL, &(struct entry){ .at = r->arrived }, &told);
}

/* A command that was cut off with an attribution or a signature is never dropped unseen. */
static int
refuse_left(struct work *w, struct reading *r, struct ticket *t, struct str line)
{
	struct told_line one = { .line = line, .fate = LINE_REFUSED,
	    .why = WHY(w->a, STR("it stands in what was cut off as an older mail or a signature: "
	    "put it on a line of its own at the very top")) };

	return agent_refuse_lines(w, r, t, &one, 1);
}

struct str
agent_left(const struct work *w, const struct letter *l)
{
	for (size_t i = 0; i < l->left.n; i++)
		if (command_of_line(w->a, &w->conf->verb_words.by_mail, l->left.v[i]) != NULL)
			return l->left.v[i];
	return STR_NONE;
}

/* "Ana", which a program put right below the commands, is nobody's answer. */
static bool
is_own_name(struct arena *a, const struct agent *ag, struct str text)
{
	struct str folded = fold(a, text), name = fold(a, str_printf(a, "%.*s %.*s",
	    STR_ARG(ag->name), STR_ARG(ag->full_name))), word, one, rest;

	if (text.n == 0 || str_chr(text, '\n', 0) != SIZE_MAX)
		return false;
	while (str_split(&folded, ' ', &word)) {
		bool is_name = false;

		for (rest = name; str_split(&rest, ' ', &one);)
			is_name = is_name || str_eq(one, word);
		if (!is_name)
			return false;
	}
	return true;
}

static int
run_events(struct work *w, const struct reading *r, struct ticket *t, const struct entry *en,
    bool says, const struct happened *happened)
{
	struct event *v = ARENA_ARRAY(w->a, happened->n + 1, struct event);
	size_t n = happened_events(r, t, en, says, happened, v);

	return n == 0 ? 0 : rules_run_all(w, v, n);
}

static int
answered(struct work *w, const struct reading *r, struct ticket *t, const struct entry *en,
    bool resolves)
{
	struct cause ch = { .author = r->agent->name, .by_agent = true,
	    .source = FIELD_COMMAND, .why = STR("answered"), .at = r->arrived };
	const struct status *to;

	if (t->requester != 0 && !t->requester_known)
		sql_contact_known(w->db, t->requester);
	t->requester_known = true;
	if (clockrows_answered(w, &t->clocks, en, resolves) == -1)
		return -1;
	if (!category_is(t->category, CATEGORY_NEW))
		return 0;
	to = type_verb(ticket_type(w, t), "open", CATEGORY_OPEN, ticket_standing(w, t));
	return to == NULL ? 0 : ticket_follow(w, t, to->name, &ch);
}

/* The answer goes out all the same, for a person decided so; and knows now what it is worth. */
static int
warn_unreached(struct work *w, const struct reading *r, struct ticket *t,
    const struct entry *en)
{
	struct event ev = reading_event(r, EVENT_NOTED, t, en);
	const struct reach *known;
	struct str to = t->reply_to.n > 0 ? t->reply_to : t->requester_address.addr;

	if (reach_find(w, to, &known) == -1)
		return -1;
	if (!reach_is_off(w, known))
		return 0;
	ev.bounce.recipient = to;
	ev.bounce.diagnostic = known->why;
	ev.letter = NULL;
	ev.text = STR_NONE;
	return notify_agent(w, &ev, STR("answer-out-of-reach"), r->agent);
}

/* People here opened it: its text, where it is a note, is told with that. */
static int
tell_opened(struct work *w, const struct reading *r, struct ticket *t, const struct entry *en)
{
	struct event ev = reading_event(r, EVENT_CREATED, t, en);

	ev.text = en->new_text;
	ev.is_staffs = true;
	return rules_run(w, &ev);
}

/* An answer to the customer is one to a ticket that was there: clocks started before it. */
static int
open_before(struct work *w, const struct reading *r, struct ticket *t)
{
	struct entry en = { .kind = ENTRY_COMMAND, .ticket = t->id, .at = r->arrived,
	    .author = r->agent->name, .by_agent = true };

	entry_data(w, &en, "what", STR("opened"));
	return entry_add(w, &en) == -1 ? -1 : tell_opened(w, r, t, &en);
}

/* The text first, then the commands: a reply that resolves stops both clocks. */
int
agent_carry_out(struct work *w, struct reading *r, struct ticket *t, struct orders *orders,
    struct str text)
{
	bool says = text.n > 0 || has_files(r->letter, orders->n > orders->n_marks);
	bool is_public = says && !orders->is_note, opens = t->is_new;
	struct actor actor = reading_actor(r);
	struct happened happened = { 0 };
	struct told told = { .v = orders->lines, .n = orders->n_lines,
	    .text = !says ? TEXT_NONE : is_public ? TEXT_SENT : TEXT_NOTE };
	struct entry en;
	int untimed = 0;

	reading_entry(w, r, !says ? ENTRY_COMMAND : orders->is_note ? ENTRY_NOTE :
	    ENTRY_MAIL_IN, t, &en);
	en.is_public = is_public;
	en.new_text = text;
	if (is_public && orders->resolves)
		entry_data(w, &en, "resolves", STR("yes"));
	if ((opens && is_public && open_before(w, r, t) == -1) || entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	if (opens && !is_public && tell_opened(w, r, t, &en) == -1)
		return -1;
	actor.entry = en.id;
	alias_learn(w, r, t);
	t->dirty = says || orders->n > orders->n_asks;
	if (is_public && (answered(w, r, t, &en, orders->resolves) == -1 ||
	    warn_unreached(w, r, t, &en) == -1))
		return -1;
	if (is_public && (untimed = without_time(w, t, &actor, orders)) == -1)
		return -1;
	if (untimed == 1)
		happened_add(&happened, EVENT_REPLY_WITHOUT_TIME);
	if (orders_apply(w, t, &actor, orders, &happened) == -1)
		return -1;
	if (run_events(w, r, t, &en, says && (is_public || !opens), &happened) == -1)
		return -1;
	en.new_text = STR_NONE;
	if (ticket_save(w, t) == -1 || answers_add(w, r, t, orders, &told) == -1)
		return -1;
	return told.n == 0 ? 0 : transcript_send(w, r, t, &en, &told);
}

/*
 * The mail that is passed on is the customer's; what the agent wrote above it
 * is a note, and its commands are for the ticket that comes of it.
 */
static int
carry(struct work *w, struct reading *r, struct ticket *t)
{
	struct ticket fresh = { .project = r->project, .mailbox = r->in->item.mailbox };
	struct actor actor = reading_actor(r);
	struct command_block block;
	struct reading customer;
	struct orders orders;
	const char *why;
	int64_t before = t == NULL ? 0 : t->id;

	command_parse(w->a, &w->conf->verb_words.by_mail, r->letter->forward.cover, &block);
	if (t != NULL && block.n > 0)
		return agent_refuse(w, r, t, "commands above a forwarded mail are for the "
		    "ticket that it opens, and this one belongs to a ticket: answer "
		    "one of its notices");
	ticket_begin(&fresh, conf_type(w->conf, r->project, fresh.mailbox));
	if (orders_ask(w, &fresh, &actor, &block) == -1)
		return -1;
	orders_check(w, &fresh, &actor, &block, false, &orders);
	if (orders.n_refused > 0)
		return agent_refuse_lines(w, r, t, orders.lines, orders.n_lines);
	if ((why = text_obstacle(w, r, t, &block, false)) != NULL)
		return agent_refuse(w, r, t, why);
	carry_split(w, r, &customer);
	if (customer_mail(w, &customer) == -1)
		return -1;
	r->ticket = customer.ticket;
	t = work_ticket(w, r->ticket);
	orders.is_note = true;
	if (t == NULL || cannedtext_put(w, r, t, &orders, &block.rest) == -1)
		return t == NULL ? 0 : -1;
	if (t->id != before && !orders_has(&block, VERB_REQUESTER))
		orders.lines[orders.n_lines++] = (struct told_line){ .line = r->letter->subject,
		    .fate = LINE_DONE, .remark = opening_remark(w->a, t) };
	if (block.n > 0 || block.rest.n > 0)
		return agent_carry_out(w, r, t, &orders, block.rest);
	return orders.n_lines == 0 ? 0 : transcript_send(w, r, t, &(struct entry){ .at = r->arrived },
	    &(struct told){ .v = orders.lines, .n = orders.n_lines });
}

void
agent_mail_tickets(struct work *w, const struct reading *r, struct numbers *out)
{
	if (r->agent == NULL || !person_proven(r))
		return;
	orders_tickets(w, r->letter->reply_text, out);
	orders_tickets(w, r->letter->forward.cover, out);
}

/* Some questions are about no ticket. */
static bool
needs_ticket(const struct orders *orders)
{
	for (size_t i = 0; i < orders->n; i++)
		if (!verb_has(orders->v[i].verb, VERB_ALONE))
			return true;
	return false;
}

/* What is only tried is taken back. */
static int
apply_alone(struct work *w, struct ticket *none, const struct actor *actor,
    struct orders *orders, struct happened *happened)
{
	struct aways *aways = w->aways;
	int rc;

	if (!orders->is_dry)
		return orders_apply(w, none, actor, orders, happened);
	sql_dry_begin(w->db);
	rc = orders_apply(w, none, actor, orders, happened);
	sql_dry_end(w->db);
	w->aways = aways;
	return rc;
}

int
agent_ask(struct work *w, struct reading *r, const struct command_block *block)
{
	struct ticket none = { .status = category_word(CATEGORY_NEW),
	    .category = category_word(CATEGORY_NEW), .mailbox = r->in->item.mailbox };
	struct actor actor = reading_actor(r);
	struct happened happened = { 0 };
	struct orders orders;
	struct entry en;
	struct told told;

	if (orders_ask(w, &none, &actor, block) == -1)
		return -1;
	orders_check(w, &none, &actor, block, false, &orders);
	if (needs_ticket(&orders) || block->rest.n > 0)
		return agent_refuse(w, r, NULL,
		    "commands need a ticket: answer one of its notices, or begin with #new");
	if (orders.n_refused > 0)
		return agent_refuse_lines(w, r, NULL, orders.lines, orders.n_lines);
	reading_entry(w, r, ENTRY_COMMAND, NULL, &en);
	if (entry_add(w, &en) == -1 ||
	    apply_alone(w, &none, &actor, &orders, &happened) == -1)
		return -1;
	told = (struct told){ .v = orders.lines, .n = orders.n_lines, .is_dry = orders.is_dry };
	return answers_add(w, r, NULL, &orders, &told) == -1 ? -1 :
	    transcript_send(w, r, NULL, &en, &told);
}

/* Whether there is a text that goes to the customer, as the lines are written. */
static bool
answers(const struct reading *r, const struct command_block *block)
{
	if (orders_has(block, VERB_NOTE) || (r->is_internal && !orders_has(block, VERB_PUBLIC)))
		return false;
	return block->rest.n > 0 || has_files(r->letter, block->n > 0) ||
	    orders_has(block, VERB_TEXT);
}

int
agent_obstructed(struct work *w, struct reading *r, struct ticket *t, const struct ticket *to,
    const struct command_block *block, bool is_public)
{
	struct str left = agent_left(w, r->letter);
	const char *why;
	struct told_line big;
	int rc = 0;

	if (left.n > 0)
		rc = refuse_left(w, r, t, left);
	else if ((why = text_obstacle(w, r, to, block, is_public)) != NULL)
		rc = agent_refuse(w, r, t, why);
	else if (is_public && parcel_refuses(w, r->letter,
	    mailboxes_find(&w->conf->mailboxes, r->in->item.mailbox), &big))
		rc = agent_refuse_lines(w, r, t, &big, 1);
	else
		return 0;
	return rc == -1 ? -1 : 1;
}

int
agent_orders(struct work *w, struct reading *r, struct ticket *t,
    const struct command_block *block)
{
	struct actor actor = reading_actor(r);
	struct orders orders;
	struct str text = block->rest;
	const char *why;
	bool says, is_public;
	int rc;

	if (reading_know_files(w, r, t) == -1 || orders_look(w, t, &actor, block) == -1)
		return -1;
	orders_check(w, t, &actor, block, answers(r, block), &orders);
	if (orders.n_refused > 0)
		return agent_refuse_lines(w, r, t, orders.lines, orders.n_lines);
	orders.is_note |= r->is_internal && !orders.is_public;
	if (cannedtext_put(w, r, t, &orders, &text) == -1)
		return -1;
	says = text.n > 0 || has_files(r->letter, orders.n > orders.n_marks);
	is_public = says && !orders.is_note;
	if (says && block->n > 0 && orders.n == orders.n_asks)
		return agent_refuse(w, r, t, "these lines only ask, so nobody gets the text below "
		    "them: begin with #note to keep it, or answer without them");
	if ((why = erase_obstacle(r, block, &orders, says)) != NULL)
		return agent_refuse(w, r, t, why);
	if ((rc = agent_obstructed(w, r, t, t, block, is_public)) != 0)
		return rc == 1 ? 0 : -1;
	if (block->n == 0 && !says)
		return agent_refuse(w, r, t, "there is no text of yours in this mail");
	if (orders.n_marks > 0 && !orders.is_public && text.n == 0 &&
	    block->n == 1 + (size_t)orders.is_dry)
		return agent_refuse(w, r, t, "there is no note in this mail: write it below #note");
	if (!orders.is_dry && orders_has(block, VERB_ERASE))
		return erase_mail(w, r, t, &orders);
	return orders.is_dry ? dry_run(w, r, t, &orders, !says ? TEXT_NONE : is_public ?
	    TEXT_SENT : TEXT_NOTE, text) : agent_carry_out(w, r, t, &orders, text);
}

/* Its proof is of a ticket that is no more. */
static bool
is_erased(const struct reading *r)
{
	return r->verdict == TOKEN_GOOD && r->token.purpose == TOKEN_REPLY && r->token.ticket != 0;
}

int
agent_mail(struct work *w, struct reading *r)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);
	struct command_block block;

	if (carry_applies(w, r, t))
		return carry(w, r, t);
	command_parse(w->a, &w->conf->verb_words.by_mail, r->letter->reply_text, &block);
	if (block.n > 0 && is_own_name(w->a, r->agent, block.rest))
		block.rest = STR_NONE;
	if (t == NULL && is_erased(r))
		return agent_refuse(w, r, NULL, "the ticket that this mail answers was erased, and "
		    "nobody gets the text");
	if (t == NULL && block.n == 0)
		return customer_mail(w, r);	/* an agent with a request of their own */
	if (t == NULL)
		return agent_ask(w, r, &block);
	return agent_orders(w, r, t, &block);
}
