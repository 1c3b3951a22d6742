/* typefile: reads types.conf into struct types; what is named there must be there. */
#ifndef DAEMON_POLICY_TYPEFILE_H
#define DAEMON_POLICY_TYPEFILE_H

#include "daemon/policy/type.h"

/* Of a way: that the customer was answered. */
#define NEED_PUBLIC_REPLY	STR("public-reply")
/* … that no ticket that is not done holds it back. */
#define NEED_UNBLOCKED		STR("unblocked")
/* Of a way: that time was booked, which this docket does not know yet. */
#define NEED_TIME		STR("time")

#endif
