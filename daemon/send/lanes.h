/*
 * lanes: the threads that send.  Each mailbox has its own queue and up to three
 * lanes with a connection each, because libcurl blocks until the data is
 * answered: a slow server delays its own mailbox only.
 *
 * Holds the SMTP passwords, read once before the cage closes; believes no
 * server's words.
 */
#ifndef DAEMON_SEND_LANES_H
#define DAEMON_SEND_LANES_H

#include "daemon/role/post.h"

struct conf;
struct lanes;

/*
 * Reads the passwords; adds to `readable` what is read later.  Each mail's fate
 * goes to `out` as a MSG_SENT.  Lives in `a`, as long as the process.  NULL: *e.
 */
struct lanes	*lanes_new(struct arena *a, const struct conf *, struct queue *out,
		    struct strs *readable, struct err *e);
/* A MSG_SEND's body, of the core of that generation. */
void		 lanes_submit(struct lanes *, uint64_t generation, struct str body);
/* What is not begun is forgotten. */
void		 lanes_drop(struct lanes *);
/* A MSG_PIECE's body. */
void		 lanes_piece(struct lanes *, struct str body);
/* No core is there: what is under way gets no more pieces. */
void		 lanes_starve(struct lanes *);
/* No mail is begun any more; lanes end one after the other. */
void		 lanes_stop(struct lanes *);
/* What is under way breaks off within about a second. */
void		 lanes_abort(struct lanes *);
/* Lanes that have not ended; *busy of them have a mail in hand. */
size_t		 lanes_count(struct lanes *, size_t *busy);
/* What the server knows us by: the domain of the mailbox's address. */
struct str	 lanes_helo(struct str address);

#endif
