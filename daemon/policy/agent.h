/* agent: agents.conf: who works here. */
#ifndef DAEMON_POLICY_AGENT_H
#define DAEMON_POLICY_AGENT_H

#include "daemon/conf/part.h"

enum transcript_when { TRANSCRIPT_ALWAYS, TRANSCRIPT_ERRORS, TRANSCRIPT_NEVER };
enum role_agent { AGENT_AGENT, AGENT_LEAD, AGENT_ADMIN };

extern const char *const agent_roles[];	/* by enum role_agent; ends in NULL */

struct agent {
	struct str	name;		/* "ana": what #assign and rules say */
	struct str	full_name;	/* "Ana López" */
	struct strs	addresses;	/* lower case; the first gets the notices */
	enum role_agent	role;
	struct str	team;		/* may be empty */
	struct str	timezone;	/* IANA */
	struct str	language;	/* in which they read; empty: the mailbox's */
	struct str	hours;		/* calendar that SLA mails wait for; or empty */
	struct strs	wake;		/* severities that do not wait for it */
	enum transcript_when transcript;	/* of what became of their commands */
	int		line;		/* of its addresses in agents.conf */
};

struct agents {
	struct agent	*v;
	size_t		 n;
};

extern const struct conf_part agent_part;

const struct agent	*agents_find(const struct agents *, struct str name);
const struct agent	*agents_by_address(const struct agents *, struct str);
/* Whether 3/4 of theirs is the third of April: not where English is read, or nobody knows. */
bool			 agent_day_first(const struct agent *);

#endif
