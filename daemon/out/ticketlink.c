/* ticketlink: see ticketlink.h. */
#include "daemon/out/ticketlink.h"

#include "daemon/ticket/ticket.h"
#include "daemon/ticket/weblogin.h"
#include "sql.h"

static bool
has_link(const struct work *w, const struct ticket *t)
{
	const struct portal *p = &w->conf->portal;

	return p->on && p->customers && t != NULL && t->requester != 0 && t->id > 0 &&
	    w->core->keys != NULL;
}

struct str
ticketlink_token(struct work *w, const struct ticket *t)
{
	return !has_link(w, t) ? STR_NONE :
	    web_link_token(w->a, w->core->keys, t->id, t->requester, t->link_serial);
}

struct str
ticketlink_url(struct work *w, const struct ticket *t, const struct reader *r)
{
	struct str token = r->agent != NULL || r->is_stranger ? STR_NONE : ticketlink_token(w, t);

	return token.n == 0 ? STR_NONE : str_printf(w->a, "%.*s/t/%lld/%.*s",
	    STR_ARG(w->conf->portal.url), (long long)t->id, STR_ARG(token));
}

void
ticketlink_note(struct work *w, const struct ticket *t, struct str text)
{
	struct str token = ticketlink_token(w, t);
	unsigned char hash[SHA256_BYTES];

	if (token.n == 0 || str_find(text, token, 0) == SIZE_MAX)
		return;
	web_hash(token, hash);
	sql_web_link_add(w->db, (struct str){ (const char *)hash, sizeof(hash) }, t->id,
	    t->requester, w->now);
}
