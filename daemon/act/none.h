/* none: the words by which the value of a verb says that there is to be none any more. */
#ifndef DAEMON_ACT_NONE_H
#define DAEMON_ACT_NONE_H

#include "parsers/base/str.h"

bool	none_is(struct str value);	/* in any ASCII case */

#endif
