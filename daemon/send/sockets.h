/*
 * sockets: of one connection to a server.  libcurl opens and closes them through here, so
 * that plain ones reach loopback only, and that they can be cut under its hands.
 */
#ifndef DAEMON_SEND_SOCKETS_H
#define DAEMON_SEND_SOCKETS_H

#include <stdbool.h>
#include <sys/socket.h>

enum { SOCKETS_MAX = 8 };	/* one connection; more while it is tried */

struct sockets {
	int	fd[SOCKETS_MAX];	/* -1: none */
};

void	sockets_init(struct sockets *);
bool	sockets_is_loopback(const struct sockaddr *);
/* As socket(2) and close(2). */
int	sockets_open(struct sockets *, int family, int type, int protocol);
int	sockets_close(struct sockets *, int fd);
/* Nothing comes or goes on them any more; they stay to be closed. */
void	sockets_cut(const struct sockets *);
/* Whether a server answered on one. */
bool	sockets_are_connected(const struct sockets *);

#endif
