/*
 * rulestried: what would come of one mail, or of one event of a real ticket: the ticket, each
 * rule with what decided, and the mails.
 */
#ifndef DAEMON_CTL_RULESTRIED_H
#define DAEMON_CTL_RULESTRIED_H

#include "daemon/ctl/ctl.h"

struct tried {				/* what is asked; NULL: not said */
	struct ctl	*ctl;
	bool		 full;		/* mails with their text */
	const char	*mailbox;	/* of the mail */
	const char	*ticket, *event, *by, *text, *clock, *point;
};

int	tried_mail(const struct tried *, const char *path);
int	tried_event(const struct tried *);

#endif
