/*
 * outbox: mail on its way out.  Queued in the transaction of its cause, whole
 * and with its Message-ID, and handed to the send role.  At least once: a double
 * only after an unknown outcome.
 */
#ifndef DAEMON_OUT_OUTBOX_H
#define DAEMON_OUT_OUTBOX_H

#include "daemon/out/compose.h"
#include "daemon/role/channel.h"
#include "daemon/role/flights.h"
#include "daemon/ticket/work.h"

struct outbox_mail {
	struct mail_out	 mail;			/* message_id is filled in */
	struct str	 mailbox;
	struct str	 envelope_from;		/* empty: null sender */
	struct strs	 recipients;
	int64_t		 ticket;
	int64_t		 due_at;		/* 0: at once */
	bool		 is_public;		/* to customers: part of their thread */
	struct str	 author;		/* agent's name or "docket" */
	struct str	 what;			/* template's name: for the history */
};

/*
 * Queues entry, outbox row and deliveries.  Where send has room they are its
 * from the commit on, without another look into the database.
 */
int	outbox_add(struct work *, struct outbox_mail *);

/*
 * Hands deliveries that are due to the send role, as far as there is room; *n
 * says how many.  A transaction of its own.
 */
int	outbox_claim(struct core_state *, struct db *, size_t *n, struct err *);
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
