/*
 * promise: what was promised (struct sla_promise) as text for people, and as the
 * JSON that the history keeps (docket.change).  The statement clock_log gives its
 * members back as typed columns: C reads no JSON.
 *
 * The JSON's member "v" is its version.  A docket reads the one that it writes and
 * says so of any other; it never guesses.
 */
#ifndef DAEMON_SLA_PROMISE_H
#define DAEMON_SLA_PROMISE_H

#include "daemon/sla/sla.h"

enum { PROMISE_VERSION = 1 };

/* NULL: "none".  docket.promise_text() says the same of the JSON. */
struct str	promise_text(struct arena *a, const struct sla_promise *);
/* What is empty or false is left out; NULL: {"v":1}. */
struct str	promise_json(struct arena *a, const struct sla_promise *);

/* Points and pauses as they are stored, one a text; copied into `a`. */
void		promise_points(struct arena *a, const struct strs *, struct sla_promise *out);
void		promise_pause(struct arena *a, const struct strs *, struct sla_promise *out);
struct strs	promise_point_texts(struct arena *a, const struct sla_promise *);

#endif
