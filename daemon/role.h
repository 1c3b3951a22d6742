/*
 * role: one of docketd's processes.  The supervisor loads the configuration,
 * forks each role and hands every pair that must talk a channel; when one dies
 * it is forked again (with back-off when it dies early) and its peers get a new
 * channel by MSG_PEER on their control channel.
 *
 * A role's run function returns its exit status: 0 after MSG_STOP.
 */
#ifndef DAEMON_ROLE_H
#define DAEMON_ROLE_H

#include "daemon/channel.h"
#include "daemon/conf.h"

enum role { ROLE_SUPERVISOR, ROLE_FETCH, ROLE_PARSE, ROLE_CORE, ROLE_SEND, ROLES };

struct role_ops {
	enum role	 role;
	const char	*name;		/* "fetch"; the process is "docketd: fetch" */
	const char	*help;
	int		(*run)(const struct conf *, struct channel *control);
	/* `docketd --role NAME` by hand on standard input; NULL: not possible. */
	int		(*alone)(const struct conf *);
};

extern const struct role_ops role_table[ROLES];

int	fetch_run(const struct conf *, struct channel *control);
int	parse_run(const struct conf *, struct channel *control);
int	core_run(const struct conf *, struct channel *control);
int	send_run(const struct conf *, struct channel *control);
int	fetch_alone(const struct conf *);	/* lists what it would fetch */
int	parse_alone(const struct conf *);	/* mail in, letter as JSON out */
int	core_alone(const struct conf *);	/* one mail on stdin, stored */
int	send_alone(const struct conf *);	/* "mailbox from to" + mail: sends */

#endif
