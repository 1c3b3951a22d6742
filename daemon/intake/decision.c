/* decision: see decision.h. */
#include "daemon/intake/decision.h"

bool
decision_opens(const struct decision *d)
{
	return str_eq(d->what, STR("ticket")) || decision_splits(d);
}

bool
decision_splits(const struct decision *d)
{
	return str_eq(d->what, STR("split"));
}
