/*
 * hookcall: one webhook of the configuration, as it is called: its secrets, its signature, and
 * what became of a delivery.
 *
 * X-Docket-Delivery is the delivery's, the same at each try; X-Docket-Signature is
 * "t=SECONDS,v1=HEX", HMAC-SHA256 by the key of secret_file over "SECONDS.BODY", made anew at
 * each try.  A receiver refuses what is old, and does a delivery that it knows no second time.
 */
#ifndef DAEMON_SEND_HOOKCALL_H
#define DAEMON_SEND_HOOKCALL_H

#include "daemon/policy/webhook.h"
#include "daemon/send/smtp.h"

struct hookcall;

/*
 * Reads its secrets, and adds to `readable` what is read later.  One whose secrets cannot be
 * read says so at each try: mail goes on.  Lives in `a`.
 */
struct hookcall	*hookcall_new(struct arena *a, const struct webhook *, struct strs *readable);
/* Blocks for its timeout at most.  result->reply lives in `a`. */
void	hookcall_send(const struct hookcall *, struct arena *a, const struct delivery *,
	    const atomic_bool *stop, struct smtp_result *);

#endif
