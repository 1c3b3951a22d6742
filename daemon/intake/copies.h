/*
 * copies: one mail that came twice: by two ways, or to two of our mailboxes.  A copy
 * differs from the first in what servers added on the way and in nothing else; a
 * Message-ID alone makes none.  It is kept, and told of where the first one is.
 *
 * Nobody may lose a mail by it: one that would fare better than the first did is read,
 * on the ticket where the first is held.
 */
#ifndef DAEMON_INTAKE_COPIES_H
#define DAEMON_INTAKE_COPIES_H

#include "daemon/intake/reading.h"

/* First of all of a batch: from here to the commit nobody else stores a copy of these. */
void	copies_lock(struct work *, const struct intake_batch *);
/* Queues the question for an earlier copy. */
void	copy_ask(struct work *, struct reading *);
void	copy_learn(struct work *, struct reading *);
/* Whether one is among the earlier mails of the same batch, which are stored. */
void	copy_in_batch(struct reading *, const struct reading *earlier, size_t n);
/*
 * What is known of an earlier one is weighed: afterwards it is a copy (copy_is), or it is
 * of a ticket of its mailbox's beside the first one's (r->twin), or it stands alone.
 */
void	copy_decide(struct work *, struct reading *);
/* The held one that this one is taken instead of waits for nobody any more. */
void	copy_relieve(struct work *, const struct reading *);
/* What its row is found by when a copy comes; empty: by nothing. */
struct str	copy_content(const struct reading *);
/* Nothing more comes of it. */
bool	copy_is(const struct reading *);
void	copy_store(struct work *, const struct reading *);
/* The first one's ticket shows that this one is beside it. */
int	copy_tell_twin(struct work *, const struct reading *);

#endif
