/* envelope: see envelope.h. */
#include "daemon/send/envelope.h"

#include "daemon/sys/log.h"

static const char *const names[ENVELOPES] = {
	[ENVELOPE_NULL] = "<>", [ENVELOPE_RETURN_PATH] = "return path",
	[ENVELOPE_PLAIN] = "mailbox",
};

static enum envelope
of_delivery(const struct delivery *d)
{
	return d->envelope_from.n == 0 ? ENVELOPE_NULL :
	    str_eq(d->envelope_from, d->return_path) ? ENVELOPE_RETURN_PATH : ENVELOPE_PLAIN;
}

/* The next that fits and is not known to be refused; -1: there is none. */
static int
find(const struct envelope_try *t, enum envelope from)
{
	for (int i = (int)from; i < ENVELOPES; i++)
		if (t->fits[i] && !t->tried[i] && !atomic_load(&t->known->refused[i]))
			return i;
	return -1;
}

void
envelope_begin(struct envelope_try *t, const struct mailbox *m, struct envelopes *known,
    const struct delivery *d)
{
	enum envelope best = of_delivery(d);
	int first;

	*t = (struct envelope_try){ .mailbox = m, .known = known };
	t->sender[ENVELOPE_RETURN_PATH] = d->return_path;
	t->sender[ENVELOPE_PLAIN] = best == ENVELOPE_PLAIN ? d->envelope_from : m->address;
	t->fits[ENVELOPE_NULL] = best == ENVELOPE_NULL && m->null_sender != SENDER_NEVER;
	t->fits[ENVELOPE_RETURN_PATH] = best <= ENVELOPE_RETURN_PATH && d->return_path.n > 0 &&
	    m->return_path != SENDER_NEVER;
	t->fits[ENVELOPE_PLAIN] = true;
	first = find(t, ENVELOPE_NULL);
	t->now = first == -1 ? ENVELOPE_PLAIN : (enum envelope)first;
}

static void
learn(struct envelope_try *t)
{
	for (int i = 0; i < ENVELOPES; i++) {
		if (!t->tried[i] || i == (int)t->now || atomic_exchange(&t->known->refused[i], true))
			continue;
		log_info("the server takes no mail of that envelope sender: from now on another",
		    { "mailbox", LOG_S(t->mailbox->name) }, { "refused", LOG_C(names[i]) },
		    { "instead", LOG_C(names[t->now]) });
	}
}

/* "always" is an admin's word: nothing is tried instead. */
static bool
is_fixed(const struct envelope_try *t)
{
	return (t->now == ENVELOPE_NULL && t->mailbox->null_sender == SENDER_ALWAYS) ||
	    (t->now == ENVELOPE_RETURN_PATH && t->mailbox->return_path == SENDER_ALWAYS);
}

bool
envelope_next(struct envelope_try *t, const struct smtp_result *r)
{
	bool refused = r->about_sender || (t->now == ENVELOPE_NULL && r->about_null);
	int next;

	t->tried[t->now] = true;
	if (r->outcome == SEND_OK)
		learn(t);
	if (r->outcome == SEND_OK || !refused || is_fixed(t) ||
	    (next = find(t, t->now)) == -1)
		return false;
	t->now = (enum envelope)next;
	return true;
}
