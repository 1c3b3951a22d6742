/* daytime: whether folded words say a day, a year, a time of the day. */
#ifndef PARSERS_QUOTE_DAYTIME_H
#define PARSERS_QUOTE_DAYTIME_H

#include "parsers/base/str.h"

bool	daytime_has_date(struct str folded);
bool	daytime_has_year(struct str folded);
bool	daytime_has_time(struct str folded);

#endif
