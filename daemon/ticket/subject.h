/* subject: whether a mail's own says something that its ticket's does not. */
#ifndef DAEMON_TICKET_SUBJECT_H
#define DAEMON_TICKET_SUBJECT_H

#include "parsers/base/str.h"

/* But for "Re:", "WG:" and the like, tags as "[desk #12]", case and blanks. */
bool	subject_is_same(struct arena *, struct str subject, struct str of_ticket);

#endif
