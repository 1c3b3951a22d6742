/*
 * scenario: a made-up ticket's history in a libconfig file, run through the
 * clocks as the daemon would run a real one's (docketctl sla simulate).
 */
#ifndef DAEMON_SLA_SCENARIO_H
#define DAEMON_SLA_SCENARIO_H

#include "daemon/conf/tree.h"
#include "daemon/sla/clocks.h"

struct scenario;

/* -1: *faults says where and what would be right.  Lives in `a`. */
int	scenario_load(struct arena *a, const char *path, struct scenario **out,
	    struct conf_faults *faults);
/* Runs the events up to `until` (us; 0: the last one's instant). */
void	scenario_run(struct arena *a, const struct scenario *, int64_t until,
	    struct clocks *out);
/* Its instant: `until`, or the last event's. */
int64_t	scenario_end(const struct scenario *, int64_t until);

/*
 * {"clocks": […], "fired": […]}: the cycles as of `at`, what has fired by then;
 * clocks by name and cycle, fired by time.  Lives in `a`.
 */
struct str	clocks_json(struct arena *a, const struct clocks *, int64_t at);

#endif
