/* customerorders: see customerorders.h. */
#include "daemon/intake/customerorders.h"

#include <string.h>

#include "daemon/intake/person.h"
#include "daemon/ticket/participant.h"
#include "parsers/base/array.h"

/* The words of the commands that the project allows. */
static struct command_words
allowed(struct work *w, const struct project *p)
{
	const struct command_words *all = &w->conf->verb_words.by_mail;
	struct command_word *v = ARENA_ARRAY(w->a, all->n, struct command_word);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (strs_has(&p->customer_commands, all->v[i].name))
			v[n++] = all->v[i];
	return (struct command_words){ v, n };
}

/* Takes part by name, not by being a colleague's; and our own server, or a token, says so. */
static bool
is_believed(const struct reading *r, const struct ticket *t)
{
	return r->agent == NULL && !r->by_form && r->in->decision.what.n == 0 &&
	    r->forwarder == NULL && (!ticket_is_doubted(t, r->from.addr) ||
	    str_ieq(r->letter->authres.dmarc, STR("pass"))) &&
	    (ticket_has_participant(t, r->from.addr) ||
	    (r->contact != 0 && r->contact == t->requester)) && person_vouched(r);
}

static bool
has_files(const struct letter *l)
{
	for (size_t i = 0; i < l->n_attachments; i++)
		if (l->attachments[i].use == ATTACH_FILE)
			return true;
	return false;
}

/* A severity above the project's cap is the cap; *over: what it was. */
static struct str
capped(struct work *w, const struct project *p, struct str name, struct str value,
    struct str *over)
{
	const struct field_def *def = field_find(&w->conf->fields, STR("severity"));
	struct field_value v = { 0 };
	size_t is = SIZE_MAX, cap = SIZE_MAX;
	struct err e;

	if (!str_eq(name, STR("severity")))
		return value;
	*over = STR_NONE;
	value = verb_words_value(&w->conf->verb_words, verb_row(VERB_SEVERITY), value);
	if (p->customer_severity.n == 0 || def == NULL ||
	    field_parse(w->a, def, value, &v, &e) == -1)
		return value;
	for (size_t i = 0; i < def->values.n; i++) {
		is = str_eq(def->values.v[i], v.value) ? i : is;
		cap = str_eq(def->values.v[i], p->customer_severity) ? i : cap;
	}
	if (is == SIZE_MAX || cap == SIZE_MAX || is <= cap)
		return value;
	*over = v.value;
	return p->customer_severity;
}

static bool
is_clear(const struct reading *r, const struct command_block *block)
{
	for (size_t i = 0; i < block->n; i++)
		if (!block->v[i].is_known || block->v[i].doubt != COMMAND_CLEAR)
			return false;
	return block->n > 0 && !block->too_many &&
	    (int64_t)block->end <= r->letter->commands;
}

bool
customer_block(struct work *w, const struct reading *r, const struct project *p,
    struct command_block *block)
{
	struct command_words words = allowed(w, p);

	command_parse(w->a, &words, r->letter->reply_text, block);
	return is_clear(r, block);
}

void
customer_orders_read(struct work *w, const struct reading *r, const struct ticket *t,
    struct customer_orders *out)
{
	const struct project *p = projects_find(&w->conf->projects, t->project);
	struct command_block block;

	memset(out, 0, sizeof(*out));
	out->says = true;
	out->text = r->letter->reply_text;
	if (p == NULL || p->customer_commands.n == 0 || r->letter->commands == 0 ||
	    !is_believed(r, t))
		return;
	if (!customer_block(w, r, p, &block))
		return;
	for (size_t i = 0; i < block.n; i++)
		block.v[i].arg = capped(w, p, block.v[i].name, block.v[i].arg, &out->capped);
	out->actor = (struct actor){ .door = DOOR_MAIL, .name = r->from.addr, .at = r->arrived };
	orders_check(w, t, &out->actor, &block, true, &out->orders);
	if (out->orders.n_refused > 0) {
		out->orders.n = 0;
		out->capped = STR_NONE;
		return;
	}
	out->text = block.rest;
	out->asks = orders_has(&block, VERB_TICKETS);
	out->says = block.rest.n > 0 || has_files(r->letter);
}
