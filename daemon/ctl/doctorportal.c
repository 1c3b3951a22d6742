/* doctorportal: see doctorportal.h. */
#include "daemon/ctl/doctorportal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/policy/conf.h"

enum { SECONDS = 5 };

/* The style sheet: made by read, and asked for by way of web. */
static const char by_scgi[] = "70:CONTENT_LENGTH\0" "0\0SCGI\0" "1\0REQUEST_METHOD\0GET\0"
    "REQUEST_URI\0/style.css\0X\0" "1\0,";
static const char by_http[] = "GET /style.css HTTP/1.0\r\n\r\n";

static int
knock_unix(const struct portal *p)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(to.sun_path, sizeof(to.sun_path), "%.*s", STR_ARG(p->socket));
	if (fd != -1 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	if (fd != -1)
		close(fd);
	return -1;
}

static int
knock_tcp(const struct portal *p)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct str host = STR_NONE;
	char text[INET6_ADDRSTRLEN];
	uint16_t port = 0;
	bool is_four;
	int fd;

	portal_listen(p->listen, &host, &port);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(host));
	four.sin_port = six.sin6_port = htons(port);
	is_four = inet_pton(AF_INET, text, &four.sin_addr) == 1;
	inet_pton(AF_INET6, text, &six.sin6_addr);
	fd = socket(is_four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd != -1 && connect(fd, is_four ? (struct sockaddr *)&four : (struct sockaddr *)&six,
	    is_four ? sizeof(four) : sizeof(six)) == 0)
		return fd;
	if (fd != -1)
		close(fd);
	return -1;
}

/* NULL: the page came; else what came instead. */
static const char *
ask(int fd, const struct portal *p)
{
	const struct timeval tv = { .tv_sec = SECONDS };
	struct str text = p->protocol == PORTAL_SCGI ?
	    (struct str){ by_scgi, sizeof(by_scgi) - 1 } : (struct str){ by_http, sizeof(by_http) - 1 };
	char got[16];
	ssize_t n;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	if (send(fd, text.p, text.n, MSG_NOSIGNAL) != (ssize_t)text.n)
		return "it hung up";
	if ((n = recv(fd, got, sizeof(got), MSG_WAITALL)) <= 0)
		return "it said nothing in time";
	return str_find((struct str){ got, (size_t)n }, STR(" 200"), 0) != SIZE_MAX ? NULL :
	    "it has no pages";
}

static void
check_door(struct doctor *d, const struct portal *p)
{
	struct arena *a = d->ctl->a;
	struct str at = p->socket.n > 0 ? p->socket : p->listen;
	int fd = p->socket.n > 0 ? knock_unix(p) : knock_tcp(p);
	const char *why = fd == -1 ? strerror(errno) : ask(fd, p);

	if (why == NULL)
		doctor_say(d, STR("portal"), DOCTOR_OK, str_printf(a, "answers at %.*s",
		    STR_ARG(at)), "");
	else
		doctor_say(d, STR("portal"), DOCTOR_FAIL, str_printf(a, "no answer at %.*s: %s",
		    STR_ARG(at), why), "docketd's log says how its roles web and read are; only who is "
		    "in the group of the socket may connect");
	if (fd != -1)
		close(fd);
}

void
doctor_portal(struct doctor *d)
{
	const struct portal *p = &d->ctl->conf->portal;

	if (!p->on)
		return;
	check_door(d, p);
	if (p->database.n == 0)
		doctor_say(d, STR("portal login"), DOCTOR_WARN, STR("its pages read with the daemon's "
		    "own login, which may write"), "say portal.database with user=docket_read, where "
		    "docketctl migrate made that role");
}
