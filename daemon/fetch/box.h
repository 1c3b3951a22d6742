/*
 * box: one mailbox and the thread that reads it.
 *
 * A mail goes to core in the order of its UID and is flagged or moved only when
 * core says that it is stored.  What a box knows can be lost at any moment:
 * core's cursor says where to go on, and a mail that core has already costs a
 * question (MSG_ASK) or a replay.
 */
#ifndef DAEMON_FETCH_BOX_H
#define DAEMON_FETCH_BOX_H

#include "daemon/policy/conf.h"
#include "daemon/role/post.h"

struct box;

/* Starts its thread; what it tells core goes to `out`, which it borrows. */
struct box	*box_start(const struct conf *, const struct mailbox *, struct queue *out);
struct str	 box_name(const struct box *);
/* What core says to this mailbox; the generation is the one of that core. */
void		 box_tell(struct box *, enum message_type, uint64_t generation,
		    struct str body);
/* Another core, or none (0): all that was not stored is open again. */
void		 box_new_core(struct box *, uint64_t generation);
/* Flag what is stored, log out, end. */
void		 box_stop(struct box *);
/* Whatever it waits for: no longer. */
void		 box_cancel(struct box *);
/* True when its thread has ended; it must not be asked again then. */
bool		 box_ended(struct box *);

#endif
