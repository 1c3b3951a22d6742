/*
 * intake: mails that have been read become tickets and entries: the one
 * transaction of a letter's way (promises.md R1, R2, R5, R6).
 *
 * A batch is one transaction.  When it fails, each mail is tried alone; one
 * that fails alone is put into quarantine with its raw text; only when even
 * that cannot be stored does it stay on the server.  A mail that is stored
 * already is found by its place (mailbox, UIDVALIDITY, UID) and its SHA-256
 * together: a server may use a UID again.  Its bytes elsewhere are a duplicate.
 */
#ifndef DAEMON_INTAKE_INTAKE_H
#define DAEMON_INTAKE_INTAKE_H

#include "daemon/parse/pool.h"
#include "daemon/role/channel.h"
#include "daemon/ticket/work.h"

enum { INTAKE_BATCH = 64 };

/* What people decided of a mail that was held, or in quarantine (docketctl). */
struct decision {
	struct str	what;		/* "accept" or "ticket"; empty: nothing was */
	struct str	by;
	int64_t		held;		/* the entry; 0: it was in quarantine */
	int64_t		ticket;		/* where it is held */
};

/* One mail on its way through core. */
struct intake {
	struct arena		*a;		/* of all below */
	struct mail_item	 item;
	struct job		 job;		/* its reading; borrows item.raw */
	int64_t			 pending;	/* raw's id: it is in the table; else 0 */
	struct decision		 decision;
	struct str		 portal;	/* whose session wrote it in the portal; or empty */
	struct str		 keep;		/* why it is kept for people, read or not; or empty */
	bool			 by_fault;	/* … as storing it failed: its proven writer is told */
	bool			 has_original;	/* it is among its own files */
	bool			 files_known;	/* its attachments' bytes are there, or never */
	bool			 over_quota;	/* it stays on the server, for later */
	bool			 is_void;	/* it made no sense: nothing is stored */
	int64_t			 queued_at;	/* ms, clock_mono() */
	int64_t			 floor;		/* us: arrived no earlier than this */
	bool			 stored;	/* after intake_store() */
	int64_t			 ticket;	/* where it is stored; 0: on none */
	bool			 is_taken;	/* on the ticket, and it does not wait there */
	struct intake		*next;
};

/* Up to which UID of a mailbox mail was stored with this batch: for people. */
struct cursor {
	struct str	mailbox;
	uint64_t	uidvalidity;
	uint64_t	uid;
};

struct intake_done {
	int64_t	next_alarm;		/* earliest alarm that was made; 0: none */
	size_t	deliveries;		/* that were queued */
	bool	orders_wait;		/* for control_step() */
	bool	reports_wait;		/* for core/reports.h */
};

struct intake_batch {			/* what goes into one transaction */
	struct intake		**v;		/* up to INTAKE_BATCH, all JOB_DONE */
	size_t			  n;
	const struct cursor	 *cursors;
	size_t			  n_cursors;
};

struct intake_store {			/* where it goes, and what came of it */
	struct core_state	*core;
	struct db		*db;
	struct arena		*a;		/* the caller resets it afterwards */
	struct intake_done	 done;		/* added up */
};

/*
 * Stores the batch and moves the cursors, setting `stored`.  -1 only with
 * ERR_RETRY: the database is away and the outcome of the last commit is open; or
 * ERR_ASK: core->memo has questions.  To call again with the same is safe.
 */
int	intake_store(struct intake_store *, const struct intake_batch *, struct err *);

#endif
