/*
 * wrapped: the mail within a mail, read as far as machines' mails are: what a
 * gateway passes on as message/rfc822.
 */
#ifndef PARSERS_MACHINE_WRAPPED_H
#define PARSERS_MACHINE_WRAPPED_H

#include "parsers/head/address.h"
#include "parsers/machine/mail.h"

struct wrapped {
	struct machine_mail	mail;		/* points to what follows */
	struct headers		headers;
	struct addresses	from, to, reply_to;
	struct report		report;
};

/*
 * False when `m` holds none, or may not be looked into (`m->limits` is NULL: one mail
 * deep is deep enough).
 */
bool	wrapped_read(struct arena *a, const struct machine_mail *m, struct wrapped *out);

#endif
