/* answer: what a page answers as the bytes of either wire, with all the fields of security. */
#ifndef DAEMON_WEB_ANSWER_H
#define DAEMON_WEB_ANSWER_H

#include "daemon/policy/portal.h"
#include "daemon/role/message.h"
#include "parsers/http/request.h"

/*
 * `to`: what it answers; one that was not read has method GET.  No text of the answer can
 * end a field: where it leads is escaped, what is no line is left out.
 */
void	answer_put(struct buf *, const struct portal *, const struct http_request *to,
	    const struct page_answer *);

#endif
