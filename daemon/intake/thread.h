/*
 * thread: which conversation a mail belongs to (product.md 2.7): the signed
 * reply address, then Message-IDs that docket holds or sent, then those that its
 * answers taught (alias.h), then the subject tag.  Whether its author may write there is
 * decided by what takes the mail.
 */
#ifndef DAEMON_INTAKE_THREAD_H
#define DAEMON_INTAKE_THREAD_H

#include "daemon/intake/reading.h"

/* Which ticket; queues the question. */
void	thread_ask(struct work *, struct reading *);
/* After it: where the ticket went that the address or the tag names. */
void	thread_ask_last(struct work *, struct reading *);
void	thread_learn(struct work *, struct reading *);
/* Anybody can know, or have made, what names the ticket. */
bool	thread_is_weak(enum thread_how);
/* A ticket that went into another since is that one, also by a mail of the same batch. */
int	thread_follow(struct work *, struct reading *);
/* Is it an answer to what an earlier mail of the same batch became? */
void	thread_in_batch(struct reading *, const struct reading *earlier, size_t n);

#endif
