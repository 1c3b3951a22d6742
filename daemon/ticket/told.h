/* told: what became of the command lines of a mail, as their writer is told it. */
#ifndef DAEMON_TICKET_TOLD_H
#define DAEMON_TICKET_TOLD_H

#include "daemon/policy/why.h"
#include "daemon/ticket/plan.h"
#include "parsers/text/view.h"

enum line_fate {
	LINE_IDLE,			/* nothing was done, for another line's sake */
	LINE_REFUSED,
	LINE_DONE,
	LINE_SAME,			/* it was so already */
	LINE_ANSWERED
};

struct told_line {
	struct str		 line;		/* as it was written; or what else is refused */
	enum line_fate		 fate;
	const struct why	*why;		/* of LINE_REFUSED */
	struct plan		 did;		/* what it changed */
	const struct why	*remark;	/* what comes of it besides; NULL: nothing */
};

struct told_rule {			/* that would run */
	struct str	 name;
	struct plan	 did;
	struct strs	 mails;		/* template, to whom; template … */
};

enum told_text { TEXT_NONE, TEXT_SENT, TEXT_NOTE, TEXT_LOST };

struct told {
	struct told_line	*v;
	size_t			 n;
	bool			 is_refused;	/* nothing of the mail was done */
	bool			 is_dry;	/* it is what would be done */
	struct told_rule	*rules;		/* … and what rules would do of it */
	size_t			 n_rules;
	bool			 is_over;	/* nothing of it is to be sent again */
	int64_t			 confirms;	/* raw's id of the mail that it failed to confirm; or 0 */
	enum told_text		 text;		/* what became of the mail's text */
	struct view		*answers;	/* to its questions; NULL: none */
	struct view		*report;	/* that was asked for; NULL: none */
	bool			 is_control;	/* it came to its writer's control address */
	struct view		*control;	/* what came of each ticket's lines; NULL: it is of one */
};

#endif
