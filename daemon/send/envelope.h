/*
 * envelope: with which sender a mail goes out (RFC 5321, 4.5.5): automatic mail with none,
 * so that nothing comes back and no two robots answer each other for ever; a notice with a
 * return path.  Some providers take no null sender, or no +detail: what one refuses and
 * takes from another sender is known from then on, for the life of the process.
 */
#ifndef DAEMON_SEND_ENVELOPE_H
#define DAEMON_SEND_ENVELOPE_H

#include <stdatomic.h>

#include "daemon/policy/mailbox.h"
#include "daemon/role/message.h"
#include "daemon/send/smtp.h"

enum envelope { ENVELOPE_NULL, ENVELOPE_RETURN_PATH, ENVELOPE_PLAIN, ENVELOPES };

/* Of one mailbox; its lanes share it.  All zero: nothing is known. */
struct envelopes {
	atomic_bool	refused[ENVELOPES];
};

struct envelope_try {			/* of one mail */
	const struct mailbox	*mailbox;
	struct envelopes	*known;
	struct str		 sender[ENVELOPES];
	bool			 fits[ENVELOPES];
	bool			 tried[ENVELOPES];
	enum envelope		 now;
};

/* The first sender is in t->sender[t->now]. */
void	envelope_begin(struct envelope_try *t, const struct mailbox *, struct envelopes *,
	    const struct delivery *);
/* What came of it with that sender; whether it is to be sent again, with the next. */
bool	envelope_next(struct envelope_try *t, const struct smtp_result *);

#endif
