/* sockets: see sockets.h. */
#include "daemon/send/sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

void
sockets_init(struct sockets *s)
{
	for (size_t i = 0; i < SOCKETS_MAX; i++)
		s->fd[i] = -1;
}

bool
sockets_is_loopback(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr)
		    >> 24 == 127;
	return a->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(
	    &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

int
sockets_open(struct sockets *s, int family, int type, int protocol)
{
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);

	for (size_t i = 0; i < SOCKETS_MAX && fd != -1; i++) {
		if (s->fd[i] == -1) {
			s->fd[i] = fd;
			return fd;
		}
	}
	if (fd != -1)
		close(fd);
	return -1;
}

int
sockets_close(struct sockets *s, int fd)
{
	for (size_t i = 0; i < SOCKETS_MAX; i++)
		if (s->fd[i] == fd)
			s->fd[i] = -1;
	return close(fd);
}

void
sockets_cut(const struct sockets *s)
{
	for (size_t i = 0; i < SOCKETS_MAX; i++)
		if (s->fd[i] != -1)
			shutdown(s->fd[i], SHUT_RDWR);
}

bool
sockets_are_connected(const struct sockets *s)
{
	struct sockaddr_storage peer;

	for (size_t i = 0; i < SOCKETS_MAX; i++) {
		socklen_t n = sizeof(peer);

		if (s->fd[i] != -1 && getpeername(s->fd[i], (struct sockaddr *)&peer, &n) == 0)
			return true;
	}
	return false;
}
