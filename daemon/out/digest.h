/*
 * digest: notices to agents that wait until the work ends, so that each person
 * gets one mail: the notice itself, or a list by the template "sla-digest" when
 * there are several.
 */
#ifndef DAEMON_OUT_DIGEST_H
#define DAEMON_OUT_DIGEST_H

#include "daemon/out/notice.h"

/* From here on they wait, until digest_send(). */
void	digest_open(struct work *);
/* The same, for a list by another template, which tells of the rule. */
void	digest_open_as(struct work *, struct str template, struct str rule);
bool	digest_is_open(const struct work *);
/* To one person; what it points to lives as long as the work. */
void	digest_add(struct work *, const struct notice *);
int	digest_send(struct work *);

#endif
