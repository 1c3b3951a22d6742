/* mailto: links that open a mail (RFC 6068). */
#ifndef DAEMON_OUT_MAILTO_H
#define DAEMON_OUT_MAILTO_H

#include "parsers/base/str.h"

/* What is empty is left out. */
struct str	mailto_link(struct arena *, struct str address, struct str subject,
		    struct str body);

#endif
