/*
 * support: what people are told of how long a version is looked after (product.h has the days).
 */
#ifndef DAEMON_POLICY_SUPPORT_H
#define DAEMON_POLICY_SUPPORT_H

#include "daemon/policy/catalogue.h"

/* Conditions name them: "yes", "security", "no", "unknown"; ends in NULL. */
extern const char *const support_words[];

const char	*support_word(enum support);
/* The latest version that all is mended of on that day, else security; empty: none. */
struct str	 support_newest(struct arena *, const struct product *, int32_t day);
/* … that comes after this one. */
struct str	 support_newer(struct arena *, const struct product *, struct str version,
		    int32_t day);

#endif
