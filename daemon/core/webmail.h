/*
 * webmail: what somebody writes in the portal, composed as a mail of theirs: to the ticket's
 * signed address, commands as lines at its top, files attached.  It is stored as a mail that
 * waits, with the address that its session proved (raw.portal), and from there on it is one.
 */
#ifndef DAEMON_CORE_WEBMAIL_H
#define DAEMON_CORE_WEBMAIL_H

#include "daemon/core/webform.h"

/* Rows of webpost_forms. */
int	webmail_reply(struct web_post *);	/* of a customer */
int	webmail_order(struct web_post *);	/* close, reopen, severity: as the path says */
int	webmail_new(struct web_post *);
int	webmail_agent_reply(struct web_post *);
int	webmail_agent_note(struct web_post *);
int	webmail_agent_do(struct web_post *);
int	webmail_agent_new(struct web_post *);

#endif
