/*
 * zones: the time zones that core shows instants in, each read once: a mail to
 * ten people would read ten files for every instant in it.
 */
#ifndef DAEMON_CALENDAR_ZONES_H
#define DAEMON_CALENDAR_ZONES_H

#include "daemon/calendar/zone.h"

struct zones;

/* Lives in `a`, as all that is read. */
struct zones		*zones_new(struct arena *a);
/* UTC when it can't be read; asked for names of the configuration only. */
const struct zone	*zones_find(struct zones *, struct str name);

#endif
