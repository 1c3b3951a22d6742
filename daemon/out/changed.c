/* changed: see changed.h. */
#include "daemon/out/changed.h"

#include "daemon/policy/wording.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/step.h"
#include "daemon/ticket/wake.h"

static bool
is_instant(enum change_what what)
{
	if (what == CHANGE_START)
		return true;
	for (int k = 0; k < WAKES; k++)
		if (what == wake_changes[k])
			return true;
	return false;
}

struct str
changed_text(const struct work *w, const struct ticket *t, struct str what, struct str value,
    const struct zone *zone, struct str language)
{
	int kind = change_find(what);
	const struct type *type;
	int64_t us;

	if (kind == -1 || value.n == 0)
		return value;
	if (is_instant((enum change_what)kind))
		return clock_parse(value, &us) ? zone_text(w->a, zone, us) : value;
	if (kind == CHANGE_TIMER)
		return wording(WORDING_STATE, value, language);
	if (kind == CHANGE_STATUS)
		return t == NULL ? value : status_label(ticket_type(w, t), value, language);
	type = kind == CHANGE_TYPE ? types_find(&w->conf->types, value) : NULL;
	return type == NULL ? value : type_label(type, language);
}
