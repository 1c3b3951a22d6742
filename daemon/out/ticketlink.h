/*
 * ticketlink: the link of a ticket in mails to its requester, by which the portal shows it
 * (ticket/weblogin.h).  All its mails have the same one, so that the last is as good as the
 * first; it is good by its row, which is written with the first mail that has it.
 */
#ifndef DAEMON_OUT_TICKETLINK_H
#define DAEMON_OUT_TICKETLINK_H

#include "daemon/out/facts.h"

/*
 * "https://desk.example.com/t/42/…"; empty: there is no portal for customers, or it would be
 * for somebody of whom nothing shows that it is theirs.
 */
struct str	ticketlink_url(struct work *, const struct ticket *, const struct reader *);
/* Its token, that stays where other links are blanked; empty: it has none. */
struct str	ticketlink_token(struct work *, const struct ticket *);	/* or NULL */
/* A mail with this text goes out: the link is good, if it is in it. */
void		ticketlink_note(struct work *, const struct ticket *, struct str text);

#endif
