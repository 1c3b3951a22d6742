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
	[EVENT_TIMER_LEFT] = "timer-left-running",
	[EVENT_REPLY_WITHOUT_TIME] = "reply-without-time", [EVENT_BUDGET] = "budget",
	[EVENT_VERSION_EOL] = "version-eol", [EVENT_CONTRACT_ENDING] = "contract-ending",
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

bool
event_is_of_project(enum event_kind kind)
{
	return kind == EVENT_BUDGET || kind == EVENT_VERSION_EOL || kind == EVENT_CONTRACT_ENDING;
}

static const struct points {		/* the furthest first */
	int64_t	v[EVENT_POINTS];
	size_t	n;
} points[EVENTS] = {
	[EVENT_BUDGET] = { { 100, 90, 75 }, 3 },
	[EVENT_VERSION_EOL] = { { 0, 30, 90, 180 }, 4 },
	[EVENT_CONTRACT_ENDING] = { { 0, 30, 60 }, 3 },
};

size_t
event_points(enum event_kind kind, int64_t v[EVENT_POINTS])
{
	for (size_t i = 0; i < points[kind].n; i++)
		v[i] = points[kind].v[i];
	return points[kind].n;
}

size_t
event_points_at(enum event_kind kind, int64_t at, int64_t v[EVENT_POINTS])
{
	const struct points *p = &points[kind];
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (kind == EVENT_BUDGET ? at >= p->v[i] : at <= p->v[i])
			v[n++] = p->v[i];
	return n;
}
