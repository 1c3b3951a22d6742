/* tls: see tls.h.  Never goes on after a certificate that does not fit. */
#include "daemon/fetch/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum {
	ONE_MS = 5000,			/* an address, while there are others to try */
	DEAD_S = 30,			/* a peer that is silently gone is noticed */
};

struct tls {
	int					 fd;
	int					 cancel_fd;
	int64_t					 until;		/* ms, clock_mono() */
	gnutls_session_t			 session;	/* NULL: in the clear */
	gnutls_certificate_credentials_t	 cred;
	const char				*why;
};

void
tls_init(void)
{
	gnutls_global_init();
}

void
tls_deadline(struct tls *t, int64_t timeout_ms)
{
	t->until = clock_mono() + timeout_ms;
}

/* 0 when fd is ready, -1 at the deadline or when cancelled. */
static int
wait_for(struct tls *t, short events)
{
	struct pollfd fds[2] = { { .fd = t->fd, .events = events },
	    { .fd = t->cancel_fd, .events = POLLIN } };

	for (;;) {
		int64_t left = t->until - clock_mono();
		int n;

		if (left <= 0) {
			t->why = "it did not answer in time";
			return -1;
		}
		n = poll(fds, t->cancel_fd == -1 ? 1 : 2, (int)(left > 60000 ? 60000 : left));
		if (n == -1 && errno != EINTR) {
			t->why = strerror(errno);
			return -1;
		}
		if (t->cancel_fd != -1 && n > 0 && fds[1].revents != 0) {
			t->why = "cancelled";
			return -1;
		}
		if (n > 0 && fds[0].revents != 0)
			return 0;
	}
}

/* A session that waits for mail says nothing for long: the kernel asks. */
static void
keep_alive(int fd)
{
	static const struct { int level, name, value; } options[] = {
		{ SOL_SOCKET, SO_KEEPALIVE, 1 },
		{ IPPROTO_TCP, TCP_KEEPIDLE, DEAD_S / 2 },
		{ IPPROTO_TCP, TCP_KEEPINTVL, DEAD_S / 6 },
		{ IPPROTO_TCP, TCP_KEEPCNT, 3 },
		{ IPPROTO_TCP, TCP_USER_TIMEOUT, DEAD_S * 1000 },
		{ IPPROTO_TCP, TCP_NODELAY, 1 },
	};

	for (size_t i = 0; i < COUNT(options); i++)
		setsockopt(fd, options[i].level, options[i].name, &options[i].value,
		    sizeof(options[i].value));
}

static int
connect_one(struct tls *t, const struct addrinfo *ai)
{
	socklen_t n = sizeof(int);
	int fault = 0;

	t->fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (t->fd == -1) {
		t->why = strerror(errno);
		return -1;
	}
	keep_alive(t->fd);
	if (connect(t->fd, ai->ai_addr, ai->ai_addrlen) == 0)
		return 0;
	if (errno != EINPROGRESS)
		fault = errno;
	else if (wait_for(t, POLLOUT) == -1)
		fault = -1;
	else
		getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &fault, &n);
	if (fault == 0)
		return 0;
	if (fault > 0)
		t->why = strerror(fault);
	close(t->fd);
	t->fd = -1;
	return -1;
}

int
tls_dial(struct str host, uint16_t port, int cancel_fd, int64_t timeout_ms,
    struct tls **out, struct err *e)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG },
	    *list, *ai;
	char service[8], name[256];
	struct tls *t;
	int64_t until;
	int rc;

	snprintf(name, sizeof(name), "%.*s", STR_ARG(host));
	snprintf(service, sizeof(service), "%u", port);
	if ((rc = getaddrinfo(name, service, &hints, &list)) != 0)
		return err_set(e, ERR_MAILBOX, "%s: %s", name, gai_strerror(rc));
	if ((t = calloc(1, sizeof(*t))) == NULL)
		abort();
	t->fd = -1;
	t->cancel_fd = cancel_fd;
	t->why = "no address";
	until = clock_mono() + timeout_ms;
	for (ai = list; ai != NULL && t->fd == -1; ai = ai->ai_next) {
		int64_t left = until - clock_mono();

		tls_deadline(t, ai->ai_next != NULL && left > ONE_MS ? ONE_MS : left);
		connect_one(t, ai);
	}
	freeaddrinfo(list);
	if (t->fd == -1) {
		err_set(e, ERR_MAILBOX, "%s:%s: %s", name, service, t->why);
		tls_free(t);
		return -1;
	}
	*out = t;
	return 0;
}

/* What is wrong with the certificate, in words. */
static void
verify_fault(struct tls *t, const char *host, struct err *e)
{
	unsigned status = gnutls_session_get_verify_cert_status(t->session);
	gnutls_datum_t text = { 0 };

	if (gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text,
	    0) == GNUTLS_E_SUCCESS) {
		err_set(e, ERR_MAILBOX, "%s: its certificate is refused: %s", host,
		    (const char *)text.data);
		gnutls_free(text.data);
	} else {
		err_set(e, ERR_MAILBOX, "%s: its certificate is refused", host);
	}
}

static int
handshake(struct tls *t)
{
	int rc;

	while ((rc = gnutls_handshake(t->session)) < 0 && !gnutls_error_is_fatal(rc)) {
		short events = gnutls_record_get_direction(t->session) ? POLLOUT : POLLIN;

		if (rc == GNUTLS_E_AGAIN && wait_for(t, events) == -1)
			return GNUTLS_E_TIMEDOUT;
	}
	return rc;
}

static int
trust(struct tls *t, const char *ca_file)
{
	return ca_file[0] == '\0' ? gnutls_certificate_set_x509_system_trust(t->cred) :
	    gnutls_certificate_set_x509_trust_file(t->cred, ca_file, GNUTLS_X509_FMT_PEM);
}

int
tls_start(struct tls *t, struct str host, struct str ca_file, int64_t timeout_ms,
    struct err *e)
{
	char name[256], ca[4096];
	unsigned char address[sizeof(struct in6_addr)];
	int rc;

	snprintf(name, sizeof(name), "%.*s", STR_ARG(host));
	snprintf(ca, sizeof(ca), "%.*s", STR_ARG(ca_file));
	tls_deadline(t, timeout_ms);
	if (gnutls_certificate_allocate_credentials(&t->cred) < 0)
		abort();
	if ((rc = trust(t, ca)) <= 0)
		return err_set(e, ERR_CONF, "%s: no CA certificate in it: %s",
		    ca[0] ? ca : "the system's CA store", rc < 0 ? gnutls_strerror(rc) : "empty");
	if (gnutls_init(&t->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
		abort();
	if (gnutls_priority_set_direct(t->session,
	    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", NULL) < 0)
		abort();
	gnutls_credentials_set(t->session, GNUTLS_CRD_CERTIFICATE, t->cred);
	gnutls_session_set_verify_cert(t->session, name, 0);
	if (inet_pton(AF_INET, name, address) != 1 && inet_pton(AF_INET6, name, address) != 1)
		gnutls_server_name_set(t->session, GNUTLS_NAME_DNS, name, strlen(name));
	gnutls_transport_set_int(t->session, t->fd);
	if ((rc = handshake(t)) == 0)
		return 0;
	if (rc == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
		verify_fault(t, name, e);
	else
		err_set(e, ERR_MAILBOX, "%s: no TLS: %s", name,
		    rc == GNUTLS_E_TIMEDOUT ? t->why : gnutls_strerror(rc));
	return -1;
}

void
tls_free(struct tls *t)
{
	if (t == NULL)
		return;
	if (t->session != NULL) {
		gnutls_bye(t->session, GNUTLS_SHUT_WR);
		gnutls_deinit(t->session);
	}
	if (t->cred != NULL)
		gnutls_certificate_free_credentials(t->cred);
	if (t->fd != -1)
		close(t->fd);
	free(t);
}

/* One try; -2: not now, wait for *events. */
static ssize_t
try_read(struct tls *t, void *p, size_t n, short *events)
{
	ssize_t got;

	*events = POLLIN;
	if (t->session == NULL) {
		got = recv(t->fd, p, n, 0);
		if (got == -1 && (errno == EAGAIN || errno == EINTR))
			return -2;
		t->why = got == 0 ? "the server closed the connection" : strerror(errno);
		return got == 0 ? -1 : got;
	}
	got = gnutls_record_recv(t->session, p, n);
	if (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED) {
		*events = gnutls_record_get_direction(t->session) ? POLLOUT : POLLIN;
		return -2;
	}
	if (got > 0)
		return got;
	t->why = got == 0 ? "the server closed the connection" : gnutls_strerror((int)got);
	return -1;
}

ssize_t
tls_read(struct tls *t, void *p, size_t n)
{
	short events;
	ssize_t got;

	while ((got = try_read(t, p, n, &events)) == -2)
		if (wait_for(t, events) == -1)
			return -1;
	return got;
}

ssize_t
tls_write(struct tls *t, const void *p, size_t n)
{
	for (;;) {
		ssize_t put;
		bool again;

		if (t->session == NULL) {
			put = send(t->fd, p, n, MSG_NOSIGNAL);
			again = put == -1 && (errno == EAGAIN || errno == EINTR);
			if (put == -1)
				t->why = strerror(errno);
		} else {
			put = gnutls_record_send(t->session, p, n);
			again = put == GNUTLS_E_AGAIN || put == GNUTLS_E_INTERRUPTED;
			if (put < 0)
				t->why = gnutls_strerror((int)put);
		}
		if (put >= 0)
			return put;
		if (!again || wait_for(t, POLLOUT) == -1)
			return -1;
	}
}

bool
tls_pending(struct tls *t)
{
	return t->session != NULL && gnutls_record_check_pending(t->session) > 0;
}

int
tls_fd(const struct tls *t)
{
	return t->fd;
}

bool
tls_is_local(const struct tls *t)
{
	union {
		struct sockaddr		any;
		struct sockaddr_in	v4;
		struct sockaddr_in6	v6;
	} peer = { 0 };
	socklen_t n = sizeof(peer);

	if (getpeername(t->fd, &peer.any, &n) == -1)
		return false;
	if (peer.any.sa_family == AF_INET)
		return ntohl(peer.v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	return peer.any.sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&peer.v6.sin6_addr);
}

const char *
tls_why(const struct tls *t)
{
	return t->why;
}
