/* logins: see logins.h. */
#include "daemon/core/logins.h"

#include "daemon/core/ending.h"
#include "daemon/policy/conf.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/condition.h"

int
core_logins_begin(struct core *c, struct err *e)
{
	for (size_t i = 0; i < c->conf->mailboxes.n; i++)
		if (!c->conf->mailboxes.v[i].has_oauth)
			condition_clear(c->db, CONDITION_TOKEN_DEAD,
			    c->conf->mailboxes.v[i].name, clock_now());
	return db_run(c->db, e);
}

void
core_pass_login(struct core *c, struct str body)
{
	if (c->token != NULL)
		channel_put(c->token, MSG_LOGIN, body);
}

static void
tell_end(struct core *c, const struct msg_token *t)
{
	size_t deliveries = 0;
	struct err e;

	if (core_is_held(c) || c->stop_at != 0 || !core_can_store(c))
		return;
	if (ending_tell(&c->state, c->db, t, &deliveries, &e) == -1)
		core_failed(c, &e, "the end of a secret not told");
	if (deliveries > 0)
		c->next_delivery = 1;
}

/* Without a database it is lost: it is said again soon. */
void
core_take_token(struct core *c, const struct message *m)
{
	struct msg_token t;
	struct err e;

	if (m->type != MSG_TOKEN || msg_token_unpack(NULL, m->body, &t) == -1 || c->db == NULL)
		return;
	if (t.ok)
		condition_clear(c->db, CONDITION_TOKEN_DEAD, t.mailbox, clock_now());
	else
		condition_raise(c->db, &(struct finding){ CONDITION_TOKEN_DEAD, t.mailbox, t.text,
		    t.mend, t.retry_at }, clock_now());
	if (db_run(c->db, &e) == -1)
		core_failed(c, &e, "state of a login not noted");
	else
		tell_end(c, &t);
}
