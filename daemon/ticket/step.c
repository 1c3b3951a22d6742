/* step: see step.h. */
#include "daemon/ticket/step.h"

#include "daemon/sla/category.h"

enum {
	OPEN = 1 << CATEGORY_OPEN, WAITING = 1 << CATEGORY_WAITING,
	ON_HOLD = 1 << CATEGORY_ON_HOLD, RESOLVED = 1 << CATEGORY_RESOLVED,
	CLOSED = 1 << CATEGORY_CLOSED
};

/* For each status, those it may be followed by. */
static const int steps[CATEGORIES] = {
	[CATEGORY_NEW] = OPEN | WAITING | ON_HOLD | RESOLVED | CLOSED,
	[CATEGORY_OPEN] = WAITING | ON_HOLD | RESOLVED | CLOSED,
	[CATEGORY_WAITING] = OPEN | ON_HOLD | RESOLVED | CLOSED,
	[CATEGORY_ON_HOLD] = OPEN | WAITING | RESOLVED | CLOSED,
	[CATEGORY_RESOLVED] = OPEN | CLOSED,
	[CATEGORY_CLOSED] = OPEN,
};

bool
ticket_may_become(struct str from, struct str to)
{
	int f = category_find(from), t = category_find(to);

	return f != -1 && t != -1 && (steps[f] & 1 << t) != 0;
}

struct str
ticket_next_statuses(struct arena *a, struct str from)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < CATEGORIES; i++)
		if (ticket_may_become(from, str_c(category_words[i])))
			buf_printf(&b, "%s%s", b.n ? ", " : "", category_words[i]);
	return buf_str(&b);
}
