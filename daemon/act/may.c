/* may: see may.h. */
#include "daemon/act/may.h"

#include "daemon/act/refusal.h"
#include "daemon/policy/conf.h"
#include "daemon/sys/duration.h"

enum { AGENTS = 1 << AGENT_AGENT, LEADS = 1 << AGENT_LEAD, ADMINS = 1 << AGENT_ADMIN };

static struct why *
not_for(struct arena *a, unsigned may, struct str line)
{
	switch (may) {
	case ADMINS:
		return WHY(a, STR("* is for admins"), line);
	case LEADS:
		return WHY(a, STR("* is for leads"), line);
	case LEADS | ADMINS:
		return WHY(a, STR("* is for leads and admins"), line);
	case AGENTS:
		return WHY(a, STR("* is for agents, not for leads and admins"), line);
	case AGENTS | LEADS:
		return WHY(a, STR("* is for agents and leads"), line);
	case AGENTS | ADMINS:
		return WHY(a, STR("* is for agents and admins"), line);
	}
	return WHY(a, STR("* is switched off here (verbs_off in docket.conf)"), line);
}

struct why *
act_may(const struct prospect *p, const struct verb *v)
{
	const struct conf *conf = p->w->conf;
	struct str line = refusal_line(p, v, STR_NONE);
	unsigned may;

	if (p->actor->agent == NULL)
		return NULL;		/* a rule, a customer, or who may run docketctl */
	may = verbs_off_leave(&conf->verbs_off, v, p->t->mailbox);
	if ((may & 1U << p->actor->agent->role) == 0)
		return not_for(p->w->a, may, line);
	if (p->actor->is_stale && verb_has(v, VERB_GRAVE))
		return WHY(p->w->a, STR("* wants a reply address that is younger than *: answer the "
		    "newest notice of the ticket, or this mail, with the same lines"), line,
		    duration_text(p->w->a, conf->grave_age, DURATION_WORDS));
	return NULL;
}
