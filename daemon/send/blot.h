/*
 * blot: secrets that were sent are taken out of what comes back.  A receiver's page may say
 * what it was asked ("Cannot POST /services/T0P-SECRET"), and goes into logs, the database
 * and mails.
 */
#ifndef DAEMON_SEND_BLOT_H
#define DAEMON_SEND_BLOT_H

#include "parsers/base/str.h"

/* The secret, as it is and as JSON writes it, and its words of 8 octets and more; in `a`. */
void	blot_add(struct arena *a, struct strs *secrets, struct str secret);
/* With "***" for each of them; in `a`, or the text itself. */
struct str	blot_out(struct arena *a, struct str text, const struct strs *secrets);

#endif
