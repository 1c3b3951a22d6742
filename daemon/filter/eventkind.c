/* eventkind: see eventkind.h. */
#include "daemon/filter/eventkind.h"

#include "parsers/base/names.h"

const char *const event_words[EVENTS + 1] = {
	[EVENT_CREATED] = "created", [EVENT_CUSTOMER_REPLIED] = "customer-replied",
	[EVENT_AGENT_REPLIED] = "agent-replied", [EVENT_NOTED] = "noted",
	[EVENT_CHANGED] = "changed", [EVENT_ASSIGNED] = "assigned",
	[EVENT_RESOLVED] = "resolved", [EVENT_CLOSED] = "closed",
	[EVENT_REOPENED] = "reopened", [EVENT_SLA_WARNING] = "sla-warning",
	[EVENT_SLA_BREACH] = "sla-breach", [EVENT_BOUNCE] = "bounce",
	[EVENT_HELD] = "held", [EVENT_QUARANTINED] = "quarantined",
	[EVENT_BLOCKED] = "blocked", [EVENT_UNBLOCKED] = "unblocked",
	[EVENT_MERGED] = "merged",
	[EVENT_ARRIVED] = "arrived",
	[EVENT_IDLE] = "idle", [EVENT_SCHEDULE] = "schedule",
};

const char *
event_word(enum event_kind kind)
{
	return NAMES_WORD(event_words, kind);
}

int
event_find(struct str word)
{
	return NAMES_FIND(event_words, word);
}
