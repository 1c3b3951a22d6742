/* stoptime: until when a timer ran that is stopped afterwards, before what was done. */
#ifndef DAEMON_ACT_STOPTIME_H
#define DAEMON_ACT_STOPTIME_H

#include "daemon/act/act.h"

/*
 * "17:30 text", "at yesterday 17:30 text": *us is the last such instant that is not after
 * now, *text what is left.  *us is 0: the text names none.  Else why it cannot be.
 */
struct why	*stoptime_read(const struct prospect *, struct str *text, int64_t now, int64_t *us);

#endif
