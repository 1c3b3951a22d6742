/*
 * fetch: the role that reads mailboxes (daemon/role/role.h says what its doors are).
 */
#ifndef DAEMON_FETCH_FETCH_H
#define DAEMON_FETCH_FETCH_H

struct channel;
struct conf;

int	fetch_run(const struct conf *, struct channel *control);
/* By hand: lists what it would fetch. */
int	fetch_alone(const struct conf *);

#endif
