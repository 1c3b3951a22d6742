/*
 * bearer: the token that a login shows, as XOAUTH2 (Google's and Microsoft's) and OAUTHBEARER
 * (RFC 7628) want it, and what a server answers to one that it does not take.
 */
#ifndef DAEMON_OAUTH_BEARER_H
#define DAEMON_OAUTH_BEARER_H

#include "daemon/oauth/store.h"

/* In base64, for the command or after the server's "+"; both may not grow: b->cap counts. */
void		bearer_put_xoauth2(struct buf *, struct str user, struct str token);
void		bearer_put_oauthbearer(struct buf *, struct str user, struct str host,
		    uint16_t port, struct str token);
/* Octets that either has at most. */
size_t		bearer_size(struct str user, struct str host, struct str token);
/* The server's challenge, base64 of JSON, as one line for people: "status 400, scope …". */
struct str	bearer_challenge(struct arena *a, struct str base64);

#endif
