/* alias: see alias.h. */
#include "daemon/intake/alias.h"

#include "daemon/out/draft.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/ticket.h"
#include "sql.h"

/* Ours is known, or was made up. */
static bool
is_ours(struct str id)
{
	return draft_mark(id).n > 0 || str_starts(id, STR("docket-ticket-"));
}

void
alias_learn(struct work *w, const struct reading *r, const struct ticket *t)
{
	const struct strs *ids = &r->letter->in_reply_to;

	if (r->how != THREAD_TOKEN || r->verdict != TOKEN_GOOD || r->token.ticket != t->id ||
	    r->forwarder != NULL || r->letter->kind != LETTER_HUMAN)
		return;
	if (ids->n != 1 || is_ours(ids->v[0]))
		return;
	sql_alias_learn(w->db, ids->v[0], t->id, w->now, ALIAS_MOST);
	log_debug("alias learnt", { "ticket", LOG_I(t->id) },
	    { "message_id", LOG_S(ids->v[0]) });
}
