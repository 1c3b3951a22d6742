/* mail: what the readers of machines' mails look at; all of it is read already. */
#ifndef PARSERS_MACHINE_MAIL_H
#define PARSERS_MACHINE_MAIL_H

#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "parsers/head/address.h"
#include "parsers/head/headers.h"
#include "parsers/mime/report.h"

struct machine_mail {
	const struct headers	*headers;
	const struct addresses	*from;
	const struct addresses	*to;
	const struct addresses	*reply_to;
	struct str		 return_path;
	struct str		 message_id;
	struct str		 subject;
	struct str		 text;
	const struct report	*report;
	const struct limits	*limits;	/* of a mail within it; NULL: not looked into */
	struct strs		 own;		/* our addresses, lower case */
};

#endif
