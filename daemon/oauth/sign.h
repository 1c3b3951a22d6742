/*
 * sign: RS256 (RFC 7518, 3.3) by a key in a PEM file, and what a certificate says of itself.
 *
 * With daemon/fetch/tls.c the only file that includes GnuTLS.
 */
#ifndef DAEMON_OAUTH_SIGN_H
#define DAEMON_OAUTH_SIGN_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

/* `pem`: an RSA key, whatever else is in it.  The signature's octets live in `a`. */
int	sign_rs256(struct arena *a, struct str pem, struct str text, struct str *out,
	    struct err *e);
/* Of the first certificate in it: its SHA-1 thumbprint, octets; seconds since 1970. */
int	sign_certificate(struct arena *a, struct str pem, struct str *thumbprint,
	    int64_t *expires_at, struct err *e);

#endif
