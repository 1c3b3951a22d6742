/* control: see control.h. */
#include "daemon/act/control.h"

#include "daemon/ticket/personal.h"

/* Whoever sees it here wrote to the wrong address: this is the right one. */
static struct why *
check(struct prospect *p, struct order *o)
{
	struct work *w = p->w;
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, p->t->mailbox);
	struct str address, mark;
	struct token t;

	(void)o;
	if (m == NULL || p->actor->agent == NULL)
		return WHY(w->a, STR("only a mail to your control address takes #ticket"));
	t = personal_token(p->actor->agent, TOKEN_CONTROL,
	    personal_serial(w->core, p->actor->agent));
	if ((address = personal_address(w->a, w->core, m, &t)).n > 0)
		return WHY(w->a, STR("only a mail to your control address takes #ticket: "
		    "write to *"), address);
	mark = personal_mark(w->a, w->core, &t);
	return WHY(w->a, STR("only a mail to your control address takes #ticket: write to "
	    "*, with * in the subject"), m->address, mark);
}

static int
apply(struct action *ac)
{
	(void)ac;
	return 0;
}

const struct act act_ticket = { .check = check, .apply = apply };
