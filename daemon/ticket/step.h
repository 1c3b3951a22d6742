/*
 * step: the one gate through which a ticket's status changes, as its type has it
 * (policy/type.h): ordered by people, by a rule, by docketctl, or by the type itself.
 */
#ifndef DAEMON_TICKET_STEP_H
#define DAEMON_TICKET_STEP_H

#include "daemon/policy/type.h"
#include "daemon/policy/why.h"
#include "daemon/ticket/ticket.h"

const struct type	*ticket_type(const struct work *, const struct ticket *);
/* Its status as its type has it, or what stands for one that is no more. */
const struct status	*ticket_standing(const struct work *, const struct ticket *);
/* Where its type says that it goes whose status, or type, is no more: 1, 0 nowhere, -1. */
int			 ticket_place(struct work *, struct ticket *, const struct cause *);
/* As mails in that language call it. */
struct str		 ticket_status_label(const struct work *, const struct ticket *,
			    struct str language);

/* The statuses to which some way leads from its own. */
struct strs		 step_nexts(const struct work *, const struct ticket *);
/* For people: where the ticket, as it is, can go. */
struct why		*step_possible(const struct work *, const struct ticket *);
/*
 * Why it may not go there: with what is possible, or the line that is missing; NULL: it
 * may.  `as`: who wants it, as cause.as.  `said`: "#resolve".
 */
struct why		*step_refusal(const struct work *, const struct ticket *, struct str to,
			    unsigned as, struct str said);

/*
 * Ordered: 1 changed, 0 it was so already, -1 w->err (ERR_MESSAGE: refused).  What the
 * way sets is set as well.
 */
int			 ticket_set_status(struct work *, struct ticket *, struct str status,
			    const struct cause *);
/* Taken back: it stands there again, whatever the ways are; 0 too where its type has it no more. */
int			 ticket_step_back(struct work *, struct ticket *, struct str status,
			    const struct cause *);
/* What the type itself orders, when a way leads there: no who, no needs; else 0. */
int			 ticket_follow(struct work *, struct ticket *, struct str status,
			    const struct cause *);
/* It went into another: done, whatever the ways are, as its type's on_merge has it. */
void			 ticket_gone(struct work *, struct ticket *, const struct cause *);
/*
 * It is spam: closed, whatever the ways are, tagged, and its clocks end.  Customers get no
 * mail of it until it is opened again, which takes the tag off.  1: changed, 0: it was so.
 */
int			 ticket_spam(struct work *, struct ticket *, const struct cause *);
/* Where that leads; NULL: nowhere, or it is spam. */
const struct status	*step_spam(const struct work *, const struct ticket *);
/*
 * Its status goes with it, as the new type maps it; fields that say nothing get the type's
 * values, and those that it lacks stay for a type that has them.  As ticket_set_status().
 */
int			 ticket_set_type(struct work *, struct ticket *, const struct type *,
			    const struct cause *);

#endif
