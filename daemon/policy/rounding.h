/*
 * rounding: `rounding = { to = "15m"; how = "up"; per = "entry"; minimum; grace }` of
 * rates.conf, or of a project.  Of durations only: money is rounded once a line.
 */
#ifndef DAEMON_POLICY_ROUNDING_H
#define DAEMON_POLICY_ROUNDING_H

#include "daemon/conf/part.h"

enum round_how { ROUND_UP, ROUND_NEAREST, ROUND_DOWN };
enum round_per { PER_ENTRY, PER_TICKET_DAY, PER_TICKET, PER_STATEMENT };

struct rounding {
	int64_t		to;		/* s: multiples of it; 0: as it was worked */
	int64_t		minimum;	/* s: of what is not nothing */
	int64_t		grace;		/* s: what passes a multiple by no more is rounded down */
	unsigned	how;		/* enum round_how */
	unsigned	per;		/* enum round_per: what is rounded as one */
};

extern const struct conf_part rounding_part;
extern const char *const round_hows[], *const round_pers[];	/* end in NULL */

void	rounding_read(struct loader *, const struct node *, struct rounding *);
/* "up to 15m per entry, at least 30m, grace 2m"; "none". */
struct str	rounding_text(struct arena *, const struct rounding *);

#endif
