/*
 * projectbudget: `budget` of a project's billing: how much of it is booked, and which of its points
 * are reached.  Billable time that is stopped counts, net of its corrections, in the period in which it
 * counts (time_entry.counts_at) in the project's zone.  Each point is told once a period; one
 * that was told is not told again when time is taken back and booked anew.
 */
#ifndef DAEMON_TICKET_PROJECTBUDGET_H
#define DAEMON_TICKET_PROJECTBUDGET_H

#include "daemon/ticket/projectevent.h"

struct budget_period {
	struct str	name;		/* "2026-11", "2026-W48", "2026-Q4", "2026"; empty: all there is */
	int64_t		since, until;	/* us; 0, 0: all there is */
};

/* NULL: it has none. */
const struct budget_limit	*project_budget(const struct project *);
/* The one in which an instant lies. */
struct budget_period		 budget_period_of(struct arena *, const struct zone *,
				    enum budget_per, int64_t us);
/* What its points are of, "2026-11 of 40h": another budget has points of its own. */
struct str			 budget_points_of(struct arena *, const struct budget_period *,
				    const struct budget_limit *);
/*
 * Time of that ticket was booked, moved or corrected that counts then, or now.  Queues what
 * finds out, after what booked it; without a budget nothing.
 */
void	project_budget_booked(struct work *, struct str project, int64_t counts_at, int64_t ticket);
struct budget_used {
	struct budget_period	period;		/* that of now */
	int64_t			used, limit;	/* s */
};

/* What is booked of it; asked once a work of each project.  -1: w->err. */
int	project_budget_used(struct work *, const struct project *, struct budget_used *);

/* All projects, in their period of now: what no booking found (core/projectlook.h). */
int	project_budget_look(struct work *);

#endif
