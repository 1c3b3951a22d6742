/* participant: who takes part in a ticket, and whose mail is doubted. */
#ifndef DAEMON_TICKET_PARTICIPANT_H
#define DAEMON_TICKET_PARTICIPANT_H

#include "daemon/ticket/ticket.h"
#include "sql.h"

enum { PARTICIPANTS_MAX = 50 };		/* each answer is a mail to all of them */

struct addresses participants_copy(struct arena *, const struct addresses *);
/* In memory: one more, unless they take part already; false: they do. */
bool		 participant_join(struct arena *, struct ticket *, struct address);
/* In memory; whoever else there is stays. */
void		 participant_leave(struct arena *, struct ticket *, struct str address);
/* Rows of the ticket's participants, added to it. */
void		 participants_read(struct work *, struct ticket *, struct sql_ticket_participants);
bool		 ticket_has_participant(const struct ticket *, struct str address);
void		 ticket_add_participant(struct work *, struct ticket *, struct address);
/* Mail in this participant's name is not theirs, for all we know; "": it is again. */
void		 ticket_doubt(struct work *, struct ticket *, struct str address, struct str why);
struct str	 ticket_why_doubted(const struct ticket *, struct str address);	/* or empty */
bool		 ticket_is_doubted(const struct ticket *, struct str address);

/*
 * Changes by people, as ticket.h has them; addresses in lower case.  One more; one less,
 * who is not the requester.
 */
int		 ticket_add_cc(struct work *, struct ticket *, struct str address,
		    const struct cause *);
int		 ticket_remove_cc(struct work *, struct ticket *, struct str address,
		    const struct cause *);
/* Automatic mail may go there again. */
int		 ticket_retry_address(struct work *, struct ticket *, struct str address,
		    const struct cause *);

#endif
