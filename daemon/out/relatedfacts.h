/*
 * relatedfacts: the other tickets that a mail to an engineer tells of.  Never for a
 * customer, who may know of none of them.
 */
#ifndef DAEMON_OUT_RELATEDFACTS_H
#define DAEMON_OUT_RELATEDFACTS_H

#include "daemon/ticket/ticket.h"
#include "parsers/text/template.h"

/* A list for each way to be related, of {id, subject, done}. */
void	relatedfacts_add(struct arena *, struct view *top, const struct ticket *);

#endif
