/*
 * payload: what a webhook gets: the text as people read it, and each thing by itself for
 * programs.  "text" is where Slack, Mattermost and Rocket.Chat look.
 */
#ifndef DAEMON_ALERT_PAYLOAD_H
#define DAEMON_ALERT_PAYLOAD_H

#include "daemon/alert/bulletin.h"

/* JSON; lives in `a`. */
struct str	payload_write(struct arena *a, const struct bulletin *, const struct bulletin_text *);

#endif
