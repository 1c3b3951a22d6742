/* figures: time and money as lists and statements write them. */
#ifndef DAEMON_REPORT_FIGURES_H
#define DAEMON_REPORT_FIGURES_H

#include "parsers/base/str.h"

struct money {				/* in the smallest unit */
	int64_t		amount;
	int		digits;		/* of the currency, behind the point */
};

/* "1:05:00", "-0:10:00": hours are not cut at a day. */
struct str	figure_time(struct arena *, int64_t seconds);
/* "1234.50", "-0.05": for programs; `point`: what stands for the '.'. */
struct str	figure_money(struct arena *, struct money, char point);
/* A rate of 1/10,000 an hour: "100.25", with as many decimals as it has, and the currency's. */
struct str	figure_rate(struct arena *, int64_t rate, int digits, char point);
/* The decimal point of a language of docket's. */
char		figure_point(struct str language);

#endif
