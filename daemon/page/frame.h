/* frame: what stands around pages, and the pages that say why there is none. */
#ifndef DAEMON_PAGE_FRAME_H
#define DAEMON_PAGE_FRAME_H

#include "daemon/page/visit.h"

/* The visit's body as a whole page, with this status. */
void	frame_put(struct visit *, int status);
/* Why there is none: 400, 403, 404, 405, 410, 413, 429 or 503. */
void	frame_error(struct visit *, int status);
/* What is said of a form that was taken or not, by its word in ?said=; or empty. */
struct str	frame_said(const struct visit *, struct str word);

#endif
