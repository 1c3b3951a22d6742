/*
 * oauth: how a mailbox's login gets its access tokens (RFC 6749): the group `oauth` of a
 * mailbox.  Its IMAP and SMTP logins share one token.
 *
 * Only names of files are here, never a secret.
 */
#ifndef DAEMON_POLICY_OAUTH_H
#define DAEMON_POLICY_OAUTH_H

#include "daemon/conf/part.h"

enum oauth_provider { OAUTH_MICROSOFT365, OAUTH_GOOGLE, OAUTH_CUSTOM };

enum oauth_flow {
	OAUTH_CLIENT_CREDENTIALS,	/* the application itself; RFC 6749, 4.4 */
	OAUTH_REFRESH,			/* a refresh token that somebody put into token_file */
	OAUTH_DEVICE,			/* the same, from docketctl oauth login (RFC 8628) */
	OAUTH_SERVICE_ACCOUNT,		/* a signed assertion (RFC 7523) for the mailbox's user */
	OAUTH_COMMAND			/* a program of the admin's prints one */
};

struct oauth {
	struct str	mailbox;	/* whose: its name */
	unsigned	provider;
	unsigned	flow;
	struct str	tenant;
	struct str	client_id;
	struct str	client_secret_file;
	struct str	certificate_file;	/* PEM: certificate and key, instead of a secret */
	struct str	key_file;	/* a service account's JSON */
	struct str	token_file;	/* what docket keeps: refresh token, access token */
	struct str	access_file;	/* in the folder `access` beside it: access token alone */
	struct str	token_url;
	struct str	device_url;	/* empty: there is none */
	struct str	scope;
	struct str	user;		/* who logs in, where imap and smtp do not say */
	struct str	ca_file;	/* of the token server; empty: the system's store */
	struct strs	command;
	struct str	secret_expires;	/* as written */
	int64_t		expires_at;	/* us since 1970, its midnight UTC; 0: not said */
};

extern const struct conf_part oauth_part;	/* the mailboxes load it */
extern const char *const oauth_flow_names[];

void	oauth_read(struct loader *, const struct node *, struct oauth *);
/* What the mailbox itself tells: after it was read whole. */
void	oauth_finish(struct oauth *, struct str mailbox, struct str address);
/* "2027-03-01" as us since 1970; false: no such day. */
bool	oauth_day(struct str, int64_t *us);

#endif
