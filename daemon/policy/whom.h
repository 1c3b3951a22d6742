/*
 * whom: who gets a mail, as rules name them: a word for people of the ticket or
 * a role, "team:NAME", "agent:NAME" or an address.  The one table of the words;
 * who these are is out/recipients.h's.
 */
#ifndef DAEMON_POLICY_WHOM_H
#define DAEMON_POLICY_WHOM_H

#include "parsers/base/str.h"

enum whom_kind {
	WHOM_REQUESTER, WHOM_PARTICIPANTS, WHOM_ASSIGNEE, WHOM_TEAM, WHOM_LEAD, WHOM_LEADS, WHOM_ADMINS,
	WHOM_AUTHOR,
	WHOM_WORDS,			/* how many are a word alone */
	WHOM_NAMED_TEAM = WHOM_WORDS, WHOM_NAMED_AGENT, WHOM_ADDRESS
};

struct whom {
	enum whom_kind	kind;
	struct str	name;		/* of the team, of the agent; the address */
};

extern const char *const	whom_words[WHOM_WORDS + 1];	/* ends in NULL */

/* For help and faults, in the table's order (tests/unit/policy/whom.c). */
#define WHOM_HELP	"requester, participants, assignee, team, lead, leads, admins, " \
			"author, team:NAME, agent:NAME or an address"

/* What is nothing else is WHOM_ADDRESS, whether it is one or not.  Borrows. */
struct whom	whom_read(struct str);

#endif
