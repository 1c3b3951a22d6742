/*
 * role: one of docketd's processes.  The supervisor loads the configuration,
 * forks each role and hands every pair that must talk a channel; when one dies
 * it is forked again (with back-off when it dies early) and its peers get a new
 * channel by MSG_PEER on their control channel.
 *
 * A role's run function opens what it needs, calls role_ready(), then serves in
 * loop_run() (loop.h), which sees to `control`.  It returns its exit status: 0
 * after MSG_STOP; 78 when the configuration makes it impossible (a secret that
 * cannot be read): before everything was ready once, that ends docketd.
 *
 * Which roles there are is daemon/roles.c's to say; nothing here looks into the
 * configuration.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGPIPE are ignored in it.
 */
#ifndef DAEMON_ROLE_ROLE_H
#define DAEMON_ROLE_ROLE_H

#include "daemon/role/channel.h"
#include "daemon/sys/cage.h"
#include "daemon/sys/log.h"

#define ROLE_CONF_PATH	"/etc/docket/docket.conf"

struct conf;

struct role_ops {
	enum role	 role;
	const char	*name;		/* "fetch"; the process is "docketd: fetch" */
	const char	*help;
	int		(*run)(const struct conf *, struct channel *control);
	/* `docketd --role NAME` by hand on standard input; NULL: not possible. */
	int		(*alone)(const struct conf *);
};

struct role_plan {			/* what the supervisor is told of a configuration */
	const struct conf	*conf;
	enum log_level		 log_level;
	uint32_t		 parsers;	/* parse workers */
	size_t			 mailboxes;
	bool			 tokens;	/* some of them log in by OAuth: there is a role token */
	bool			 portal;	/* there are roles read and web */
};

/* All that docketd is made of. */
struct roles {
	const struct role_ops	*ops;		/* ROLES rows, by enum role */
	/* Reads the files again; `now`: what runs.  0, or -1 and a line a fault, all in `a`. */
	int			(*load)(struct arena *a, const char *path,
				    const struct role_plan *now, struct role_plan *out,
				    struct strs *faults);
};

/*
 * In a process just forked: title ("docketd: parse 0"), log, signals, memory;
 * then runs the role on its end of the control channel.  Does not return.
 */
_Noreturn void	role_main(const struct role_ops *, uint32_t index,
		    const struct conf *, int control_fd);
/*
 * Closes the role's cage (daemon/sys/cage.h says when, and what the files are) and
 * tells the supervisor that it serves.  -1: logged; return 1 from run.
 */
int	role_ready(enum role, const struct cage_files *, struct channel *control);
/*
 * Tells the supervisor, every second at most, that the role's loop runs; and
 * gives unused memory back now and then.
 */
void	role_alive(struct channel *control);

#endif
