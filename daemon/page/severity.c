/* severity: see severity.h. */
#include "daemon/page/severity.h"

#include "daemon/policy/wording.h"

void
severity_choices(struct visit *v, const struct project *p, struct strs *values,
    struct strs *shown)
{
	const struct field_def *def = field_find(&v->conf->fields, STR("severity"));
	struct str most = p == NULL ? STR_NONE : p->customer_severity;

	for (size_t i = 0; def != NULL && i < def->values.n; i++) {
		strs_add(v->a, values, def->values.v[i]);
		strs_add(v->a, shown, wording(WORDING_SEVERITY, def->values.v[i], v->language));
		if (str_eq(def->values.v[i], most))
			break;
	}
}
