/*
 * sla: one cycle of one clock, pure: what starts, pauses, retargets and stops
 * it, when it is due and which points lie ahead (spec: sla.md).  The daemon,
 * `docketctl sla` and the tests run the same functions; which event does what
 * to which clock is clocks.h.
 *
 * Instants and worked time are microseconds, targets seconds of worked time.
 */
#ifndef DAEMON_SLA_SLA_H
#define DAEMON_SLA_SLA_H

#include "daemon/calendar/worktime.h"
#include "daemon/sla/policy.h"

/* The cause of a cycle whose due instant had passed before its mail came. */
#define SLA_LATE_INGEST	STR("late-ingest")

enum sla_state { SLA_RUNNING, SLA_PAUSED, SLA_MET, SLA_BREACHED, SLA_CANCELLED, SLA_STATES };

/*
 * What was promised for a ticket, found once: a policy's target with its
 * calendar.  A cycle keeps the one it runs under, whatever the files say later.
 */
struct sla_promise {
	struct str		 policy;
	struct str		 severity;	/* the ticket's, not the target's list */
	struct str		 calendar;
	struct worktime		*worktime;
	int64_t			 target[SLA_CLOCKS];	/* seconds; 0: no clock */
	const struct sla_point	*warn;
	size_t			 n_warn;	/* up to LIMIT_SLA_POINTS */
	struct strs		 pause;
	bool			 replay;	/* at a change: reckon from the start */
	bool			 new_cycle;	/* at a reopening */
};

struct sla_cycle {
	enum sla_state	state;		/* breached stays to the cycle's end */
	int64_t		target;		/* seconds */
	int64_t		started_at;
	int64_t		worked;		/* us, up to resumed_at or the end */
	int64_t		resumed_at;	/* worked counts on from here; 0: paused or ended */
	int64_t		due_at;		/* 0: paused or cancelled; a breached one keeps it */
	int64_t		last_due;	/* due_at as it last was, also while paused */
	int64_t		breached_at;	/* 0: not */
	int64_t		stopped_at;	/* 0: live */
	struct str	cause;		/* of breach or end; may be empty */
	int64_t		floor;		/* us worked: points up to here are not told */
	int64_t		epoch;		/* counts the targets it has had, from 0 */
	uint64_t	fired;		/* points of this epoch, bit i: promise's warn[i] */
};

struct sla_due {
	struct str	point;		/* "75%", "30m" as written, or "breach" */
	int		i;		/* index into warn; -1: the breach */
	int64_t		at;
};

/*
 * What this target of the policy promises a ticket; which one that is, its caller
 * has decided.  NULL: nothing, as without a target.  Lives in `a`.
 */
const struct sla_promise	*sla_promise(struct arena *a, struct worktimes *,
				    const struct sla_policy *, const struct sla_target *,
				    struct str severity, struct str calendar);
/* Whether both promise this clock the same. */
bool	sla_promise_same(const struct sla_promise *, const struct sla_promise *,
	    enum sla_clock);
/* Only resolution and update pause, in these categories; response clocks never do. */
bool	sla_pauses(const struct sla_promise *, enum sla_clock, struct str status);

void	sla_start(struct sla_cycle *, struct worktime *, int64_t at, int64_t target);
void	sla_pause(struct sla_cycle *, struct worktime *, int64_t at);
void	sla_resume(struct sla_cycle *, struct worktime *, int64_t at);
/* Met when at <= due, else breached at the due instant. */
void	sla_stop(struct sla_cycle *, struct worktime *, int64_t at);
void	sla_cancel(struct sla_cycle *, struct worktime *, int64_t at, struct str cause);
/* An ended one goes on where it stood, still paused. */
void	sla_reopen(struct sla_cycle *);
/* The breach alarm fired for the due instant `at`. */
void	sla_breach(struct sla_cycle *, int64_t at, struct str cause);
/* `worked` as of `at` under the new terms; `paused` by them; wt: their calendar. */
void	sla_retarget(struct sla_cycle *, struct worktime *wt, int64_t target,
	    int64_t worked, bool paused, int64_t at, struct str cause);
int64_t	sla_worked(const struct sla_cycle *, struct worktime *, int64_t at);
/*
 * The points that lie ahead in time order, "breach" (the due instant) among them;
 * none while paused, ended or breached.  Lives in `a`.
 */
size_t	sla_points(struct arena *a, const struct sla_cycle *, const struct sla_promise *,
	    struct sla_due **out);

const char	*sla_clock_name(enum sla_clock);		/* "next_response" */
int		 sla_clock_find(struct str name);		/* -1: none */
const char	*sla_state_name(enum sla_state);
int		 sla_state_find(struct str name);		/* -1: none */

#endif
