/* bill: see bill.h. */
#include "daemon/bill/bill.h"

struct str
bill_zone(const struct conf *c, const struct project *p)
{
	return calendar_zone(p == NULL ? NULL : calendars_find(&c->calendars, p->calendar));
}

int
bill_reckon(struct arena *a, const struct bill_terms *t, const struct bill_entry *v, size_t n,
    struct bill *out, struct err *err)
{
	(void)a;
	(void)v;
	*out = (struct bill){ 0 };
	if (t->project->billing == NULL)
		return err_set(err, ERR_CONF, "project %.*s has no billing: give it billing = { "
		    "currency = \"EUR\"; }; in projects.conf", STR_ARG(t->project->key));
	return n == 0 ? 0 : err_set(err, ERR_BUG, "nothing is reckoned yet");
}
