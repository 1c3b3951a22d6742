/*
 * promise: what was promised (struct sla_promise) as text, for the history and
 * for rows, and back: "gold, high, in office: response 2h, resolution 16h;
 * warn 75%, 30m; pause waiting, on-hold; carry; resume".
 */
#ifndef DAEMON_SLA_PROMISE_H
#define DAEMON_SLA_PROMISE_H

#include "daemon/sla/sla.h"

struct str	promise_text(struct arena *a, const struct sla_promise *);	/* NULL: "none" */
/* False when it is none, or not such a text; the calendar is looked up. */
bool		promise_parse(struct arena *a, struct worktimes *, struct str,
		    struct sla_promise *out);

/* Points and pauses as they are stored, one a text; copied into `a`. */
void		promise_points(struct arena *a, const struct strs *, struct sla_promise *out);
void		promise_pause(struct arena *a, const struct strs *, struct sla_promise *out);
struct strs	promise_point_texts(struct arena *a, const struct sla_promise *);

#endif
