/*
 * alert: the role that tells the admins what is wrong by a second path, with a database
 * session of its own and no channel but the supervisor's (daemon/role/role.h says what
 * its doors are).
 *
 * It looks every 30 seconds and tells at once what began, every hour what goes on, and
 * once what is well again.  What was told is noted after it was: a death in between has
 * it told twice, never not at all.
 */
#ifndef DAEMON_ALERT_ALERT_H
#define DAEMON_ALERT_ALERT_H

struct channel;
struct conf;

int	alert_run(const struct conf *, struct channel *control);
/* By hand: prints what there is to tell. */
int	alert_alone(const struct conf *);

#endif
