/* timer: #timer start, stop, pause, keep, drop (ticket/timer.h). */
#ifndef DAEMON_ACT_TIMER_H
#define DAEMON_ACT_TIMER_H

#include "daemon/act/act.h"

extern const struct act	act_timer;

/* Who ends a ticket while their timer runs there is told so; NULL: it does not. */
const struct why	*timer_remark(const struct prospect *);

#endif
