/*
 * websign: asking for a link to sign in to the portal, or for a code.  Who asks gets the same
 * answer in the same time whoever they are: what was asked is only stored, and looked at
 * afterwards.
 */
#ifndef DAEMON_CORE_WEBSIGN_H
#define DAEMON_CORE_WEBSIGN_H

#include "daemon/core/webform.h"

/* Rows of webpost_forms. */
int	websign_ask(struct web_post *);		/* for a link */
int	websign_ask_code(struct web_post *);	/* … a code, with a ticket's link */

/* Mails what was asked for; c->sign_wait says that there may be something. */
void	websign_step(struct core *);

/* Who comes by the ticket's link of the path, as web_link_find(); location is its page. */
int		websign_link(struct web_post *, struct web_person *);
/* Whence, and by what, as it is kept. */
struct str	websign_network(struct arena *, struct str address);
struct str	websign_program(const struct web_post *);

#endif
