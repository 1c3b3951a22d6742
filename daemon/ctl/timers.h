/* timers: who works on what just now (ticket/timer.h), as docketctl prints it. */
#ifndef DAEMON_CTL_TIMERS_H
#define DAEMON_CTL_TIMERS_H

#include "daemon/ctl/ctl.h"
#include "sql.h"

/* "1 h 20 min on #12 The lift since …, paused". */
struct str	ctl_timer_text(struct ctl *, const struct sql_timers_row *);
/* The i-th line of a ticket's: "ana, 1 h 20 min since …"; false: there are no more. */
bool		ctl_timer_of_ticket(struct ctl *, struct sql_timers, int64_t ticket, size_t *i,
		    struct str *out);
/* A line for all, and one for each whose owner works here no more. */
void		ctl_timers_print(struct ctl *, struct sql_timers);

#endif
