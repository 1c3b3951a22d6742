/*
 * imaplogin: who we are, said to an IMAP server: by password (PLAIN, LOGIN) or by an access
 * token (XOAUTH2, OAUTHBEARER).
 */
#ifndef DAEMON_FETCH_IMAPLOGIN_H
#define DAEMON_FETCH_IMAPLOGIN_H

#include "daemon/fetch/imaplink.h"

/*
 * Its capabilities were asked for.  ERR_CONF: the server refused the login; ERR_RETRY: there
 * is no token yet.
 */
int	imap_log_in(struct imaplink *, const struct endpoint *, struct err *);

#endif
