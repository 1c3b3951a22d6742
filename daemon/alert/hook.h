/* hook: an admin's webhook: gets a bulletin as JSON (payload.h). */
#ifndef DAEMON_ALERT_HOOK_H
#define DAEMON_ALERT_HOOK_H

#include "daemon/alert/bulletin.h"
#include "daemon/role/channel.h"

struct hook;

/*
 * Reads the secret; adds to `readable` what is read later.  Lives in `a`, as *out; NULL: there
 * is none.  -1: *e.
 */
int		 hook_new(struct arena *a, const struct alerting *, struct strs *readable,
		    struct hook **out, struct err *e);
/* The address up to its host: the rest may be a secret. */
struct str	 hook_name(const struct hook *);
/*
 * SEND_PERMANENT: the same would fare the same.  *reply, in `a`: one line for people.  Blocks
 * for 20 seconds at most.
 */
enum send_outcome	hook_call(const struct hook *, struct arena *a, const struct bulletin *,
			    const struct bulletin_text *, struct str *reply);

#endif
