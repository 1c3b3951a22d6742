/* door: see door.h. */
#include "daemon/web/door.h"

#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	BACKLOG = 512,
	MODE = 0660,
	SPARE_FDS = 40,			/* descriptors besides the connections' */
	FEWEST = 8
};

/* The group that may connect; what it was, when none is named. */
static int
give_to_group(const char *path, struct str name, struct err *e)
{
	struct arena *a = arena_new();
	struct group *g;
	int rc = 0;

	if (name.n > 0 && (g = getgrnam(str_dup(a, name).p)) == NULL)
		rc = err_set(e, ERR_CONF, "portal.socket_group: there is no group %.*s",
		    STR_ARG(name));
	else if (name.n > 0 && chown(path, (uid_t)-1, g->gr_gid) == -1)
		rc = err_set(e, ERR_CONF, "portal.socket_group: %s cannot be given to %.*s: %s: make "
		    "docketd's user a member of it", path, STR_ARG(name), strerror(errno));
	arena_free(a);
	if (rc == 0 && chmod(path, MODE) == -1)
		rc = err_set(e, ERR_CONF, "%s: %s", path, strerror(errno));
	return rc;
}

/* Something else than a socket at its path is not ours to take away. */
static int
check_path(const char *path, struct err *e)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return errno == ENOENT ? 0 : err_set(e, ERR_CONF, "portal.socket: %s: %s", path,
		    strerror(errno));
	return S_ISSOCK(st.st_mode) ? 0 : err_set(e, ERR_CONF, "portal.socket: %s is there, and is no "
	    "socket", path);
}

/* Made beside its place, with its rights, and then moved there: nobody finds half of it. */
static int
listen_at(int fd, const struct portal *p, struct err *e)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	char path[sizeof(to.sun_path)];

	snprintf(path, sizeof(path), "%.*s", STR_ARG(p->socket));
	snprintf(to.sun_path, sizeof(to.sun_path), "%.*s.new", STR_ARG(p->socket));
	if (check_path(path, e) == -1)
		return -1;
	unlink(to.sun_path);
	if (bind(fd, (struct sockaddr *)&to, sizeof(to)) == -1)
		return err_set(e, ERR_CONF, "portal.socket: %s: %s", to.sun_path, strerror(errno));
	if (give_to_group(to.sun_path, p->socket_group, e) == -1)
		return -1;
	if (listen(fd, BACKLOG) == -1 || rename(to.sun_path, path) == -1)
		return err_set(e, ERR_CONF, "portal.socket: %s: %s", path, strerror(errno));
	return 0;
}

static int
open_unix(const struct portal *p, struct err *e)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mode_t mask;
	int rc;

	if (fd == -1)
		return err_set(e, ERR_RETRY, "socket: %s", strerror(errno));
	mask = umask(0177);
	rc = listen_at(fd, p, e);
	umask(mask);
	if (rc == 0)
		return fd;
	close(fd);
	return -1;
}

static socklen_t
make_address(struct str host, uint16_t port, struct sockaddr_storage *out)
{
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	char text[INET6_ADDRSTRLEN];

	snprintf(text, sizeof(text), "%.*s", STR_ARG(host));
	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
		memcpy(out, &four, sizeof(four));
		return sizeof(four);
	}
	inet_pton(AF_INET6, text, &six.sin6_addr);
	memcpy(out, &six, sizeof(six));
	return sizeof(six);
}

static int
open_tcp(const struct portal *p, struct err *e)
{
	struct sockaddr_storage at;
	struct str host = STR_NONE;
	const int yes = 1;
	uint16_t port = 0;
	socklen_t size;
	int fd;

	portal_listen(p->listen, &host, &port);
	size = make_address(host, port, &at);
	if ((fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) == -1)
		return err_set(e, ERR_RETRY, "socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&at, size) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	err_set(e, ERR_CONF, "portal.listen: %.*s: %s", STR_ARG(p->listen), strerror(errno));
	close(fd);
	return -1;
}

int
door_open(const struct portal *p, struct err *e)
{
	return p->socket.n > 0 ? open_unix(p, e) : open_tcp(p, e);
}

size_t
door_room(const struct portal *p)
{
	rlim_t want = (rlim_t)p->connections + SPARE_FDS;
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		return FEWEST;
	if (r.rlim_cur < want) {
		r.rlim_cur = want < r.rlim_max ? want : r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
	if (r.rlim_cur >= want)
		return (size_t)p->connections;
	return r.rlim_cur > SPARE_FDS + FEWEST ? (size_t)r.rlim_cur - SPARE_FDS : FEWEST;
}
