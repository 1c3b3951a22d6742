/* spam: see spam.h. */
#include "daemon/act/spam.h"

#include "daemon/sla/category.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/step.h"

/* Whoever sends it learns by no mail that somebody reads here. */
static struct why *
check(struct prospect *p, struct order *o)
{
	const struct status *to;
	struct arena *a = p->w->a;

	(void)o;
	if (p->answers)
		return WHY(a, STR("the text below would go to who sent it: leave it out, or write "
		    "#note above"));
	if ((to = step_spam(p->w, p->t)) != NULL) {
		p->t->status = to->name;
		p->t->category = category_word(to->category);
	}
	strs_add(a, &p->t->tags, SPAM_TAG);
	return NULL;
}

static int
apply(struct action *ac)
{
	ac->event = EVENT_CLOSED;
	return ticket_spam(ac->w, ac->t, &ac->cause);
}

const struct act act_spam = { .check = check, .apply = apply };
