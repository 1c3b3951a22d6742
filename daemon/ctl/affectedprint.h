/* affectedprint: who is affected by a fault, as text, CSV and JSON. */
#ifndef DAEMON_CTL_AFFECTEDPRINT_H
#define DAEMON_CTL_AFFECTEDPRINT_H

#include "daemon/ctl/ctl.h"
#include "daemon/report/affected.h"

/* "jo@acme.example and 2 more"; empty: nobody gets mail. */
struct str	affected_people(struct arena *, const struct affected_project *);

void	affected_print_text(struct ctl *, int64_t ticket, struct str subject,
	    const struct affected *);
void	affected_print_csv(struct ctl *, const struct affected *);
void	affected_print_json(struct ctl *, int64_t ticket, const struct affected *);

#endif
