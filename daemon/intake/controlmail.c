/* controlmail: see controlmail.h. */
#include "daemon/intake/controlmail.h"

#include "daemon/intake/agentmail.h"
#include "daemon/intake/confirmmail.h"
#include "daemon/intake/controlparts.h"
#include "daemon/intake/orders.h"
#include "daemon/intake/unproven.h"
#include "daemon/sys/log.h"
#include "sql.h"

static void
parse(struct work *w, struct str text, struct command_block *block)
{
	command_parse(w->a, &w->conf->verb_words.by_mail, text, block);
}

static bool
has_grave(struct work *w, const struct passages *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct command_block block;

		parse(w, s->v[i].text, &block);
		for (size_t k = 0; k < block.n; k++) {
			const struct verb *v = verb_find(DOOR_MAIL, block.v[k].name);

			if (v != NULL && verb_has(v, VERB_GRAVE))
				return true;
		}
	}
	return false;
}

/* What is cut off in the middle is not known to be one writer's. */
static bool
is_whole(struct work *w, const struct reading *r, struct str text)
{
	struct command_block block;

	parse(w, text, &block);
	return block.n == 0 || (int64_t)((size_t)(text.p - r->letter->reply_text.p) + block.end) <=
	    r->letter->commands;
}

/* A dry run above all is one of all. */
static struct str
dry(struct work *w, bool is_dry, struct str text)
{
	return !is_dry ? text : str_printf(w->a, "#%s\n%.*s", verb_row(VERB_DRY_RUN)->name,
	    STR_ARG(text));
}

static void
keep_parts(struct work *w, const struct reading *r, int64_t entry, const struct passages *s)
{
	struct command_block above;
	bool is_dry;

	parse(w, s->v[0].text, &above);
	is_dry = orders_has(&above, VERB_DRY_RUN);
	for (size_t i = 0; i < s->n; i++) {
		const struct passage *one = &s->v[i];

		if (i == 0 && str_trim(one->text).n == 0)
			continue;
		sql_control_part_insert(w->db, &(struct sql_control_part_insert_in){
		    .entry = entry, .n = (int64_t)i, .line = one->line, .value = one->value,
		    .orders = dry(w, is_dry && i > 0, one->text),
		    .whole = is_whole(w, r, one->text) });
	}
	if (s->below.n > 0)
		sql_control_part_insert(w->db, &(struct sql_control_part_insert_in){
		    .entry = entry, .n = CONTROL_TICKETS + 1, .line = s->below,
		    .value = s->end, .whole = true });
}

/* A picture of a signature is nobody's file. */
static struct str
names(struct work *w, const struct letter *l)
{
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < l->n_attachments; i++)
		if (l->attachments[i].use == ATTACH_FILE)
			buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
			    STR_ARG(l->attachments[i].name.n > 0 ? l->attachments[i].name :
			    l->attachments[i].type));
	return str_utf8_cut(buf_str(&b), LIMIT_SUBJECT);
}

static int
keep(struct work *w, struct reading *r, const struct passages *s)
{
	struct entry en;

	reading_entry(w, r, ENTRY_COMMAND, NULL, &en);
	entry_data(w, &en, "control", str_printf(w->a, "%zu", s->wanted));
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	sql_control_insert(w->db, &(struct sql_control_insert_in){ .entry = en.id,
	    .raw = r->raw, .mailbox = r->in->item.mailbox, .agent = r->agent->name,
	    .at = r->arrived, .fresh = r->proof.is_fresh, .subject = r->letter->subject,
	    .message_id = r->letter->message_id, .files = names(w, r->letter) });
	keep_parts(w, r, en.id, s);
	w->orders_wait = true;
	log_info("mail of orders", { "agent", LOG_S(r->agent->name) },
	    { "entry", LOG_I(en.id) }, { "tickets", LOG_I(s->wanted) });
	return 0;
}

/* Sends it back: the line that it is about, or its subject. */
static int
refuse(struct work *w, struct reading *r, struct str line, struct why *why)
{
	struct told_line one = { .line = line.n > 0 ? line : r->letter->subject,
	    .fate = LINE_REFUSED, .why = why };

	return agent_refuse_lines(w, r, NULL, &one, 1);
}

static int
refuse_many(struct work *w, struct reading *r, const struct passages *s)
{
	struct str most = str_printf(w->a, "%d", CONTROL_TICKETS);

	return refuse(w, r, STR_NONE, WHY(w->a, STR("a mail may be about at most * tickets, and this "
	    "one is about *: send the rest in another"), most, str_printf(w->a, "%zu", s->wanted)));
}

int
control_mail(struct work *w, struct reading *r)
{
	struct command_block block;
	struct passages s;
	struct str left;

	r->is_control = true;
	control_parts(w, r, &s);
	parse(w, s.v[0].text, &block);
	if ((left = agent_left(w, r->letter)).n > 0)
		return refuse(w, r, left, WHY(w->a, STR("it stands in what was cut off as an older "
		    "mail or a signature: put it on a line of its own at the very top")));
	if (s.wanted > CONTROL_TICKETS)
		return refuse_many(w, r, &s);
	if (s.wanted == 0 && block.n == 0)
		return refuse(w, r, STR_NONE, WHY(w->a, STR("this address takes orders, and there are "
		    "none: write #ticket and a number, and below it the lines for that ticket")));
	if (!r->proof.is_fresh && !confirm_is_said(r) && has_grave(w, &s))
		return unproven_hold(w, r, STR("what these lines do is asked once more"));
	return keep(w, r, &s);
}
