/* timeread: the value of #time, as its agent means it in their zone and with our services. */
#ifndef DAEMON_ACT_TIMEREAD_H
#define DAEMON_ACT_TIMEREAD_H

#include "daemon/act/act.h"
#include "parsers/field/worked.h"

/* Where the agent's clock stands. */
const struct zone	*timeread_zone(const struct work *, const struct actor *);
enum worked_verdict	 timeread(struct work *, const struct actor *, struct str value,
			    struct worked *out);
/* Why it is none; `value` is the whole. */
struct why		*timeread_fault(const struct prospect *, const struct order *,
			    enum worked_verdict, const struct worked *);
/*
 * When (us) it began and ended: without a date it ended now, and a day alone begins at 9.
 * False: it is not over yet.
 */
bool			 timeread_span(const struct work *, const struct actor *,
			    const struct worked *, int64_t *from, int64_t *to);
/* The day (us) of their zone in which an instant lies. */
void			 timeread_day(const struct zone *, int64_t us, int64_t *from, int64_t *to);

#endif
