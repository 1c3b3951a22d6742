/*
 * refit: tickets that stand in a status, or are of a type, that types.conf has no more or
 * means otherwise.  A configuration that says nothing of some that there are is not taken
 * at a reload; what it says of the others is done ticket by ticket (core/refresh.h), and
 * until then they stand as if it were (ticket_standing()).
 */
#ifndef DAEMON_TICKET_REFIT_H
#define DAEMON_TICKET_REFIT_H

#include "daemon/db/db.h"
#include "daemon/policy/type.h"

struct work;				/* daemon/ticket/work.h */
struct ticket;

/* What the types say of statuses, to be compared with what they said. */
struct str	refit_print(struct arena *, const struct types *);
/* For people: a line a status that is no more, with tickets, and with nowhere to go. */
int		refit_lost(struct db *, struct arena *, const struct types *, struct strs *,
		    struct err *);
/* The next tickets above *after to look at; *over: there are none.  -1: w->err. */
int		refit_page(struct work *, int64_t *after, int64_t *ids, size_t room, size_t *n,
		    bool *over);
/* Puts it where the file says; nothing is stored before ticket_save().  1, 0, -1. */
int		ticket_refit(struct work *, struct ticket *);

#endif
