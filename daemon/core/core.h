/*
 * core: the only writer (daemon/role/role.h says what its doors are).
 */
#ifndef DAEMON_CORE_CORE_H
#define DAEMON_CORE_CORE_H

struct channel;
struct conf;

int	core_run(const struct conf *, struct channel *control);
/* By hand: stores a mail from standard input. */
int	core_alone(const struct conf *);

#endif
