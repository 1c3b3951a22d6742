/*
 * A frame: 32-bit length of the body, a byte of type, the body.  FRAME_FD in
 * the type byte says that a descriptor travelled with its first byte; Linux
 * hands descriptors over in the order of the bytes, so the n-th such frame owns
 * the n-th descriptor.
 *
 * Trusts nothing that arrives: length, type and descriptors are checked, and
 * memory grows with the bytes that came, never with the length that was told.
 * Never blocks but in flush and wait; never logs.
 */
#include "daemon/role/channel.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/role/packets.h"
#include "daemon/sys/clock.h"
#include "parsers/base/arena.h"

enum {
	FRAME_HEAD = 5,
	FRAME_FD = 0x80,
	FDS_MAX = 8,			/* that came and were not taken yet */
	IN_KEEP = 64 * 1024,		/* the buffer of an idle channel */
	READ_AHEAD = 256 * 1024,	/* unread bytes that stop the reading */
	SOCKET_BUFFER = 1024 * 1024
};

struct channel {
	int		 fd;
	bool		 gone;		/* nothing more to read or write */
	bool		 closed;	/* the peer reads no more; what it sent is read */
	char		*in;
	size_t		 start;		/* in[start..end) is not taken yet */
	size_t		 end;
	size_t		 cap;
	int		 fds[FDS_MAX];
	size_t		 n_fds;
	struct packets	 out;
};

int
channel_pair(int fd[2], struct err *e)
{
	const int size = SOCKET_BUFFER;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return err_set(e, ERR_RETRY, "socketpair: %s", strerror(errno));
	/* The kernel caps it where we may not; a smaller one only costs time. */
	for (int i = 0; i < 2; i++)
		setsockopt(fd[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	return 0;
}

struct channel *
channel_new(int fd)
{
	struct channel *c = calloc(1, sizeof(*c));
	int flags = fcntl(fd, F_GETFL);

	if (c == NULL)
		arena_oom();
	c->fd = fd;
	if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
		c->gone = true;
	return c;
}

static void
end(struct channel *c)
{
	c->gone = true;
	packets_drop(&c->out);
}

void
channel_free(struct channel *c)
{
	if (c == NULL)
		return;
	packets_drop(&c->out);
	for (size_t i = 0; i < c->n_fds; i++)
		close(c->fds[i]);
	close(c->fd);
	free(c->in);
	free(c);
}

int
channel_fd(const struct channel *c)
{
	return c->fd;
}

size_t
channel_backlog(const struct channel *c)
{
	return c->out.n;
}

/* --- out --- */

static void
put(struct channel *c, enum message_type type, struct str body, int fd)
{
	char *to;

	assert(body.n <= CHANNEL_MAX && type > 0 && type < MSG_TYPES);
	to = packets_put(&c->out, FRAME_HEAD + body.n, fd);
	for (int i = 0; i < 4; i++)
		to[i] = (char)(body.n >> (8 * i));
	to[4] = (char)(fd == -1 ? type : type | FRAME_FD);
	if (body.n > 0)
		memcpy(to + FRAME_HEAD, body.p, body.n);
}

void
channel_put(struct channel *c, enum message_type type, struct str body)
{
	if (!c->gone && !c->closed)
		put(c, type, body, -1);
}

void
channel_put_fd(struct channel *c, enum message_type type, struct str body, int fd)
{
	int copy;

	if (c->gone || c->closed)
		return;
	/* A peer that never gets its descriptor would wait for ever. */
	if ((copy = fcntl(fd, F_DUPFD_CLOEXEC, 0)) == -1)
		end(c);
	else
		put(c, type, body, copy);
}

static void
write_out(struct channel *c)
{
	while (c->out.n > 0) {
		if (packets_send(&c->out, c->fd) >= 0)
			continue;
		if (errno == EAGAIN)
			return;
		if (errno == EPIPE || errno == ECONNRESET) {
			c->closed = true;
			packets_drop(&c->out);
		} else if (errno != EINTR)
			end(c);
	}
}

/* --- in --- */

union fds {
	struct cmsghdr	head;
	char		bytes[CMSG_SPACE(sizeof(int) * FDS_MAX)];
};

/* Whether a frame's head is there; *n is the size of the whole frame. */
static bool
frame_size(const struct channel *c, size_t *n)
{
	const unsigned char *p;

	if (c->end - c->start < FRAME_HEAD)
		return false;
	p = (const unsigned char *)c->in + c->start;
	*n = FRAME_HEAD + ((size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 |
	    (size_t)p[3] << 24);
	return true;
}

static bool
head_ok(const struct channel *c, size_t n)
{
	int type = (unsigned char)c->in[c->start + 4] & ~FRAME_FD;

	return n <= FRAME_HEAD + (size_t)CHANNEL_MAX && type > 0 && type < MSG_TYPES;
}

static bool
wants_input(const struct channel *c)
{
	size_t have = c->end - c->start, n;

	return !c->gone &&
	    (have < READ_AHEAD || !frame_size(c, &n) || have < n);
}

/* A big frame's memory goes back as soon as it was taken. */
static void
shrink(struct channel *c)
{
	if (c->start != c->end)
		return;
	c->start = c->end = 0;
	if (c->cap > IN_KEEP) {
		free(c->in);
		c->in = NULL;
		c->cap = 0;
	}
}

/*
 * Makes room behind `end`.  Bytes move to the front only when the frame that
 * is coming does not fit where it stands, so a byte moves once a frame at most;
 * the buffer grows only when it is full of bytes that came.
 */
static void
make_room(struct channel *c)
{
	size_t have = c->end - c->start, n = 0, want;

	if (!frame_size(c, &n) || n <= have)
		n = have + 1;
	if (c->end < c->cap && (c->start == 0 || n <= c->cap - c->start))
		return;
	if (c->start > 0) {
		memmove(c->in, c->in + c->start, have);
		c->start = 0;
		c->end = have;
	}
	if (have < c->cap)
		return;
	want = c->cap == 0 ? IN_KEEP : 2 * c->cap;
	if (c->cap > 0 && n > have + 1 && n < want)
		want = n;
	if ((c->in = realloc(c->in, want)) == NULL)
		arena_oom();
	c->cap = want;
}

static int
keep_fds(struct channel *c, struct msghdr *msg)
{
	for (struct cmsghdr *m = CMSG_FIRSTHDR(msg); m != NULL; m = CMSG_NXTHDR(msg, m)) {
		const unsigned char *p = CMSG_DATA(m);
		size_t n = (m->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (m->cmsg_level != SOL_SOCKET || m->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < n; i++, p += sizeof(int)) {
			int fd;

			memcpy(&fd, p, sizeof(int));
			if (c->n_fds < FDS_MAX) {
				c->fds[c->n_fds++] = fd;
			} else {
				close(fd);
				return -1;
			}
		}
	}
	return (msg->msg_flags & MSG_CTRUNC) != 0 ? -1 : 0;
}

/* One recvmsg(): false when there is no more for now. */
static bool
read_some(struct channel *c)
{
	struct iovec iov;
	union fds control;
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = &control, .msg_controllen = sizeof(control) };
	ssize_t n;
	size_t frame;

	shrink(c);
	make_room(c);
	iov = (struct iovec){ c->in + c->end, c->cap - c->end };
	if ((n = recvmsg(c->fd, &msg, MSG_CMSG_CLOEXEC)) == -1) {
		if (errno != EAGAIN && errno != EINTR)
			end(c);
		return errno == EINTR;
	}
	if (n == 0 || keep_fds(c, &msg) == -1) {
		end(c);
		return false;
	}
	c->end += (size_t)n;
	if (frame_size(c, &frame) && !head_ok(c, frame)) {
		c->start = c->end = 0;
		end(c);
	}
	return true;
}

short
channel_events(const struct channel *c)
{
	return (short)((wants_input(c) ? POLLIN : 0) | (c->out.n > 0 ? POLLOUT : 0));
}

int
channel_pump(struct channel *c)
{
	while (wants_input(c) && read_some(c))
		;
	if (!c->gone)
		write_out(c);
	return c->gone ? -1 : 0;
}

void
channel_push(struct channel *c)
{
	if (!c->gone)
		write_out(c);
}

/* The oldest descriptor that came, or -1. */
static int
take_fd(struct channel *c)
{
	int fd;

	if (c->n_fds == 0)
		return -1;
	fd = c->fds[0];
	memmove(c->fds, c->fds + 1, --c->n_fds * sizeof(int));
	return fd;
}

bool
channel_next(struct channel *c, struct message *out)
{
	size_t n;
	int type;

	if (!frame_size(c, &n)) {
		shrink(c);
		return false;
	}
	type = (unsigned char)c->in[c->start + 4];
	if (!head_ok(c, n)) {
		c->start = c->end = 0;
		end(c);
		return false;
	}
	if (c->end - c->start < n)
		return false;
	*out = (struct message){ .type = (enum message_type)(type & ~FRAME_FD),
	    .body = { c->in + c->start + FRAME_HEAD, n - FRAME_HEAD }, .fd = -1 };
	c->start += n;
	if ((type & FRAME_FD) == 0 || (out->fd = take_fd(c)) != -1)
		return true;
	c->start = c->end = 0;
	end(c);
	return false;
}

int
channel_flush(struct channel *c)
{
	while (!c->gone && c->out.n > 0) {
		struct pollfd p = { .fd = c->fd, .events = POLLOUT };

		if (poll(&p, 1, -1) == -1 && errno != EINTR)
			end(c);
		else
			write_out(c);
	}
	return c->gone || c->closed ? -1 : 0;
}

int
channel_wait(struct channel *c, struct message *out, int timeout_ms)
{
	int64_t until = clock_mono() + timeout_ms, left = timeout_ms;

	for (;;) {
		struct pollfd p = { .fd = c->fd };

		if (channel_next(c, out))
			return 1;
		if (c->gone)
			return -1;
		if (timeout_ms >= 0 && (left = until - clock_mono()) < 0)
			return 0;
		p.events = channel_events(c);
		if (poll(&p, 1, timeout_ms < 0 ? -1 : (int)left) > 0)
			channel_pump(c);
	}
}
