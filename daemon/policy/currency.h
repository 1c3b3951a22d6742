/*
 * currency: the currencies of ISO 4217 that are in use, and how many digits each has behind
 * the point: money is counted in its smallest unit.
 */
#ifndef DAEMON_POLICY_CURRENCY_H
#define DAEMON_POLICY_CURRENCY_H

#include "parsers/base/str.h"

/* "EUR": 2.  False: there is no such one, or it is none that people pay with (XAU, XDR). */
bool		currency_digits(struct str code, int *digits);
struct strs	currency_codes(struct arena *);

#endif
