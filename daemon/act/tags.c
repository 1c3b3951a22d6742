/* tags: see tags.h. */
#include "daemon/act/tags.h"

static int
apply(struct action *ac)
{
	return ticket_add_tag(ac->w, ac->t, ac->order->value, &ac->cause);
}

const struct act act_tag = { NULL, apply };
