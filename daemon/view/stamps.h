/* stamps: when a sheet's tickets changed last, and how often: what iCalendar wants to know. */
#ifndef DAEMON_VIEW_STAMPS_H
#define DAEMON_VIEW_STAMPS_H

#include "daemon/db/db.h"
#include "daemon/render/sheet.h"

/*
 * Sets changed_at and revision of each row.  With a project, also what its customers may know:
 * subjects are those of their mails, instants those that were promised, and rows that they may
 * not see go.  Groups then count what they counted.  -1: *e.
 */
int	stamps_set(struct arena *, struct db *, struct str project, struct sheet *, struct err *e);

#endif
