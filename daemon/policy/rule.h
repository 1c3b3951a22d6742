/*
 * rule: rules.conf and rules.d/: what happens by itself (docket-rules(5)).
 */
#ifndef DAEMON_POLICY_RULE_H
#define DAEMON_POLICY_RULE_H

#include "daemon/filter/eventkind.h"
#include "daemon/filter/read.h"
#include "daemon/policy/action.h"

enum rule_enabled {
	RULE_ENABLED,
	RULE_DISABLED,			/* read and checked, never tried */
	RULE_IN_SHADOW			/* tried and traced; does, sends and stops nothing */
};

struct rule_patterns {			/* of its condition, of match_patterns */
	uint32_t	*v;
	size_t		 n;
};

struct rule {
	struct str		 name;
	enum rule_enabled	 enabled;
	struct str		 note;		/* why it is there, for people; or empty */
	bool			 stop;		/* its last action is one more: stop */
	struct strs		 on;		/* events, by their words */
	int64_t			 idle;		/* seconds without a word of people; 0: not on it */
	struct str		 idle_calendar;	/* … worked by this one; empty: of any hour */
	struct str		 schedule;	/* cron words; empty: not on it */
	struct str		 zone;		/* … on whose wall */
	bool			 names_status;	/* its condition says which; else only open ones */
	struct condition	 when;
	struct rule_patterns	 patterns;
	struct rule_action	*actions;
	size_t			 n_actions;
	/* Of what it tells people here and webhooks: */
	struct strs		 group_by;	/* subjects; none: each ticket by itself */
	int64_t			 group_wait;	/* seconds; 0: at once */
	int64_t			 repeat_every;	/* seconds; 0: each time */
	struct str		 active, mute;	/* calendars; or empty */
	struct str		 file;
	int			 line;
};

/* It tells later, or not always. */
static inline bool
rule_is_patient(const struct rule *r)
{
	return r->group_wait > 0 || r->repeat_every > 0 || r->active.n > 0 || r->mute.n > 0;
}

struct rule_numbers {			/* of rules.v, in its order */
	size_t		*v;
	size_t		 n;
};

struct rules {
	struct rule		*v;		/* in the order in which they run */
	size_t			 n;
	struct rule_numbers	 on[EVENTS];	/* that are on this event and not disabled */
};

const struct rule	*rules_find(const struct rules *, struct str name);	/* or NULL */
/* The shortest time after which a rule on idle may fire, seconds; 0: there is none. */
int64_t	rules_idle(const struct rules *);
/* Fills on[], so that rules of other events cost an event nothing, and each rule's patterns. */
void	rules_index(struct arena *, struct rules *);

extern const struct conf_part rule_part;

#endif
