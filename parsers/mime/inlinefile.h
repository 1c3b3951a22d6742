/*
 * inlinefile: files that stand in a text, as mailers wrote them before MIME
 * and Outlook's plain text mails still do: uuencode (POSIX, both kinds) and
 * yEnc.
 */
#ifndef PARSERS_MIME_INLINEFILE_H
#define PARSERS_MIME_INLINEFILE_H

#include "parsers/text/transfer.h"

struct inlinefile {
	struct str	name;		/* as written */
	enum transfer	transfer;
	struct str	body;		/* as transfer_decode() takes it */
};

/*
 * Cuts the next file off *rest; *before is the text above it.  False when
 * there is none, and *rest is left as it is.
 */
bool	inlinefile_next(struct str *rest, struct str *before, struct inlinefile *out);

#endif
