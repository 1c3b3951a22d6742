/*
 * clocks: the SLA cycles of one ticket and what moves them (sla.md, Rules).
 * Time is reckoned by sla.h; here is which clock an event starts or stops, and
 * the rows: cycles and the alarms of their points.
 */
#ifndef DAEMON_CLOCKS_H
#define DAEMON_CLOCKS_H

#include "daemon/sla.h"
#include "daemon/work.h"

struct cycle {
	int64_t			 id;
	enum sla_clock		 clock;
	int64_t			 n;		/* counts the clock's cycles, from 1 */
	struct str		 policy;
	struct str		 severity;
	struct str		 calendar;
	struct sla_cycle	 c;
	bool			 is_new;
	bool			 dirty;
	bool			 overrun;	/* breached by a change just now */
};

struct clocks {
	struct cycle	**v;		/* by clock, then n */
	size_t		  n;
	bool		  answered;	/* the first response was given */
};

struct ticket;

/* Reads the rows of result `handle` (cycle_load). */
void	clocks_read(struct work *, struct clocks *, int handle);
/* The ticket came in at `at` under its policy and severity. */
void	clocks_created(struct work *, struct ticket *, int64_t at);
/* A proven agent answered the customer. */
void	clocks_answered(struct work *, struct ticket *, int64_t at);
/* A customer wrote. */
void	clocks_asked(struct work *, struct ticket *, int64_t at);
/* t->status is the new one already. */
void	clocks_status(struct work *, struct ticket *, struct str before, int64_t at);
/* t's severity or policy is the new one already. */
void	clocks_retarget(struct work *, struct ticket *, int64_t at, struct str cause);
/* The cycle's breach alarm fired. */
void	clocks_breached(struct cycle *, int64_t due);
struct cycle	*clocks_find(const struct clocks *, int64_t cycle);
struct cycle	*clocks_live(const struct clocks *, enum sla_clock);	/* or NULL */
/* The target in force for a cycle, NULL when the policy has none any more. */
const struct sla_target	*clocks_target(const struct work *, const struct cycle *);
/* Queues what changed. */
int	clocks_save(struct work *, struct ticket *);

#endif
