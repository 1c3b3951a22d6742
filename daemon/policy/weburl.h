/* weburl: addresses that something is posted to, as an admin writes them. */
#ifndef DAEMON_POLICY_WEBURL_H
#define DAEMON_POLICY_WEBURL_H

#include "parsers/base/str.h"

/* Why nothing can be posted there; NULL: it can. */
const char	*weburl_obstacle(struct str url);
/* Of a sound one: "hooks.example.com", "[::1]", without its port. */
struct str	 weburl_host(struct str url);

#endif
