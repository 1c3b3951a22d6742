/*
 * tls: a connection to a server that must prove who it is: chain, host name,
 * TLS 1.2 or newer (RFC 8446, RFC 9325), before any byte of ours that matters.
 * Or a plain one, to loopback only.  Every wait ends at a deadline, or when the
 * cancel descriptor becomes readable.
 *
 * With daemon/oauth/sign.c the only file that includes GnuTLS.
 */
#ifndef DAEMON_FETCH_TLS_H
#define DAEMON_FETCH_TLS_H

#include <stdint.h>
#include <sys/types.h>

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct tls;

/* Process-wide, before the first thread and before a cage. */
void	tls_init(void);
/*
 * Connects, in the clear as yet.  cancel_fd (-1: none) ends every wait; it is
 * borrowed.  ERR_MAILBOX with the reason.  Caller frees with tls_free().
 */
int	tls_dial(struct str host, uint16_t port, int cancel_fd, int64_t timeout_ms,
	    struct tls **out, struct err *);
/* Handshake and proof; ca_file empty: the system's store. */
int	tls_start(struct tls *, struct str host, struct str ca_file, int64_t timeout_ms,
	    struct err *);
void	tls_free(struct tls *);		/* closes; NULL is fine */

/* All that follows must be over by then: milliseconds from now. */
void	tls_deadline(struct tls *, int64_t timeout_ms);
/* As read(2) and write(2), but -1 at the end of the stream, deadline, cancel. */
ssize_t	tls_read(struct tls *, void *, size_t);
ssize_t	tls_write(struct tls *, const void *, size_t);
/* Whether bytes have come in that tls_read() would give without waiting. */
bool	tls_pending(struct tls *);
int	tls_fd(const struct tls *);
/* Whether the other end is this machine: what may be spoken to in the clear. */
bool	tls_is_local(const struct tls *);
/* Why the last call failed: "the server closed the connection", "cancelled", … */
const char	*tls_why(const struct tls *);

#endif
