/*
 * sla: one cycle of one clock, pure: what starts, pauses, retargets and stops
 * it, when it is due and which points lie ahead (spec: sla.md).  The daemon,
 * `docketctl` and the tests run the same functions; rows are ticket.c's.
 *
 * Instants and worked time are microseconds, targets seconds of worked time.
 */
#ifndef DAEMON_SLA_H
#define DAEMON_SLA_H

#include "daemon/calendar.h"

enum sla_clock { SLA_RESPONSE, SLA_NEXT_RESPONSE, SLA_UPDATE, SLA_RESOLUTION, SLA_CLOCKS };
enum sla_state { SLA_RUNNING, SLA_PAUSED, SLA_MET, SLA_BREACHED, SLA_CANCELLED, SLA_STATES };

struct sla_cycle {
	enum sla_state	state;		/* breached stays to the cycle's end */
	int64_t		target;		/* seconds */
	int64_t		started_at;
	int64_t		worked;		/* us, up to resumed_at or the end */
	int64_t		resumed_at;	/* worked counts on from here; 0: paused or ended */
	int64_t		due_at;		/* 0: paused or cancelled */
	int64_t		breached_at;	/* 0: not */
	int64_t		stopped_at;	/* 0: live */
	struct str	cause;		/* of breach or end; may be empty */
};

struct sla_due {
	struct str	point;		/* "75%", "30m" as written, or "breach" */
	int64_t		at;
};

void	sla_start(struct sla_cycle *, struct worktime *, int64_t at, int64_t target);
void	sla_pause(struct sla_cycle *, struct worktime *, int64_t at);
void	sla_resume(struct sla_cycle *, struct worktime *, int64_t at);
/* Met when at <= due, else breached at the due instant. */
void	sla_stop(struct sla_cycle *, struct worktime *, int64_t at, struct str cause);
void	sla_cancel(struct sla_cycle *, struct worktime *, int64_t at, struct str cause);
/* The breach alarm fired for the due instant `at`. */
void	sla_breach(struct sla_cycle *, int64_t at, struct str cause);
/* "carry": worked time (by the old calendar) kept, target and calendar swapped. */
void	sla_retarget(struct sla_cycle *, struct worktime *old, struct worktime *new,
	    int64_t target, int64_t at, struct str cause);
int64_t	sla_worked(const struct sla_cycle *, struct worktime *, int64_t at);
/*
 * The points at or after `from` in time order, "breach" (the due instant) among
 * them; none while paused, ended or breached.  Lives in `a`.
 */
size_t	sla_points(struct arena *a, const struct sla_cycle *, struct worktime *,
	    const struct sla_target *, int64_t from, struct sla_due **out);

/* The first target of the policy for this severity, or NULL. */
const struct sla_target	*sla_target_find(const struct sla_policy *, struct str severity);
int64_t		 sla_target_of(const struct sla_target *, enum sla_clock);	/* 0: none */
bool		 sla_pauses(const struct sla_target *, enum sla_clock, struct str status);
const char	*sla_clock_name(enum sla_clock);		/* "next_response" */
int		 sla_clock_find(struct str name);		/* -1: none */
const char	*sla_state_name(enum sla_state);
int		 sla_state_find(struct str name);		/* -1: none */

#endif
