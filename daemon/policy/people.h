/*
 * people: agents.conf and projects.conf: who works here, and for whom.
 */
#ifndef DAEMON_POLICY_PEOPLE_H
#define DAEMON_POLICY_PEOPLE_H

#include "parsers/field/field.h"

enum role_agent { AGENT_AGENT, AGENT_LEAD, AGENT_ADMIN };

struct agent {
	struct str	name;		/* "ana": what #assign and rules say */
	struct str	full_name;	/* "Ana López" */
	struct strs	addresses;	/* lower case; the first gets the notices */
	enum role_agent	role;
	struct str	team;		/* may be empty */
	struct str	timezone;	/* IANA */
	struct str	hours;		/* calendar: SLA mails wait for it; or empty */
	struct strs	wake;		/* … but for tickets of these severities */
};

struct agents {
	struct agent	*v;
	size_t		 n;
};

struct project {
	struct str	key;		/* "ACME" */
	struct str	name;
	struct strs	domains;	/* of contacts' addresses, lower case */
	struct str	language;
	struct str	calendar;
	struct str	sla;		/* policy name; empty: none */
	struct field_value	*defaults;	/* name, value */
	size_t		n_defaults;
};

struct projects {
	struct project	*v;
	size_t		 n;
};

const struct agent	*agents_find(const struct agents *, struct str name);
const struct agent	*agents_by_address(const struct agents *, struct str);
const struct project	*projects_find(const struct projects *, struct str key);
const struct project	*projects_by_domain(const struct projects *, struct str);

#endif
