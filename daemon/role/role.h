/*
 * role: one of docketd's processes.  The supervisor loads the configuration,
 * forks each role and hands every pair that must talk a channel; when one dies
 * it is forked again (with back-off when it dies early) and its peers get a new
 * channel by MSG_PEER on their control channel.
 *
 * A role's run function opens what it needs, calls role_ready(), then serves:
 * it takes MSG_PEER and MSG_STOP from `control`, calls role_alive() whenever it
 * wakes up (at least every ten seconds), and ends when `control` does.  It
 * returns its exit status: 0 after MSG_STOP; 78 when the configuration makes it
 * impossible (a secret that cannot be read): before everything was ready once,
 * that ends docketd.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGPIPE are ignored in it.
 */
#ifndef DAEMON_ROLE_ROLE_H
#define DAEMON_ROLE_ROLE_H

#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"

#define ROLE_CONF_PATH	"/etc/docket/docket.conf"

struct role_ops {
	enum role	 role;
	const char	*name;		/* "fetch"; the process is "docketd: fetch" */
	const char	*help;
	int		(*run)(const struct conf *, struct channel *control);
	/* `docketd --role NAME` by hand on standard input; NULL: not possible. */
	int		(*alone)(const struct conf *);
};

extern const struct role_ops role_table[ROLES];

/* NULL when there is none. */
const struct role_ops	*role_find(struct str name);
/*
 * In a process just forked: title ("docketd: parse 0"), log, signals, memory;
 * then runs the role on its end of the control channel.  Does not return.
 */
_Noreturn void	role_main(const struct role_ops *, uint32_t index,
		    const struct conf *, int control_fd);
/*
 * Closes the role's cage (daemon/sys/cage.h says when, and what `readable` is) and
 * tells the supervisor that it serves.  -1: logged; return 1 from run.
 */
int	role_ready(enum role, const struct strs *readable, struct channel *control);
/*
 * Tells the supervisor, every second at most, that the role's loop runs; and
 * gives unused memory back now and then.
 */
void	role_alive(struct channel *control);

int	fetch_run(const struct conf *, struct channel *control);
int	parse_run(const struct conf *, struct channel *control);
int	core_run(const struct conf *, struct channel *control);
int	send_run(const struct conf *, struct channel *control);
int	fetch_alone(const struct conf *);	/* lists what it would fetch */
int	parse_alone(const struct conf *);	/* mail in, letter as JSON out; conf may be NULL */
int	core_alone(const struct conf *);	/* one mail on stdin, stored */
int	send_alone(const struct conf *);	/* "mailbox from to" + mail: sends */

#endif
