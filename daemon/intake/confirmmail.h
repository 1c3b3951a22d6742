/*
 * confirmmail: an engineer says of a mail that nothing proved that it was theirs: by the
 * button of the mail that asked, or by its code in their own text, as an answer to it.
 * The held mail is then read again as theirs, once, whoever else decides on it.
 */
#ifndef DAEMON_INTAKE_CONFIRMMAIL_H
#define DAEMON_INTAKE_CONFIRMMAIL_H

#include "daemon/intake/reading.h"

/* It came to such an address, by its owner. */
bool	confirm_applies(const struct reading *);
/* Queues its rows.  0, or -1 with w->err. */
int	confirm_mail(struct work *, struct reading *);
/* The mail is read again since its author has said so … */
bool	confirm_is_said(const struct reading *);
/* … and is proven: to be called where that is judged. */
void	confirm_settle(struct reading *);

#endif
