/* refusal: see refusal.h. */
#include "daemon/act/refusal.h"

#include "parsers/base/nearest.h"

enum { NAME_TOLD = 60 };		/* octets of a name that nobody has */

struct str
refusal_line(const struct prospect *p, const struct verb *v, struct str value)
{
	return str_printf(p->w->a, "%s%s%s%.*s", p->actor->door == DOOR_MAIL ? "#" : "",
	    v->name, value.n > 0 ? " " : "", STR_ARG(value));
}

/* The actor's own, else that of the project's working hours. */
const struct zone *
refusal_zone(const struct prospect *p)
{
	const struct conf *conf = p->w->conf;
	const struct project *project = projects_find(&conf->projects, p->t->project);

	return zones_find(p->w->core->zones, p->actor->agent != NULL ?
	    p->actor->agent->timezone : calendar_zone(project == NULL ? NULL :
	    calendars_find(&conf->calendars, project->calendar)));
}

struct why *
refusal_none_such(const struct prospect *p, const struct order *o, struct str says,
    struct str name, const struct strs *known)
{
	struct why *why = WHY(p->w->a, says, str_utf8_cut(name, NAME_TOLD));
	struct str near = nearest_name(name, known);

	why->allowed = *known;
	if (near.n > 0)
		why->instead = refusal_line(p, o->verb, str_printf(p->w->a, "%.*s%.*s",
		    STR_ARG(near), STR_ARG(str_sub(o->value, name.n, SIZE_MAX))));
	return why;
}
