/* newmail: see newmail.h. */
#include "daemon/intake/newmail.h"

#include "daemon/act/cc.h"
#include "daemon/intake/agentmail.h"
#include "daemon/intake/cannedtext.h"
#include "daemon/intake/carrymail.h"
#include "daemon/intake/opening.h"
#include "daemon/intake/orders.h"
#include "daemon/intake/transcript.h"
#include "daemon/intake/unproven.h"

static void
read_block(struct work *w, const struct reading *r, struct command_block *block)
{
	command_parse(w->a, &w->conf->verb_words.by_mail, r->letter->reply_text, block);
}

bool
new_applies(struct work *w, const struct reading *r)
{
	struct command_block block;

	if ((r->ticket != 0 && work_ticket(w, r->ticket) != NULL) || carry_applies(w, r, NULL))
		return false;
	read_block(w, r, &block);
	return orders_has(&block, VERB_NEW);
}

/* What decides where the ticket begins, as the lines say it. */
static struct opening
opening_of(struct work *w, const struct reading *r, const struct orders *orders)
{
	struct opening o = { .subject = r->letter->subject, .mailbox = r->in->item.mailbox,
	    .at = r->arrived };

	if (r->letter->ambiguous.n == 0)
		o.fields = r->letter->fields;
	for (size_t i = 0; i < orders->n; i++) {
		const struct order *one = &orders->v[i];

		if (verb_is(one->verb, VERB_REQUESTER))
			requester_read(w->a, one->value, &o.requester);
		else if (verb_is(one->verb, VERB_PROJECT))
			o.project = one->value;
	}
	return o;
}

/* So it was begun: what the lines that said so changed. */
static void
tell_begun(struct work *w, const struct ticket *t, struct orders *orders)
{
	size_t kept = 0;

	for (size_t i = 0; i < orders->n; i++) {
		const struct verb *v = orders->v[i].verb;
		struct told_line *line = &orders->lines[orders->at[i]];
		struct change c = { .what = verb_is(v, VERB_PROJECT) ? CHANGE_PROJECT :
		    CHANGE_REQUESTER };

		if (verb_is(v, VERB_NEW))
			line->remark = opening_remark(w->a, t);
		if (verb_is(v, VERB_PROJECT) || verb_is(v, VERB_REQUESTER)) {
			c.new = verb_is(v, VERB_PROJECT) ? t->project : t->requester_address.addr;
			plan_add(w->a, &line->did, &c);
		}
		if (verb_is(v, VERB_NEW) || line->did.n > 0) {
			line->fate = LINE_DONE;
			continue;
		}
		orders->at[kept] = orders->at[i];
		orders->v[kept++] = orders->v[i];
	}
	orders->n = kept;
}

static int
tell_dry(struct work *w, struct reading *r, struct orders *orders)
{
	struct told told = { .v = orders->lines, .n = orders->n_lines, .is_dry = true };
	struct entry en;

	for (size_t i = 0; i < orders->n_lines; i++)
		orders->lines[i].fate = LINE_DONE;
	reading_entry(w, r, ENTRY_COMMAND, NULL, &en);
	return entry_add(w, &en) == -1 ? -1 : transcript_send(w, r, NULL, &en, &told);
}

/*
 * An address for new tickets proves for long, so that who gets hold of it could write to
 * anybody, or let somebody into a ticket: such is asked once more.
 */
static bool
is_grave(const struct reading *r, const struct orders *orders, bool is_public)
{
	if (r->proof.is_fresh)
		return false;
	for (size_t i = 0; i < orders->n; i++) {
		const struct verb *v = orders->v[i].verb;

		if (verb_has(v, VERB_GRAVE) && !verb_is(v, VERB_REQUESTER) && !verb_is(v, VERB_CC))
			return true;
	}
	return is_public;
}

static int
open_it(struct work *w, struct reading *r, struct orders *orders, const struct opening *o,
    struct str text)
{
	struct ticket *t = opening_ticket(w, o);

	if (t == NULL)
		return -1;
	r->ticket = t->id;
	r->how = THREAD_NONE;
	tell_begun(w, t, orders);
	return reading_know_files(w, r, t) == -1 || cannedtext_put(w, r, t, orders, &text) == -1 ?
	    -1 : agent_carry_out(w, r, t, orders, text);
}

int
new_mail(struct work *w, struct reading *r)
{
	struct ticket none = { .mailbox = r->in->item.mailbox };
	struct actor actor = reading_actor(r);
	struct command_block block;
	struct orders orders;
	struct opening o;
	bool says;
	int rc;

	read_block(w, r, &block);
	says = orders_has(&block, VERB_PUBLIC) &&
	    (block.rest.n > 0 || orders_has(&block, VERB_TEXT) || r->letter->n_attachments > 0);
	none.project = opening_project(w->conf, &(struct opening){ .mailbox = none.mailbox });
	ticket_begin(&none, conf_type(w->conf, none.project, none.mailbox));
	actor.is_stale = false;
	if (orders_ask(w, &none, &actor, &block) == -1)
		return -1;
	orders_check(w, &none, &actor, &block, says, &orders);
	if (orders.n_refused > 0)
		return agent_refuse_lines(w, r, NULL, orders.lines, orders.n_lines);
	o = opening_of(w, r, &orders);
	none.requester_address = o.requester;
	orders.is_note = !orders.is_public;
	if ((rc = agent_obstructed(w, r, NULL, &none, &block, says)) != 0)
		return rc == 1 ? 0 : -1;
	if (!orders.is_dry && is_grave(r, &orders, says))
		return unproven_hold(w, r, STR("what these lines do is asked once more"));
	return orders.is_dry ? tell_dry(w, r, &orders) : open_it(w, r, &orders, &o, block.rest);
}
