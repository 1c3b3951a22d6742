/* unreached: see unreached.h. */
#include "daemon/out/unreached.h"

#include "daemon/out/notify.h"
#include "daemon/policy/whom.h"
#include "daemon/sys/log.h"

static int
tell(struct work *w, const struct reach_news *n, const struct event *ev)
{
	struct event told = *ev;
	struct strs to = { 0 };

	told.bounce.recipient = n->address;
	strs_add(w->a, &to, str_c(whom_words[WHOM_LEADS]));
	strs_add(w->a, &to, str_c(whom_words[WHOM_ADMINS]));
	return notify_send(w, &told, n->is_complaint ? STR("complaint") : STR("out-of-reach"),
	    &to);
}

int
unreached_note(struct work *w, const struct reach_news *n, const struct event *ev, bool tells)
{
	bool first;

	if (reach_note(w, n, &first) == -1)
		return -1;
	log_warning(n->is_complaint ? "our mail was called spam" : "a mail came back",
	    { "address", LOG_S(n->address) }, { "ticket", LOG_I(n->ticket) },
	    { "fate", LOG_S(reach_fate_word(n->fate)) }, { "reply", LOG_S(n->why) });
	return first && tells ? tell(w, n, ev) : 0;
}
