/*
 * sink: an SMTP server that takes every mail at once and keeps none, so that what
 * is measured is docket's time and not the server's.
 *
 *	sink
 *
 * Listens on a free port of loopback and prints it; then a line for each mail,
 * as its last byte is read: seconds since 1970, and the last recipient.  Speaks no
 * TLS, asks no login, trusts its client, ends with its parent.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 64, LINE_BYTES = 1000, READ_BYTES = 65536 };

struct client {
	char	line[LINE_BYTES];	/* the start of the one that is read */
	size_t	n;
	char	recipient[LINE_BYTES];
	int	is_data;
};

static const struct command {
	const char	*verb;
	const char	*reply;
} commands[] = {
	{ "EHLO", "250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n" },
	{ "HELO", "250 sink\r\n" },
	{ "MAIL", "250 2.1.0 ok\r\n" },
	{ "RCPT", "250 2.1.5 ok\r\n" },
	{ "DATA", "354 go on\r\n" },
	{ "RSET", "250 2.0.0 ok\r\n" },
	{ "NOOP", "250 2.0.0 ok\r\n" },
	{ "QUIT", "221 2.0.0 bye\r\n" },
	{ "", "500 5.5.1 what?\r\n" }
};

static struct pollfd fds[1 + CLIENTS_MAX];	/* the listener, then clients[i - 1] */
static struct client clients[CLIENTS_MAX];

static void __attribute__((noreturn))
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
say(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) < 0)
		perror("sink: write");
}

/* "RCPT TO:<jo@acme.example> …": what is in the brackets. */
static void
note_recipient(struct client *c)
{
	const char *start = strchr(c->line, '<');

	if (start != NULL)
		snprintf(c->recipient, sizeof(c->recipient), "%.*s",
		    (int)strcspn(start + 1, ">"), start + 1);
}

static void
take_mail(struct client *c, int fd)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	say(fd, "250 2.0.0 kept\r\n");
	printf("%lld.%09ld %s\n", (long long)t.tv_sec, t.tv_nsec, c->recipient);
	c->is_data = 0;
}

static void
take_command(struct client *c, int fd)
{
	const struct command *row = commands;

	while (strncasecmp(row->verb, c->line, strlen(row->verb)) != 0)
		row++;
	if (strcmp(row->verb, "RCPT") == 0)
		note_recipient(c);
	c->is_data = strcmp(row->verb, "DATA") == 0;
	say(fd, row->reply);
}

static void
take_line(struct client *c, int fd)
{
	if (!c->is_data)
		take_command(c, fd);
	else if (strcmp(c->line, ".\r") == 0)
		take_mail(c, fd);
}

static void
take_bytes(struct client *c, int fd, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			if (c->n + 1 < sizeof(c->line))
				c->line[c->n++] = bytes[i];
			continue;
		}
		c->line[c->n] = '\0';
		take_line(c, fd);
		c->n = 0;
	}
}

static void
greet(int listener)
{
	int fd = accept(listener, NULL, NULL), on = 1, i = 1;

	if (fd < 0)
		die("sink: accept");
	while (i <= CLIENTS_MAX && fds[i].fd >= 0)
		i++;
	if (i > CLIENTS_MAX) {
		close(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fds[i].fd = fd;
	memset(&clients[i - 1], 0, sizeof(clients[0]));
	say(fd, "220 sink\r\n");
}

static void
hear(int i)
{
	static char bytes[READ_BYTES];
	ssize_t n = read(fds[i].fd, bytes, sizeof(bytes));

	if (n > 0) {
		take_bytes(&clients[i - 1], fds[i].fd, bytes, (size_t)n);
		return;
	}
	close(fds[i].fd);
	fds[i].fd = -1;
}

static int
listener_open(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) < 0 || listen(fd, CLIENTS_MAX) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) < 0)
		die("sink: listen");
	printf("%d\n", ntohs(at.sin_port));
	return fd;
}

int
main(void)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i <= CLIENTS_MAX; i++)
		fds[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	fds[0] = (struct pollfd){ .fd = listener_open(), .events = POLLIN };
	for (;;) {
		if (poll(fds, 1 + CLIENTS_MAX, -1) < 0)
			die("sink: poll");
		for (int i = 1; i <= CLIENTS_MAX; i++)
			if (fds[i].revents != 0)
				hear(i);
		if (fds[0].revents != 0)
			greet(fds[0].fd);
	}
}
