/*
 * affectedmail: docketctl affected N --mail TEMPLATE: each project that runs what has the fault
 * is told by a mail of its own, on a ticket of its own (daemon/intake/advise.h).
 */
#ifndef DAEMON_CTL_AFFECTEDMAIL_H
#define DAEMON_CTL_AFFECTEDMAIL_H

#include "daemon/ctl/ctl.h"
#include "daemon/intake/advise.h"
#include "daemon/report/affected.h"

struct affected_mailing {
	struct ctl		*ctl;
	struct core_state	*core;
	struct advise		 order;
	struct str		 text;
	int64_t			 rate;		/* mails an hour */
	bool			 unknown;	/* who may be affected, too */
	bool			 dry;
};

/* Whether it can be ordered, before the database is asked.  CTL_OK, or it is told. */
int	affected_mail_check(const struct affected_mailing *);
/* CTL_OK, or what went wrong, told; CTL_FAILED too where somebody could not be told. */
int	affected_mail(struct affected_mailing *, const struct affected *);

#endif
