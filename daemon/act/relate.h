/* relate: the verbs that say what a ticket is to others, and what holds it back. */
#ifndef DAEMON_ACT_RELATE_H
#define DAEMON_ACT_RELATE_H

#include "daemon/act/act.h"

extern const struct act	act_blocks, act_blocked_by, act_unblock, act_parent, act_link,
				act_unlink;

/*
 * Why the ticket cannot be done yet, for people: its children are open.  NULL: nothing
 * holds it back.  Whether one that is blocked can be is its type's matter.
 */
struct why	*relate_obstacle(const struct prospect *);

/* A change of a relation is taken back: NULL: it can be, after what was checked before. */
struct why	*relate_check_back(struct prospect *, const struct change *);
int		 relate_back(struct action *, const struct change *);	/* 1, 0, -1 */

/* Of such verbs act.tickets; and "#12", as people are told. */
void		 relate_tickets(struct arena *, struct str value, struct numbers *);
struct str	 relate_hash(const struct prospect *, int64_t number);
/* For verbs that name tickets: those meant, and one of them.  NULL: found; else why not. */
struct why	*relate_read(const struct prospect *, struct str value, struct numbers *);
struct why	*relate_find(const struct prospect *, int64_t number, const struct ticket **);
/* Why there is none of a number that was to be locked: it was erased, when, or never was. */
struct why	*relate_no_ticket(const struct work *, const struct zone *, int64_t number);
/* Why nothing is done to a ticket that went into another: where it went; NULL: it did not. */
struct why	*relate_gone(const struct prospect *);

#endif
