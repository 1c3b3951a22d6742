/*
 * policy: sla.conf: what was promised to whom, and when to warn.
 */
#ifndef DAEMON_SLA_POLICY_H
#define DAEMON_SLA_POLICY_H

#include "daemon/conf/part.h"

/* The four clocks of a ticket (spec: sla.md, Terms). */
enum sla_clock { SLA_RESPONSE, SLA_NEXT_RESPONSE, SLA_UPDATE, SLA_RESOLUTION, SLA_CLOCKS };

struct sla_point {
	struct str	text;		/* as written: "75%", "30m" */
	bool		is_percent;
	int64_t		value;		/* percent, or seconds before due */
};

struct sla_target {
	size_t		condition;	/* number, from 1, of whose tickets it is; 0: any */
	struct str	calendar;	/* empty: the project's */
	int64_t		duration[SLA_CLOCKS];	/* worked seconds; 0: no clock */
	struct sla_point	*warn;
	size_t		n_warn;
	struct strs	pause;		/* categories that pause resolution and update */
	int		line;
};

enum sla_carry { SLA_CARRY, SLA_REPLAY };
enum sla_reopen { SLA_RESUME, SLA_NEW_CYCLE };
enum sla_applies { SLA_TO_NEW, SLA_TO_OPEN };

struct sla_policy {
	struct str	name;
	struct sla_target	*targets;	/* first match wins */
	size_t		n_targets;
	unsigned	carry;		/* enum sla_carry: worked time at a change */
	unsigned	reopen;		/* enum sla_reopen */
	unsigned	applies;	/* enum sla_applies: an edit of the policy */
};

struct slas {
	struct sla_policy	*v;
	size_t			 n;
};

/* Policies, and the points of their clocks at which something is told. */
extern const struct conf_part sla_part, point_part;

/* The list of policies, wherever it stands. */
void	slas_read(struct loader *, const struct node *list, struct slas *);

const struct sla_policy	*slas_find(const struct slas *, struct str name);
/* The first whose condition holds: what a number means is the caller's.  NULL: none, or no policy. */
const struct sla_target	*sla_target_find(const struct sla_policy *,
			    bool (*holds)(const void *of, size_t condition), const void *of);
bool	slas_replay(const struct slas *);	/* some policy reckons from the start */

#endif
