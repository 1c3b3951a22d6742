/* actionmail: see actionmail.h. */
#include "daemon/intake/actionmail.h"

#include "daemon/intake/agentmail.h"
#include "daemon/intake/confirmmail.h"
#include "daemon/intake/unproven.h"
#include "daemon/policy/verb.h"
#include "parsers/letter/command.h"
#include "parsers/letter/damage.h"
#include "parsers/quote/quote.h"

bool
action_applies(const struct reading *r)
{
	return r->verdict == TOKEN_GOOD && r->token.purpose == TOKEN_ACTION &&
	    r->agent != NULL && r->token.agent == r->agent;
}

/* Programs that take a link's body for HTML leave their line break in it. */
static struct str
without_breaks(struct arena *a, struct str text)
{
	size_t at, end;
	struct buf b;

	buf_init(&b, a);
	while ((at = damage_break(text, &end)) != SIZE_MAX) {
		buf_add(&b, str_sub(text, 0, at));
		buf_addc(&b, '\n');
		text = str_sub(text, end, SIZE_MAX);
	}
	buf_add(&b, text);
	return buf_str(&b);
}

/* The line that the button itself wrote. */
static bool
is_own_line(const struct command_line *line, struct str verb)
{
	return str_eq(line->name, verb) && line->arg.n == 0;
}

static void
add_line(struct work *w, struct command_block *block, struct str name)
{
	block->v[block->n++] = (struct command_line){ .name = name,
	    .line = str_printf(w->a, "#%.*s", STR_ARG(name)), .is_known = true };
}

/* What is left of the text is a note's. */
static void
order(struct work *w, struct str verb, struct str text, struct command_block *out)
{
	*out = (struct command_block){ .v = ARENA_ARRAY(w->a, 2, struct command_line),
	    .rest = text };
	add_line(w, out, verb);
	if (text.n > 0 && !str_eq(verb, STR("note")))
		add_line(w, out, STR("note"));
}

/* A signature alone is taken for a text, unless something stands above it. */
static struct str
without_signature(struct work *w, const struct reading *r, struct str text)
{
	static const struct str above = STR("x");
	struct quote_hints hints = { .sender = &r->from, .subject = r->letter->subject };
	struct split split;

	quote_split(w->a, str_printf(w->a, "%.*s\n\n%.*s", STR_ARG(above), STR_ARG(text)),
	    &hints, &split);
	return str_starts(split.reply, above) ?
	    str_trim(str_sub(split.reply, above.n, SIZE_MAX)) : text;
}

int
action_mail(struct work *w, struct reading *r)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);
	struct str verb = str_lower(w->a, r->token.verb);
	struct letter *mine = ARENA_NEW(w->a, struct letter);
	struct command_block written, block;

	command_parse(w->a, &w->conf->verb_words.by_mail, without_breaks(w->a, r->letter->reply_text), &written);
	for (size_t i = 0; i < written.n; i++)
		if (!is_own_line(&written.v[i], verb))
			return agent_refuse(w, r, t, "this address is for one action, and "
			    "other commands stand in the mail: answer the notice with them");
	if (t == NULL)
		return agent_refuse(w, r, NULL, "its ticket is not there any more");
	if (verb_find(DOOR_MAIL, verb) != NULL && !confirm_is_said(r) &&
	    verb_has(verb_find(DOOR_MAIL, verb), VERB_GRAVE))
		return unproven_hold(w, r, STR("what this button does is asked once more"));
	order(w, verb, without_signature(w, r, str_trim(written.rest)), &block);
	/* No order is read from its text, in which form ever that came. */
	*mine = *r->letter;
	mine->text_is_html = false;
	mine->reply_text = block.rest;
	r->letter = mine;
	return agent_orders(w, r, t, &block);
}
