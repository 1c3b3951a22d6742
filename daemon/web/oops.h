/* oops: the small pages of what docketd's pages themselves cannot answer. */
#ifndef DAEMON_WEB_OOPS_H
#define DAEMON_WEB_OOPS_H

#include "daemon/role/message.h"

enum { OOPS_IN_DOUBT = 1503 };		/* 503, of a form that may have been taken */

/* `language`: Accept-Language.  Lives in `a`. */
void	oops_page(struct arena *a, int status, struct str language, struct page_answer *out);

#endif
