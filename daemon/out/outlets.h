/*
 * outlets: core's picture of each mailbox's way out, and of each webhook: how many mails may
 * be with send, and whether its queue stands still.
 *
 * A queue stops when its server takes no mail at all, or none of ours (struct mail_result,
 * stop): one mail is tried a pause, the pauses grow, and when that one was told something of
 * its own, all go on.  The stop is a row of docket.condition, so that it outlives core; a
 * queue that people paused is another.
 */
#ifndef DAEMON_OUT_OUTLETS_H
#define DAEMON_OUT_OUTLETS_H

#include "daemon/role/flights.h"
#include "daemon/ticket/work.h"

enum {
	OUTLET_TEXT_MAX = 600,
	/* A mail that began so many stops, with others passing between them, is at fault itself. */
	OUTLET_STOPS_MAX = 3
};

struct outlet {
	struct str		 name;		/* of its queue: the mailbox's, or "webhook:…" */
	const struct mailbox	*mailbox;	/* NULL: it is a webhook */
	int64_t			 rate;		/* a minute; 0: any */
	/* Of each priority: the last delivery that was claimed; zeros: from the first on. */
	int64_t		 at[SEND_PRIORITIES], id[SEND_PRIORITIES];
	bool		 is_paused;
	bool		 is_stopped;
	int64_t		 since, retry_at;	/* us, of the stop */
	int64_t		 count;			/* tries that failed since then */
	bool		 is_ours;		/* the next try; no other daemon has it */
	int64_t		 probe;			/* the delivery that is the try; 0: none is */
	bool		 is_new;		/* what changed is not in the database yet */
	char		 text[OUTLET_TEXT_MAX], mend[OUTLET_TEXT_MAX];
};

struct outlets {
	struct outlet	*v;		/* in the configuration's order; then the webhooks */
	size_t		 n;
	size_t		 n_mailboxes;	/* of them */
};

struct outlets	*outlets_new(struct arena *, const struct conf *);
/* NULL: the configuration has no such mailbox or webhook. */
struct outlet	*outlets_find(struct outlets *, struct str name);
/*
 * Takes the tries that are due, so that of several daemons one makes each; those that others
 * have are read anew.
 */
int		 outlets_take_tries(struct outlets *, struct db *, struct arena *, int64_t now,
		    struct err *);
/* So many more of that priority may go to send. */
size_t		 outlets_room(const struct core_state *, const struct outlet *, size_t priority,
		    int64_t now);
/*
 * An answer came: stops the queue or lets it go on, in memory.  Completes *r: one that was
 * at fault itself stops nothing.
 */
void		 outlet_take(struct outlet *, const struct flight *, struct mail_result *r,
		    int64_t now);
/* Queues what became of them, for the transaction that records the answers. */
void		 outlets_store(struct outlets *, struct db *, int64_t now);
/* That has been committed: told in the log. */
void		 outlets_stored(struct outlets *, int64_t now);
/* As they stand in the database: at the start, and as people or another daemon changed them. */
int		 outlets_load(struct outlets *, struct db *, struct err *);
/* When one that stands still is to be tried (us); 0: none does. */
int64_t		 outlets_next(const struct outlets *, int64_t now);

#endif
