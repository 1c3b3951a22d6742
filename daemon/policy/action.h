/*
 * action: one thing of a rule's `do` (docket-rules(5)): a verb and what it takes.
 */
#ifndef DAEMON_POLICY_ACTION_H
#define DAEMON_POLICY_ACTION_H

#include "daemon/conf/part.h"
#include "daemon/filter/eventkind.h"
#include "daemon/policy/verb.h"

struct template;			/* parsers/text/template.h */

struct rule_action {
	const struct verb	*verb;		/* one of DOOR_RULE */
	struct strs		 values;	/* what it takes: of notify to whom; a tag has its sign */
	struct str		 template;	/* notify, reply */
	bool			 is_open;	/* values with captures (capture.h): checked when done */
	struct strs		 captures;	/* … their names */
	const struct template	*text;		/* note: its value, captures as {{capture.NAME}} */
	int			 line;
};

/* What becomes of a mail that has arrived, instead of an open ticket. */
bool	action_is_end(const struct rule_action *);
/* A fault where that cannot be done on this event. */
void	action_check_on(struct loader *, struct str file, const struct rule_action *,
	    enum event_kind);

extern const struct conf_part action_part;

/* One group of the list; a fault where it is none. */
void	action_read(struct loader *, const struct node *, struct rule_action *);

#endif
