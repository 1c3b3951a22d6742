/* packets: see packets.h. */
#include "daemon/role/packets.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "parsers/base/arena.h"

enum {
	PACKET_SIZE = 16 * 1024,	/* what is small shares one */
	IOV_PACKETS = 16
};

struct packet {
	struct packet	*next;
	size_t		 at;		/* bytes sent */
	size_t		 n;
	size_t		 cap;
	int		 fd;		/* goes with the first byte; -1: none */
	char		 bytes[];
};

static void
packet_free(struct packet *p)
{
	if (p->fd != -1)
		close(p->fd);
	free(p);
}

void
packets_drop(struct packets *q)
{
	for (struct packet *p = q->head, *next; p != NULL; p = next) {
		next = p->next;
		packet_free(p);
	}
	*q = (struct packets){ 0 };
}

static struct packet *
packet_add(struct packets *q, size_t n, int fd)
{
	size_t cap = n > PACKET_SIZE ? n : PACKET_SIZE;
	struct packet *p = malloc(sizeof(*p) + cap);

	if (p == NULL)
		arena_oom();
	*p = (struct packet){ .cap = cap, .fd = fd };
	if (q->tail != NULL)
		q->tail->next = p;
	else
		q->head = p;
	q->tail = p;
	return p;
}

char *
packets_put(struct packets *q, size_t n, int fd)
{
	struct packet *p = q->tail;

	if (p == NULL || fd != -1 || p->cap - p->n < n)
		p = packet_add(q, n, fd);
	p->n += n;
	q->n += n;
	return p->bytes + p->n - n;
}

union one_fd {
	struct cmsghdr	head;
	char		bytes[CMSG_SPACE(sizeof(int))];
};

static void
attach(struct msghdr *msg, union one_fd *control, int fd)
{
	struct cmsghdr *cmsg;

	memset(control, 0, sizeof(*control));
	msg->msg_control = control;
	msg->msg_controllen = sizeof(*control);
	cmsg = CMSG_FIRSTHDR(msg);
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(int));
}

/* Packets up to the next one that carries a descriptor. */
static ssize_t
send_some(const struct packets *q, int socket)
{
	struct iovec iov[IOV_PACKETS];
	struct msghdr msg = { .msg_iov = iov };
	union one_fd control;

	for (struct packet *p = q->head; p != NULL; p = p->next) {
		if (msg.msg_iovlen == IOV_PACKETS || (p != q->head && p->fd != -1))
			break;
		iov[msg.msg_iovlen++] = (struct iovec){ p->bytes + p->at, p->n - p->at };
	}
	if (q->head->fd != -1)
		attach(&msg, &control, q->head->fd);
	return sendmsg(socket, &msg, MSG_NOSIGNAL);
}

static void
sent(struct packets *q, size_t n)
{
	q->n -= n;
	while (n > 0) {
		struct packet *p = q->head;
		size_t left = p->n - p->at;

		if (p->fd != -1) {
			close(p->fd);
			p->fd = -1;
		}
		if (n < left) {
			p->at += n;
			return;
		}
		n -= left;
		if ((q->head = p->next) == NULL)
			q->tail = NULL;
		packet_free(p);
	}
}

ssize_t
packets_send(struct packets *q, int socket)
{
	ssize_t n = send_some(q, socket);

	if (n >= 0)
		sent(q, (size_t)n);
	return n;
}
