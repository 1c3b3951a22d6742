/* subject: what a mail's own says that its ticket's does not, or should not. */
#ifndef DAEMON_TICKET_SUBJECT_H
#define DAEMON_TICKET_SUBJECT_H

#include "daemon/policy/conf.h"
#include "parsers/base/str.h"

/* But for "Re:", "WG:" and the like, tags as "[desk #12]", case and blanks. */
bool	subject_is_same(struct arena *, struct str subject, struct str of_ticket);
/*
 * What a ticket is called that a mail opens although it names another, "Re: Help [desk #12]":
 * without tags of ours and the "Re:" before it.  Any other subject stays as it is.
 */
struct str	subject_of_new(struct arena *, const struct conf *, struct str subject);
/*
 * What stands behind "Re:" in an answer of ours to a mail of no ticket: without another
 * "Re:", and without what leads or proves something, tags of ours and addresses' tokens.
 */
struct str	subject_to_answer(struct arena *, const struct conf *, struct str subject);

#endif
