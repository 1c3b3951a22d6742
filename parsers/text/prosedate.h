/*
 * prosedate: dates as people and their mail programs write them above a mail
 * that they quote: "Montag, 2. November 2026 um 09:15 Uhr", "2026. 11. 2. 오전 9:15".
 */
#ifndef PARSERS_TEXT_PROSEDATE_H
#define PARSERS_TEXT_PROSEDATE_H

#include "parsers/text/date.h"

/*
 * `day_first`: 3/4 is the third of April; else it may be the fourth of March,
 * and is not read.  False too when day, month or year are missing.
 */
bool	prosedate_parse(struct arena *a, struct str raw, bool day_first, struct date *out);

#endif
