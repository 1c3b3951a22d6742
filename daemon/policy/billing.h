/*
 * billing: `billing = { currency = "EUR"; … }` of a project: without it, it can't be billed.
 */
#ifndef DAEMON_POLICY_BILLING_H
#define DAEMON_POLICY_BILLING_H

#include "daemon/policy/rounding.h"

enum billing_mode { BILLING_TIME, BILLING_PREPAID, BILLING_FIXED };
enum budget_per { BUDGET_ALL, BUDGET_WEEK, BUDGET_MONTH, BUDGET_QUARTER, BUDGET_YEAR };

struct budget_limit {			/* "40h/month" */
	int64_t		worked;		/* s; 0: there is none */
	enum budget_per	per;		/* of which time; BUDGET_ALL: of all, "400h" */
	struct str	text;		/* as it was written */
};

struct billing {
	struct str	currency;	/* ISO 4217 */
	int		digits;		/* of it, behind the point */
	struct rounding	rounding;	/* its own, else that of rates.conf */
	bool		own_rounding;
	struct strs	contacts;	/* addresses that get its statements */
	struct str	service;	/* of entries that name none; or empty */
	bool		wants_approval;	/* only approved time is billed */
	bool		sends;		/* its statements go to its contacts */
	unsigned	mode;		/* enum billing_mode */
	struct budget_limit budget;
	struct str	file;
	int		line;
};

extern const struct conf_part billing_part;
extern const char *const billing_modes[], *const budget_pers[];	/* end in NULL */

/* Of a project's setting; lives in the loader's arena.  Its rounding is its own so far. */
void	billing_read(struct loader *, const struct node *, struct billing *);
/* "40h/month", "400h".  False: it is none. */
bool	budget_limit_read(struct arena *, struct str, struct budget_limit *);

#endif
