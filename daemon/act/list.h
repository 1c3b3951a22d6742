/* list: #list: one's own tickets; with a view's name what that shows, by mail. */
#ifndef DAEMON_ACT_LIST_H
#define DAEMON_ACT_LIST_H

#include "daemon/act/act.h"

/* The views that the agent may see. */
struct strs	list_names(struct arena *, const struct conf *, const struct agent *);

extern const struct act act_list;	/* "at-risk project=ACME": checked; "": their tickets */

#endif
