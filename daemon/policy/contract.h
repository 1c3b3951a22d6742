/*
 * contract: `contract` of projects.conf: from which day to which one a project has been
 * promised what, by which SLA, and how many hours are paid for.  After its end the project's own
 * `sla` is that of new tickets.
 */
#ifndef DAEMON_POLICY_CONTRACT_H
#define DAEMON_POLICY_CONTRACT_H

#include "daemon/calendar/civil.h"
#include "daemon/conf/part.h"

struct contract {			/* until CIVIL_NONE: the project has none */
	int32_t		from, until;	/* days; until is its last; from CIVIL_NONE: since ever */
	struct str	sla;		/* while it lasts; empty: the project's */
	int64_t		prepaid;	/* seconds; 0: none */
	int		line;
};

enum contract_state { CONTRACT_NONE, CONTRACT_COMES, CONTRACT_LASTS, CONTRACT_OVER };

extern const struct conf_part	contract_part;

void			contract_read(struct loader *, const struct node *, struct contract *);
enum contract_state	contract_state(const struct contract *, int32_t today);
/* "until 2026-12-31 (SLA gold), 100h paid for", or what it is to come or over; empty: none. */
struct str		contract_text(struct arena *, const struct contract *, int32_t today);

#endif
