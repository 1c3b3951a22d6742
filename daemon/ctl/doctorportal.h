/* doctorportal: whether the portal answers, and as whom its pages read. */
#ifndef DAEMON_CTL_DOCTORPORTAL_H
#define DAEMON_CTL_DOCTORPORTAL_H

#include "daemon/ctl/findings.h"

/* No row where there is none. */
void	doctor_portal(struct doctor *);

#endif
