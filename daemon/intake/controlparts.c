/* controlparts: see controlparts.h. */
#include "daemon/intake/controlparts.h"

#include "daemon/intake/confirmmail.h"
#include "daemon/intake/orders.h"

static const struct str texts[] = { STR("note"), STR("public"), STR("text") };

void
control_parts(const struct work *w, const struct reading *r, struct passages *out)
{
	struct passage_words words = { &w->conf->verb_words.by_mail,
	    str_c(verb_row(VERB_TICKET)->name), texts, COUNT(texts) };

	passages_find(w->a, &words, r->letter->reply_text, CONTROL_TICKETS, out);
}

static bool
is_to_control(const struct reading *r)
{
	return (r->verdict == TOKEN_GOOD || r->verdict == TOKEN_WITHDRAWN) &&
	    r->token.purpose == TOKEN_CONTROL && r->token.agent == r->agent;
}

bool
control_is_meant(const struct work *w, const struct reading *r)
{
	struct command_block block;

	if (r->agent == NULL || r->ticket != 0)
		return false;
	if (is_to_control(r))
		return true;
	command_parse(w->a, &w->conf->verb_words.by_mail, r->letter->reply_text, &block);
	return orders_has(&block, VERB_TICKET);
}

/* What is for one purpose proves nothing for another. */
bool
control_applies(const struct work *w, const struct reading *r)
{
	if (r->verdict == TOKEN_GOOD && r->token.purpose != TOKEN_CONTROL &&
	    !confirm_is_said(r))
		return false;
	return control_is_meant(w, r);
}
