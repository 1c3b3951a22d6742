/* file: see file.h. */
#include "daemon/sys/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MAX = 4096 };		/* a password's */

/* systemd's credentials are root's, and readable by a group through an ACL. */
static bool
is_secret(const struct stat *st)
{
	return S_ISREG(st->st_mode) &&
	    ((st->st_uid == 0 && (st->st_mode & 037) == 0) ||
	    (st->st_uid == geteuid() && (st->st_mode & 077) == 0));
}

int
file_secret_upto(struct arena *a, struct str path, size_t max, struct str *out, struct err *e)
{
	char text[FILE_SECRET_LARGE + 1];
	struct stat st;
	ssize_t n;
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd == -1)
		return err_set(e, ERR_CONF, "%.*s: %s", STR_ARG(path), strerror(errno));
	if (fstat(fd, &st) == -1 || !is_secret(&st)) {
		close(fd);
		return err_set(e, ERR_CONF, "%.*s: a secret must be a file of docket's user "
		    "with mode 0600, or of root with 0640", STR_ARG(path));
	}
	n = read(fd, text, max + 1);
	close(fd);
	if (n <= 0 || (size_t)n > max) {
		explicit_bzero(text, sizeof(text));
		return err_set(e, ERR_CONF, "%.*s: is empty or larger than %zu KB",
		    STR_ARG(path), max / 1024);
	}
	*out = str_dup(a, str_trim((struct str){ text, (size_t)n }));
	explicit_bzero(text, sizeof(text));
	return 0;
}

int
file_secret(struct arena *a, struct str path, struct str *out, struct err *e)
{
	return file_secret_upto(a, path, SECRET_MAX, out, e);
}

int
file_read_all(struct arena *a, int fd, size_t max, struct str *out, struct err *e)
{
	struct buf b;
	char bytes[16384];
	ssize_t n = 0;

	buf_init(&b, a);
	while (b.n < max) {
		size_t want = max - b.n < sizeof(bytes) ? max - b.n : sizeof(bytes);

		if ((n = read(fd, bytes, want)) == 0 || (n == -1 && errno != EINTR))
			break;
		if (n > 0)
			buf_add(&b, (struct str){ bytes, (size_t)n });
	}
	if (n == -1)
		return err_set(e, ERR_MESSAGE, "cannot read: %s", strerror(errno));
	*out = buf_str(&b);
	return 0;
}

int
file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd == -1)
		return err_set(e, ERR_MESSAGE, "%s: %s", path, strerror(errno));
	rc = file_read_all(a, fd, max, out, e);
	close(fd);
	return rc;
}

int
file_read_regular(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), rc;
	struct stat st;

	if (fd == -1)
		return err_set(e, ERR_MESSAGE, "%s", strerror(errno));
	if (fstat(fd, &st) == -1)
		rc = err_set(e, ERR_MESSAGE, "%s", strerror(errno));
	else if (!S_ISREG(st.st_mode))
		rc = err_set(e, ERR_MESSAGE, "it is not a regular file");
	else if ((uintmax_t)st.st_size > max)
		rc = err_set(e, ERR_MESSAGE, "it is larger than %zu MB", max >> 20);
	else
		rc = file_read_all(a, fd, max, out, e);
	close(fd);
	return rc;
}
