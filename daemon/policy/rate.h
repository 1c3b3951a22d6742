/*
 * rate: rates.conf: what an hour costs.  Services, rates, surcharges of nights, weekends and
 * holidays, and how worked time is rounded.  Without the file nothing can be billed.
 *
 * The most specific rate wins.  One that names the project is more specific than one that does
 * not, whatever else they name; then one that names the engineer, the service, the hours; then
 * the one that begins later, and then the one that ends sooner.  Two that are as specific and
 * may hold for the same time are a fault at load.
 *
 * A rate has a currency: its own, else that of its project, else that of the file.  It holds
 * for projects of that currency alone.
 */
#ifndef DAEMON_POLICY_RATE_H
#define DAEMON_POLICY_RATE_H

#include "daemon/policy/rounding.h"

enum { RATE_UNIT = 10000 };		/* parts of the currency's unit that a rate is counted in */

struct service {
	struct str	name;
	struct str	label;		/* for customers; else the name */
	bool		billable;	/* false: its time costs nothing */
	int		line;
};

struct rate {
	struct str	project, service, agent;	/* empty: any */
	struct str	calendar;	/* holds in its open hours; empty: at any */
	int32_t		from, until;	/* days since 1970, both included; INT32_MIN, MAX: open */
	int64_t		amount;		/* 1/RATE_UNIT of the currency's unit an hour; -1: faulty */
	struct str	currency;
	struct str	file;
	int		line;
};

/* In the calendar's open hours, in the others, on the days that it has for holidays. */
enum surcharge_when { SURCHARGE_OPEN, SURCHARGE_CLOSED, SURCHARGE_HOLIDAY };

extern const char *const surcharge_whens[];	/* "open"; ends in NULL */

struct surcharge {
	struct str	name;		/* a project's own stands for the general one of its name */
	struct str	calendar;
	unsigned	when;		/* enum surcharge_when */
	struct str	project;	/* empty: any */
	int64_t		percent;	/* 1/100 % on top: 5000 is +50 % */
	struct str	file;
	int		line;
};

struct rates {
	struct str	 currency;	/* of rates that say none and name no project; or empty */
	struct rounding	 rounding;	/* of projects without their own */
	struct service	*services;
	size_t		 n_services;
	struct rate	*v;
	size_t		 n;
	struct surcharge *surcharges;
	size_t		 n_surcharges;
};

const struct service	*service_find(const struct rates *, struct str name);
/* For people: its label; of one that is gone, the name. */
struct str	service_label(const struct rates *, struct str name);
/* "ACME, service support, from 2026-01-01"; "any time". */
struct str	rate_scope(struct arena *, const struct rate *);
/* >0: the first is more specific; 0: they are as specific. */
int		rate_cmp(const struct rate *, const struct rate *);

#endif
