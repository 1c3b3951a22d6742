/*
 * money: amounts in the smallest unit of a currency, of rates in 1/RATE_UNIT of its unit an
 * hour.  Whole numbers alone; what is too large is refused, never cut.
 */
#ifndef DAEMON_BILL_MONEY_H
#define DAEMON_BILL_MONEY_H

#include "parsers/base/str.h"

__extension__ typedef __int128 money_wide;	/* rate times seconds, not divided yet */

/* num / den to the nearest whole number, half to even; den > 0. */
money_wide	money_half_even(money_wide num, money_wide den);
/* What that much of rate times seconds is, rounded once.  False: it is too large. */
bool		money_of(money_wide product, int digits, int64_t *out);
/* A rate with so much on top, in 1/100 %, rounded as above. */
int64_t		money_raised(int64_t rate, int64_t percent);

/* "1250.00", "-0.05", "125" (JPY). */
struct str	money_text(struct arena *, int64_t amount, int digits);
/* "100.25", "100.125": with two digits at least. */
struct str	money_rate_text(struct arena *, int64_t rate);
/* "50", "12.5" */
struct str	money_percent_text(struct arena *, int64_t percent);
/* "0:05:00", "-1:30:00", "120:00:00" */
struct str	money_hours_text(struct arena *, int64_t seconds);

#endif
