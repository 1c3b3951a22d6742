/* faultsaid: see faultsaid.h. */
#include "daemon/ticket/faultsaid.h"

int
ticket_say_fault(struct work *w, struct ticket *t, const struct fault *f, const struct cause *by)
{
	const struct fault *was = faults_find(&t->faults, f->product, f->version);
	struct str before = fault_text(w->a, was);

	if (was != NULL && was->what == f->what)
		return 0;
	faults_put(w->a, &t->faults, f);
	return plan_change(w->a, &t->plan, CHANGE_FAULT, before, fault_text(w->a, f), by);
}

int
ticket_unsay_fault(struct work *w, struct ticket *t, struct str product, struct str version,
    const struct cause *by)
{
	struct str before = fault_text(w->a, faults_find(&t->faults, product, version));

	if (before.n == 0)
		return 0;
	faults_drop(&t->faults, product, version);
	return plan_change(w->a, &t->plan, CHANGE_FAULT, before, STR_NONE, by);
}
