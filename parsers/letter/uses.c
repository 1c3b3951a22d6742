/* uses: see uses.h.  When in doubt it is a file: nothing that a person sends may vanish. */
#include "parsers/letter/uses.h"

#include "parsers/mime/shown.h"
#include "parsers/quote/quote.h"

enum {
	DOT_BYTES = 200,		/* a picture of a point; nobody sends that */
	SHOWN_MAX = 50			/* pictures of a mail; others are files */
};

/* The writer's own card goes with each of their mails. */
static bool
is_own_card(const struct letter *l, const struct attachment *at)
{
	return at->card.n > 0 && l->from.n > 0 && l->from.v[0].addr.n > 0 &&
	    str_ifind(at->card, l->from.v[0].addr, 0) != SIZE_MAX;
}

static bool
is_proof(const struct letter *l, const struct attachment *at)
{
	return at->is_proof || l->is_encrypted || is_own_card(l, at) ||
	    (l->kind == LETTER_CALENDAR && attach_is_calendar(at)) ||
	    (str_eq(at->type, STR("text/calendar")) && at->name.n == 0);
}

/* The pages without history and signatures. */
static struct str
new_part(struct arena *a, struct str pictures, const struct letter *l)
{
	struct quote_hints hints = { .subject = l->subject,
	    .answers = l->in_reply_to.n > 0 || l->references.n > 0 };
	struct split split;

	if (pictures.n == 0)
		return STR_NONE;
	if (l->from.n > 0)
		hints.sender = &l->from.v[0];
	quote_split(a, pictures, &hints, &split);
	return split.reply;
}

/* Shown in a page, or in the row of texts and pictures that some programs send. */
static enum attach_use
use_of_picture(const struct attachment *at, struct str shown, struct str place)
{
	if (!at->is_shown)
		return at->is_inline ? ATTACH_SHOWN : ATTACH_FILE;
	if (at->size <= DOT_BYTES)
		return ATTACH_DECORATION;
	return at->content_id.n == 0 || shown.n == 0 ||
	    str_find(shown, place, 0) != SIZE_MAX ? ATTACH_SHOWN : ATTACH_DECORATION;
}

/* A copy of the invitation, as some programs put one beside it. */
static bool
is_copy(const struct letter *l, const struct attachment *at)
{
	if (!attach_is_calendar(at))
		return false;
	for (size_t i = 0; i < l->n_attachments; i++)
		if (l->attachments[i].use == ATTACH_PROOF &&
		    attach_is_calendar(&l->attachments[i]))
			return true;
	return false;
}

void
uses_settle(struct arena *a, struct str pictures, struct letter *l)
{
	struct str shown = new_part(a, pictures, l);
	size_t n = 0;

	for (size_t i = 0; i < l->n_attachments; i++) {
		struct attachment *at = &l->attachments[i];

		if (is_proof(l, at))
			at->use = ATTACH_PROOF;
		else if (attach_is_picture(at))
			at->use = use_of_picture(at, shown, shown_place(a, i));
		if (at->use == ATTACH_SHOWN && ++n > SHOWN_MAX)
			at->use = ATTACH_FILE;
	}
	for (size_t i = 0; i < l->n_attachments; i++)
		if (is_copy(l, &l->attachments[i]))
			l->attachments[i].use = ATTACH_PROOF;
}
