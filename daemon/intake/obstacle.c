/* obstacle: see obstacle.h. */
#include "daemon/intake/obstacle.h"

#include "daemon/ticket/ours.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/head/addrspec.h"
#include "parsers/machine/nobody.h"

/* No answer of anybody's gets there, which nobody may find out weeks later. */
static bool
is_out_of_reach(const struct ticket *t)
{
	struct str addr = t->requester_address.addr;

	return addr.n > 0 && !address_is_safe(addr);
}

/* Whoever would get it is docket itself, or nobody: "noreply@shop.example". */
static bool
leads_nowhere(const struct work *w, const struct ticket *t, bool (*ends)(const struct work *,
    struct str))
{
	if (!ends(w, t->reply_to.n > 0 ? t->reply_to : t->requester_address.addr))
		return false;
	for (size_t i = 0; i < t->participants.n; i++)
		if (!ends(w, t->participants.v[i].addr) && (t->reply_to.n == 0 ||
		    !str_ieq(t->participants.v[i].addr, t->requester_address.addr)))
			return false;
	return true;
}

static bool
is_unread(const struct work *w, struct str address)
{
	return ours_has(w, address) || nobody_reads(address);
}

/* A notice that is attached goes as it is: whoever opens it could be the engineer. */
static bool
files_prove(const struct work *w, const struct letter *l)
{
	struct token token = { 0 };

	for (size_t i = 0; i < l->file_details.n; i++) {
		size_t at = 0;

		if (token_find(w->core->keys, w->conf, l->file_details.v[i], w->now, &at, &token) &&
		    token.agent != NULL)
			return true;
	}
	return false;
}

const char *
text_obstacle(const struct work *w, const struct reading *r, const struct ticket *t,
    const struct command_block *block, bool is_public)
{
	if (block->n > 0 && (int64_t)block->end > r->letter->commands)
		return r->letter->text_is_html ?
		    "commands stand below something that was cut off, or in a page that may "
		    "hide text: put them at the very top, or send the mail as plain text" :
		    "commands stand below something that was cut off, or in another "
		    "part than the first text: put them at the very top of the mail";
	if (is_public && is_out_of_reach(t))
		return "docket cannot write to the customer's address, which is none that mail "
		    "servers take: write as a #note, and answer by hand";
	if (is_public && t->requester_address.addr.n == 0 && t->participants.n == 0)
		return "nobody would get it: the mail that this ticket was made of names no "
		    "sender; write as a #note";
	if (is_public && leads_nowhere(w, t, ours_has))
		return "nobody would get it: the only address of this ticket is docket's own; "
		    "write as a #note, and answer by hand";
	if (is_public && leads_nowhere(w, t, is_unread))
		return "nobody would get it: nobody reads the only address of this ticket; write as a "
		    "#note, and answer by hand";
	if (is_public && r->letter->is_encrypted)
		return "docket cannot read what is encrypted, so the customer would get nothing "
		    "of it: send it as it is to be read";
	if (is_public && files_prove(w, r->letter))
		return "a file of this mail holds a reply address that proves you, and the customer "
		    "would get it: take the attached notice out, and send what it says as text";
	return NULL;
}
