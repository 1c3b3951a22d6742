/*
 * alerting: how the admins are told by a second path what docket cannot tell them by its
 * own: the group `alert` of docket.conf.
 */
#ifndef DAEMON_POLICY_ALERTING_H
#define DAEMON_POLICY_ALERTING_H

#include "daemon/policy/mailbox.h"

struct alerting {
	struct strs	to;		/* addresses; none: the admins' */
	struct str	from;		/* empty: by the server */
	bool		has_smtp;	/* else the mailboxes' servers alone */
	struct endpoint	smtp;
	struct str	command;	/* a program's path; empty: none */
	struct str	webhook;	/* https://…; empty: none */
	struct str	webhook_secret_file, webhook_ca_file;
	int64_t		every;		/* seconds: told again of what goes on */
	int		line;		/* of the group */
};

extern const struct conf_part alerting_part;	/* docket.conf's loads it */

void	alerting_read(struct loader *, const struct node *, struct alerting *);

#endif
