/* findings: see findings.h. */
#include "daemon/ctl/findings.h"

void
doctor_say(struct doctor *d, struct str name, enum verdict_kind kind, struct str what,
    const char *mend)
{
	struct arena *a = d->ctl->a;

	d->v = array_grow(a, d->v, d->n, sizeof(*d->v));
	d->v[d->n++] = (struct finding_row){ name, kind, str_dup(a, what),
	    kind == DOCTOR_OK ? STR_NONE : str_c(mend) };
}
