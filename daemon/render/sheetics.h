/*
 * sheetics: a sheet as iCalendar (RFC 5545, RFC 7986): an event for each row that has an
 * instant, so that calendars that fetch it anew see the same event move.
 *
 * Written by hand: a value is escaped and a line folded here, and no library's types are
 * wanted.  Instants are in UTC and without VTIMEZONE: each program shows them in its reader's
 * zone, and none can have another idea of a zone's rules.  No alarms: whose calendar it is
 * says when it reminds.
 *
 * Programs that subscribe replace all that they have, so that what is no more in the sheet goes
 * by itself.  A row of a calendar that is done stays as STATUS:CANCELLED, for those that only
 * add: they take it off.
 */
#ifndef DAEMON_RENDER_SHEETICS_H
#define DAEMON_RENDER_SHEETICS_H

#include "daemon/render/sheet.h"

/*
 * `domain` makes its UIDs ours: "desk.example.com".  Of a timeline events are from `from` to
 * `until`; of all else a quarter of an hour from `until`.  A row's `revision` is its SEQUENCE
 * and `changed_at` its DTSTAMP (view/stamps.h), made_at where it has none.
 */
void	sheet_ics(struct buf *, struct arena *, const struct sheet *, struct str domain);

#endif
