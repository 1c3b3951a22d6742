/*
 * amount: numbers, durations and days as people write them in en, es, de, fr,
 * pt and it, in one normal form.  False when `in` is not one alone, or could
 * be two.
 */
#ifndef PARSERS_FIELD_AMOUNT_H
#define PARSERS_FIELD_AMOUNT_H

#include "parsers/base/str.h"

/* "1.234,50", "1 234.5" to "1234.5".  A comma and three digits are thousands. */
bool	amount_number(struct arena *a, struct str in, struct str *out);
/* <0, 0, >0 by value, of two in that form. */
int	amount_number_cmp(struct str, struct str);
/* "1h30m", "90 min", "1,5 Stunden", "1:30" (hours), "PT1H30M": seconds. */
bool	amount_duration(struct arena *a, struct str in, int64_t *seconds);
struct str	amount_duration_text(struct arena *a, int64_t seconds);	/* "1d2h" */
int	amount_duration_cmp(struct str, struct str);	/* of two in that form */
/*
 * "12.3.2026", "March 12, 2026", "2026-03-12" to "2026-03-12".  "3/4/2026" has
 * two readings, and what names no year has none.
 */
bool	amount_day(struct arena *a, struct str in, struct str *out);

#endif
