/*
 * team: teams.conf: who works together, who leads them, and when they work.  Without the file
 * the teams are those that agents.conf names.
 */
#ifndef DAEMON_POLICY_TEAM_H
#define DAEMON_POLICY_TEAM_H

#include "daemon/policy/agent.h"

struct team {
	struct str	name;		/* "desk" */
	struct strs	members;	/* agents' names: of `team` in agents.conf, and of its own list */
	struct str	lead;		/* one of them; or empty */
	struct str	hours;		/* calendar that their SLA mails wait for; or empty */
	struct strs	wake;		/* severities that do not wait for it */
};

struct teams {
	struct team	*v;
	size_t		 n;
};

extern const struct conf_part team_part;

const struct team	*teams_find(const struct teams *, struct str name);
struct strs		 teams_names(struct arena *, const struct teams *);
/* The team may be NULL: nobody is in it. */
bool			 team_has(const struct team *, const struct agent *);
/* Those that agents.conf names, with their members. */
void			 teams_of_agents(struct arena *, const struct agents *, struct teams *);

#endif
