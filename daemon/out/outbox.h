/*
 * outbox: mail on its way out.  Queued as a draft in the transaction of its cause, with
 * its Message-ID, and composed when it is handed to the send role.  At least once: a
 * double only after an unknown outcome.
 */
#ifndef DAEMON_OUT_OUTBOX_H
#define DAEMON_OUT_OUTBOX_H

#include "daemon/out/draft.h"
#include "daemon/out/outlets.h"
#include "daemon/out/parcel.h"
#include "daemon/role/channel.h"
#include "daemon/role/flights.h"
#include "daemon/ticket/work.h"

enum { OUTBOX_CLAIM_MAX = 64 };

enum outbox_priority {			/* what goes first, as docket.delivery has it */
	OUTBOX_SIGN_IN,			/* somebody waits for it: sign-in, "is this yours?" */
	OUTBOX_HUMAN,			/* what people wrote, and breaches */
	OUTBOX_ACKNOWLEDGEMENT,		/* automatic mail to customers */
	OUTBOX_NOTICE,
	OUTBOX_DIGEST
};

struct outbox_reader {
	struct address	 to;
	int64_t		 due_at;	/* 0: at once */
};

struct outbox_mail {
	struct draft	 draft;		/* one that is not personal is public */
	struct parcel	 parcel;	/* draft.mail.files, by their numbers */
	struct str	 mailbox;
	struct outbox_reader	*to;	/* each of them once */
	size_t		 n;		/* not 0 */
	enum outbox_priority	priority;
	bool		 withheld;	/* by the breaker: it waits for people */
	struct str	 author;		/* agent's name or "docket" */
	struct str	 what;			/* template's name: for the history */
	bool		 is_internal;		/* so are the answers to it */
	int64_t		 about;			/* the mail's entry that it tells; 0: of none */
};

/*
 * Queues entry, outbox row and deliveries, when it can be composed.  Where send has room
 * they are its from the commit on, without another look into the database.
 */
int	outbox_add(struct work *, const struct outbox_mail *);

struct outbox_claimed {
	size_t			 n;		/* 0: nothing is due that may go */
	/* Those that cannot be composed any more: to be recorded as given up. */
	struct mail_result	 unfit[OUTBOX_CLAIM_MAX];
	size_t			 n_unfit;
};

/*
 * Hands deliveries that are due to the send role, as far as there is room.  What it
 * says of them lives in `a`.  A transaction of its own.
 */
int	outbox_claim(struct core_state *, struct db *, struct arena *a,
	    struct outbox_claimed *, struct err *);
/*
 * Claims go on where the last one ended; from now on they begin at the front again,
 * for what came due there since: another daemon's, or one that is tried anew.
 */
void	outbox_anew(struct core_state *);
/* When the next delivery is due (us), 0: nothing waits. */
int	outbox_next(struct core_state *, struct db *, int64_t *due, struct err *);
/* Deliveries that the last send role of this core, or a dead core, had. */
int	outbox_release(struct core_state *, struct db *, struct err *);

#endif
